"""What is seen of a circuit is right, whatever is open and whatever is closed."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drawing.programs import NEURON, PRODUCT, PROGRAMS, RECURSION, STAGED
from whygrad.autodiff.reverse import adjoints
from whygrad.drawing.numbers import wired
from whygrad.drawing.scene import Scene, scene
from whygrad.drawing.wiring import Wiring
from whygrad.graph import INPUT

VIEWS = [((), 0), ((), 1), ((), 2), (("all",), 0)]


def wiring_of(text: str, **said: str) -> Wiring:
    found = wired(text, **said)
    assert isinstance(found, Wiring), [str(problem.message) for problem in found]
    return found


def holds(seen: Scene) -> None:
    """Everything that has to be so in every view of a circuit."""
    wiring = seen.wiring
    graph = wiring.graph
    inputs = [index for index, gate in enumerate(graph.gates) if gate is INPUT]
    true = adjoints(graph, wiring.seeds, inputs)
    held: Counter[int] = Counter()
    for thing in seen.things:
        for out in thing.outs:
            if not out.is_bundle:
                (node,) = out.nodes
                assert out.value == graph.values[node]
                assert out.gradient == pytest.approx(true[node], nan_ok=True) or node not in true
        held.update(thing.box.gates if thing.box is not None else thing.outs[0].nodes)
    assert held == Counter(wiring.members), "each input and gate is seen once, or in one closed box"
    for number, wire in enumerate(seen.wires):
        assert seen.things[wire.target].ports[wire.port].wire == number
        assert set(wire.nodes) <= set(seen.things[wire.source].outs[wire.out].nodes)
        assert wire.source < wire.target
        if seen.things[wire.target].kind == "gate":
            assert set(wire.nodes) <= set(wiring.operands[seen.things[wire.target].outs[0].nodes[0]])
    for number, thing in enumerate(seen.things):
        for position, out in enumerate(thing.outs):
            inside = thing.box.gates if thing.box is not None else frozenset()
            if out.is_bundle or (out.nodes[0] in wiring.users and wiring.users[out.nodes[0]] & inside):
                continue
            leaving = [wire.share for wire in seen.wires if (wire.source, wire.out) == (number, position) and len(wire.nodes) == 1]
            whole = sum(leaving) + wiring.seeds.get(out.nodes[0], 0.0)
            bundled = any(len(wire.nodes) > 1 for wire in seen.wires if (wire.source, wire.out) == (number, position))
            assert bundled or whole == pytest.approx(out.gradient, abs=1e-12), "what comes back by all wires is the gradient"


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize(("expand", "depth"), VIEWS)
def test_nothing_is_lost_when_boxes_are_closed_or_opened(name, expand, depth):
    seen = scene(wiring_of(PROGRAMS[name]), expand, depth)
    holds(seen)
    assert len(seen.things) <= seen.wiring.most_visible


@pytest.mark.parametrize("most", [4, 9, 17, 40])
@pytest.mark.parametrize("name", PROGRAMS)
def test_what_is_too_much_is_folded_and_not_lost(name, most):
    seen = scene(wiring_of(PROGRAMS[name]), ("all",), 0, most)
    holds(seen)
    assert sum(thing.kind != "input" for thing in seen.things) <= most


# --- random programs

BINARY = ["{} + {}", "{} - {}", "{} * {}", "{} / (2.5 + {} ** 2)"]
UNARY = ["math.exp(-({}) ** 2)", "math.tanh({})", "1 / (1 + math.exp(-({})))", "helper({})", "{} * 3.0", "2.0 - {}", "square({})"]
HELPERS = """\
import math
def square(z):
    return z * z
def helper(z):
    a = math.sin(z)
    return a + square(a)
