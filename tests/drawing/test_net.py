"""Circuits as columns: what is answered for many gates at once is what each of them says by itself."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drawing.programs import PROGRAMS
from tests.drawing.strange_programs import net
from whygrad.drawing.asked import Asked
from whygrad.drawing.boxes import Boxes
from whygrad.drawing.layout import Block, laid_out
from whygrad.drawing.numbers import NumberWiring, wired
from whygrad.drawing.scene import Setting, scene
from whygrad.drawing.views import views
from whygrad.text import Text

LOOP = "x = 1.0\na = 0.5\nfor i in range(9_000):\n    x = x * a + a\nloss = x * x\n"


def wiring_of(text: str) -> NumberWiring:
    found = wired(text)
    assert isinstance(found, NumberWiring)
    return found


CIRCUIT = wiring_of(net(40, 3))
PLACES = st.integers(0, len(CIRCUIT.net.gates) - 1)


@st.composite
def sets(draw):
    """Gates as a run or as any, and the same as a plain set."""
    nodes = CIRCUIT.net.gates.tolist()
    if draw(st.booleans()):
        start, stop = sorted((draw(PLACES), draw(PLACES)))
        return CIRCUIT.net.run(start, stop + 1), frozenset(nodes[start : stop + 1])
    places = draw(st.sets(PLACES, min_size=1, max_size=12))
    return CIRCUIT.net.some(nodes[place] for place in places), frozenset(nodes[place] for place in places)


@given(sets(), sets())
def test_gates_are_sets(one, other):
    (gates, plain), (gates_too, plain_too) = one, other
    assert set(gates) == plain
    assert (len(gates), gates.first, gates.last) == (len(plain), min(plain), max(plain))
    assert (gates == gates_too) == (plain == plain_too)
    assert (gates <= gates_too) == (plain <= plain_too)
    assert (gates < gates_too) == (plain < plain_too)
    assert gates & plain_too == plain & plain_too
    assert gates != gates_too or hash(gates) == hash(gates_too)
    assert -1 not in gates


@given(sets())
def test_what_enters_and_leaves_gates(one):
    gates, plain = one
    leaving = [gate for gate in sorted(plain) if not CIRCUIT.users[gate] <= plain]
    assert CIRCUIT.net.leaving(gates) == leaving
    entering = CIRCUIT.net.entering(gates)
    edges = entering.edges
    pairs = [(gate, source) for gate in sorted(plain) for source in CIRCUIT.operands[gate] if source not in plain]
    assert list(zip(CIRCUIT.net.gates[CIRCUIT.net.targets[edges]].tolist(), CIRCUIT.net.sources[edges].tolist(), strict=True)) == pairs
    assert entering.sources.tolist() == list(dict.fromkeys(source for _gate, source in pairs))
    for count in {1, 2, len(entering.sources)} - {0}:
        some = entering.sources.tolist()[:count]
        assert entering.edges_from(some).tolist() == [
            edge for edge, (_gate, source) in zip(edges.tolist(), pairs, strict=True) if source in some
        ]


@pytest.mark.parametrize("name", PROGRAMS)
def test_operands_and_users_are_two_sides_of_the_same(name):
    wiring = wiring_of(PROGRAMS[name])
    for gate, sources in wiring.operands.items():
        assert all(gate in wiring.users[source] for source in sources if source in wiring.users)
    for node in wiring.members:
        assert {gate for gate in wiring.users[node] if gate >= 0} == {gate for gate, own in wiring.operands.items() if node in own}


@pytest.mark.parametrize(
    "text", [net(300, 8), LOOP.replace("9_000", "200"), "x = 0.0\ny = 2.0\nloss = 0.0\n" + "loss = loss + abs(x) ** 0.5 * y\n" * 80]
)
def test_shares_of_many_gates_at_once_are_those_of_each(text):
    wiring = wiring_of(text)
    edges = np.arange(len(wiring.net.sources))
    alone = [wiring.share(gate, place) for gate, own in wiring.operands.items() for place in range(len(own))]
    assert len(alone) == len(edges) > 64
    assert wiring.shares(edges) == pytest.approx(sum(alone), rel=1e-9, nan_ok=True) or math.isnan(sum(alone))


def test_thousands_of_gates_are_a_few_boxes_and_no_objects():
    wiring = wiring_of(LOOP)
    closed, opened = scene(wiring), scene(wiring, ("all",))
    assert len(wiring.net.gates) > 15_000
    assert len(closed.things) < 10
    assert 10 < len(opened.things) <= wiring.most_visible
    assert sum(len(thing.box.gates) if thing.box else len(thing.outs[0].nodes) for thing in opened.things) == len(wiring.members)
    assert all(len(view.scene.things) <= wiring.most_visible for view in views(wiring))


def test_a_box_opens_by_what_is_written_in_it_in_any_language():
    wiring = wiring_of(LOOP)
    loop = next(thing.title for thing in scene(wiring).things if thing.kind == "box")
    folded = [thing.box for thing in scene(wiring, (str(loop),)).things if thing.box is not None]
    assert len(folded) > 10

    def in_portuguese(text: Text) -> str:
        return text.english().replace("turns", "voltas").replace(" to ", " a ")

    title = in_portuguese(folded[0].title)
    assert title.startswith("voltas 1 a ")
    assert len(scene(wiring, (str(loop), title), spoken=in_portuguese).groups) == 2


def test_calls_are_boxes_in_boxes_whatever_their_number():
    rows = ["def f0(x):", "    x = x * 0.5", "    return x + 1.0"]
    for k in range(1, 9):
        rows += [f"def f{k}(x):", f"    x = f{k - 1}(x)", f"    return f{k - 1}(x)"]
    found = Boxes(wiring_of("\n".join([*rows, "x = 1.0", "loss = f8(x) * x", ""])))
    (box,) = found.outermost()
    for k in range(8, 0, -1):
        assert (box.title, len(box.gates)) == (f"f{k}", 2 ** (k + 1))
        first, second = found.inside(box)
        assert (first.gates.stop, len(first.gates)) == (second.gates.start, len(second.gates))
        box = second
    assert found.inside(box) == []


def test_a_view_that_nobody_could_follow_shows_fewer_things():
    inputs = "\n".join(f"w{k} = 0.1 * {k + 1}" for k in range(30))
    total = " + ".join(f"w{k} * x" for k in range(30))
    wiring = wiring_of(f"{inputs}\ndef f(x):\n    return {total}\nx = 1.0\nfor i in range(100):\n    x = f(x) * 0.01\nloss = x * x\n")
    seen = Asked(Setting(wiring), ("all",)).scene()
    assert len(seen.wires) < 1000
    assert sum(len(thing.box.gates) if thing.box else len(thing.outs[0].nodes) for thing in seen.things) == len(wiring.members)


@pytest.mark.parametrize("seed", range(6))
def test_no_wire_runs_through_a_block_that_it_has_no_business_at(seed):
    wiring = wiring_of(net(30, seed))
    seen = scene(wiring)
    links = [(wire.source, wire.target) for wire in seen.wires]
    layout = laid_out([Block(90.0 + 30 * (k % 5), 40.0 + 20 * (k % 3)) for k in range(len(seen.things))], links)
    for (source, target), course in zip(links, layout.links, strict=True):
        for (x, y), (x_too, y_too) in pairwise(course):
            for number, place in enumerate(layout.blocks):
                outside = max(x, x_too) <= place.x + 1 or min(x, x_too) >= place.x + place.width - 1
                outside |= max(y, y_too) <= place.y + 1 or min(y, y_too) >= place.y + place.height - 1
                assert outside or number in (source, target)


def test_edges_of_gates_with_few_and_with_many_operands():
    """A gate of many operands among others: the edges of each are its operands, in order, with the names passed over."""
    circuit = wiring_of(
        "import math\na, b, c = 1.0, 2.0, 3.0\nd = a\ne = math.hypot(a, b, c) * d\nf = math.hypot(c, e, d, e)\nloss = -e + f\n"
    )
    wires = circuit.net
    assert {len(circuit.graph.inputs(gate)) for gate in wires.gates.tolist()} == {1, 2, 3, 4}
    for place, gate in enumerate(wires.gates.tolist()):
        edges = wires.edges_of(gate)
        assert wires.sources[edges].tolist() == [circuit.root(node) for node in circuit.graph.inputs(gate)]
        assert set(wires.targets[edges].tolist()) == {place}
        assert wires.positions(edges).tolist() == list(range(len(edges)))
    assert wires.starts[-1] == len(wires.sources)


def test_names_in_values_of_many_kinds():
    """A number that the program only keeps in an object has a name as one that it names; counters and words are none of the circuit."""
    text = "from collections import namedtuple\nPair = namedtuple('Pair', 'p q')\na, n, word = 0.5, 3, 'w'\npair = Pair(a * n, a * a)\n"
    circuit = wiring_of(text + "for i in range(3):\n    kept = {'k': pair[1] * i}\nloss = pair[0] + kept['k']\n")
    assert {"a", "pair[0]", "pair[1]", "loss"} <= set(circuit.names.values())
    assert not {"i", "word"} & set(circuit.names.values())