"""


@st.composite
def programs(draw: st.DrawFn) -> str:
    names = [f"x{number}" for number in range(draw(st.integers(1, 3)))]
    lines = [f"{name} = {draw(st.floats(-2, 2, allow_nan=False)):.3f}" for name in names]
    for number in range(draw(st.integers(1, 9))):
        form = draw(st.sampled_from(BINARY + UNARY))
        operands = [draw(st.sampled_from(names[-4:])) for _ in range(form.count("{}"))]
        names.append(f"y{number}")
        lines.append(f"y{number} = {form.format(*operands)}")
    return HELPERS + "\n".join([*lines, f"out = {names[-1]} + 0.5 * {draw(st.sampled_from(names))}"]) + "\n"


@given(programs(), st.integers(0, 3), st.sampled_from([6, 12, 150]))
@settings(max_examples=40, deadline=None)
def test_random_circuits(text, depth, most):
    wiring = wiring_of(text)
    holds(scene(wiring, (), depth, most))
    holds(scene(wiring, ("all",), 0, most))


@given(programs())
@settings(max_examples=25, deadline=None)
def test_the_gradients_are_those_of_the_program(text):
    seen = scene(wiring_of(text))
    for thing in seen.things:
        if thing.kind == "input":
            (out,) = thing.outs
            step = 1e-6
            high, low = (_run(text, out.name, out.value + move) for move in (step, -step))
            assert out.gradient == pytest.approx((high - low) / (2 * step), rel=1e-4, abs=1e-5)


def _run(text: str, name: str, value: float) -> float:
    rows = [f"{name} = {value!r}" if row.startswith(f"{name} = ") else row for row in text.splitlines()]
    names: dict[str, float] = {}
    exec("\n".join(rows), names)
    return names["out"]


# --- the circuits of the CS231n notes


def titles(seen: Scene) -> list[str]:
    return [str(thing.title) for thing in seen.things]


def numbers(seen: Scene) -> dict[str, tuple[float, float]]:
    return {out.name: (out.value, out.gradient) for thing in seen.things for out in thing.outs if out.name}


def test_product_of_a_sum():
    seen = scene(wiring_of(PRODUCT))
    assert titles(seen) == ["x", "y", "z", "+", "*"]
    assert numbers(seen) == {"x": (-2, -4), "y": (5, -4), "z": (-4, 3), "q": (3, -4), "f": (-12, 1)}


def test_the_sigmoid_neuron_closed_and_opened():
    closed = scene(wiring_of(NEURON))
    assert titles(closed)[-2:] == ["+", "sigmoid"]
    opened = scene(wiring_of(NEURON), ["sigmoid"])
    assert titles(opened)[-5:] == ["+", "-", "exp", "+", "/"]
    assert [str(group.title) for group in opened.groups] == ["sigmoid"]
    sigma = 1 / (1 + math.exp(-1))
    assert numbers(opened)["dot"] == pytest.approx((1, sigma * (1 - sigma)))
    constants = [[port.constant for port in thing.ports if port.wire is None] for thing in opened.things if thing.group == 0]
    assert constants == [[], [], [1], [1.0]]


@pytest.mark.parametrize("asked", ["sigx", "sigmoid", "all"])
def test_a_box_opens_by_its_kind_or_by_the_name_of_its_value(asked):
    seen = scene(wiring_of(STAGED), [asked])
    assert len(seen.groups) == (1 if asked == "sigx" else 2)
    assert len(scene(wiring_of(STAGED), ["nothing"]).groups) == 0


def test_a_number_that_is_used_twice_has_a_share_for_each_wire():
    seen = scene(wiring_of(STAGED))
    x = next(number for number, thing in enumerate(seen.things) if thing.title == "x")
    shares = [wire.share for wire in seen.wires if wire.source == x]
    assert len(shares) == 3
    assert all(wire.is_shared for wire in seen.wires if wire.source == x)
    assert sum(shares) == pytest.approx(numbers(seen)["x"][1])


def test_each_call_of_a_recursive_function_lies_in_the_one_before():
    seen = scene(wiring_of(RECURSION), ["power"])
    parents = [group.parent for group in seen.groups]
    assert parents == [None, 0, 1, 2]
    assert [group.title for group in seen.groups] == ["power"] * 4
    assert titles(scene(wiring_of(RECURSION)))[4:] == ["power", "horner", "+"]
    assert len(scene(wiring_of(RECURSION), (), 1).groups) == 2


def test_a_call_of_an_object_is_called_as_its_class():
    neuron = "class Neuron:\n    def __init__(self, w):\n        self.w = w\n    def __call__(self, x):\n        return self.w * x + x\n"
    wiring = wiring_of(neuron + "first, second = Neuron(2.0), Neuron(-1.0)\nx = 3.0\ny = second(first(x))\nloss = y * y\n")
    assert [title for title in titles(scene(wiring)) if title == "Neuron"] == ["Neuron"] * 2
    assert [group.title for group in scene(wiring, ["Neuron"]).groups] == ["Neuron"] * 2
    assert [group.title for group in scene(wiring, ["__call__"]).groups] == ["Neuron"] * 2


def test_a_program_that_is_one_call_is_seen_from_inside():
    text = "def main():\n    x = 2.0\n    y = x * x\n    return y + x\n\nf = main()\n"
    assert titles(scene(wiring_of(text))) == ["x", "*", "+"]


def test_the_function_that_the_output_is_made_in_is_no_box():
    text = "def f(x, y):\n    q = x + y\n    dq = 1.0\n    dx = dq\n    return dx\n\ng = f(2.0, 3.0)\n"
    seen = scene(wiring_of(text))
    assert titles(seen) == ["x", "y", "+"]
    assert seen.things[-1].outs[0].name == "q"


def test_long_programs_are_folded_by_line_and_loops_by_turn():
    loop = "x = 0.5\ns = 0.0\nfor i in range(40):\n    t = x * s\n    s = t + x\nf = s * x\n"
    seen = scene(wiring_of(loop), (), 0, 60)
    assert [str(thing.title) for thing in seen.things if thing.kind == "box"][:2] == ["turn 1", "turn 2"]
    seen = scene(wiring_of(loop), (), 0, 12)
    assert [str(thing.title) for thing in seen.things if thing.kind == "box"] == ["for i in range(40)"]


CLAIMED = """\
import math
x = 0.5
e = math.exp(-x)
d = 1.0 + e
s = 1.0 / d
f = 3.0 * s
dd = -3.0 / d**2
de = dd * 2.0
dx = -de * e
"""


def test_a_box_is_open_where_it_would_hide_what_the_learner_has_gradients_of():
    seen = scene(wiring_of(CLAIMED))
    assert [str(group.title) for group in seen.groups] == ["sigmoid"]
    claimed = {claimed.name: claimed.right for thing in seen.things for out in thing.outs for claimed in out.claimed}
    assert claimed == {"dd": True, "de": False, "dx": False}


def test_a_box_that_has_to_stay_closed_says_that_something_in_it_is_wrong():
    seen = scene(wiring_of(CLAIMED), (), 0, 3)
    assert [thing.hides_wrong for thing in seen.things if thing.kind == "box"] == [True]
