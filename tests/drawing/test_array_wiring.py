"""The circuits of programs on arrays: what is seen is right, whatever is open; what is recognised; what the learner claims; errors."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

from tests.drawing.array_programs import AFFINE, BATCHNORM, LAYERS, NET, PROGRAMS, RNN, TRAINING
from whygrad.checking.check import check
from whygrad.drawing.arrays import ArrayWiring, wired_arrays, wired_function
from whygrad.drawing.boxes import Box, Boxes
from whygrad.drawing.programs import wired_program
from whygrad.drawing.scene import Scene, scene
from whygrad.drawing.views import views
from whygrad.drawing.wiring import Given
from whygrad.reports.plates import theirs
from whygrad.reports.words import words

VIEWS = [((), 0), ((), 1), ((), 2), (("all",), 0)]


def wiring_of(text: str, **said: Any) -> ArrayWiring:
    found = wired_program(text, **said)
    assert isinstance(found, ArrayWiring), found
    return found


def problem_of(text: str, **said: Any) -> str:
    found = wired_program(text, **said)
    assert isinstance(found, tuple)
    return found[0].message.english()


def holds(seen: Scene) -> None:
    """Everything that has to be so in every view."""
    wiring = seen.wiring
    held: Counter[int] = Counter()
    for thing in seen.things:
        held.update(thing.box.gates if thing.box is not None else [node for out in thing.outs for node in out.nodes])
    assert held == Counter(wiring.members), "each input and gate is seen once, or in one closed box"
    for number, wire in enumerate(seen.wires):
        assert seen.things[wire.target].ports[wire.port].wire == number
        assert wire.source < wire.target
    for number, thing in enumerate(seen.things):
        inside = thing.box.gates if thing.box is not None else frozenset()
        for position, out in enumerate(thing.outs):
            wires = [wire for wire in seen.wires if (wire.source, wire.out) == (number, position)]
            if out.is_bundle or out.gradient is None or wiring.users[out.nodes[0]] & inside or any(len(one.nodes) > 1 for one in wires):
                continue
            assert np.shape(out.gradient) == np.shape(out.value), "a gradient has the shape of what it belongs to"
            whole = sum((wire.share for wire in wires if wire.share is not None), start=wiring.seeds.get(out.nodes[0], 0.0))
            np.testing.assert_allclose(whole, out.gradient, rtol=1e-9, atol=1e-12, err_msg="what comes back by all wires is the gradient")


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize(("expand", "depth"), VIEWS)
def test_nothing_is_lost_when_boxes_are_closed_or_opened(name, expand, depth):
    seen = scene(wiring_of(PROGRAMS[name]), expand, depth)
    holds(seen)
    assert len(seen.things) <= seen.wiring.most_visible


@pytest.mark.parametrize("name", ["net", "rnn", "layers"])
def test_every_view_of_a_page_holds(name):
    found = views(wiring_of(PROGRAMS[name]))
    assert len(found) > 2
    for view in found:
        holds(view.scene)


def test_gradients_are_slopes():
    wiring = wiring_of(NET)
    space: dict[str, Any] = {}
    exec(NET, space)
    args = [np.array(one) for one in space["cases"]()["net"]]
    node = next(node for node in wiring.members if wiring.names[node] == "W1")
    step = np.zeros_like(args[2])
    step[3, 5] = 1e-6
    up, down = (space["net"](*args[:2], args[2] + sign * step, *args[3:]) for sign in (1, -1))
    assert wiring.gradient(node)[3, 5] == pytest.approx((up - down) / 2e-6, rel=1e-5)


# --- boxes


def within(found: Boxes, box: Box) -> list[Box]:
    return found.inside(box)


def titles(found: Any) -> list[str]:
    return [one.title if isinstance(one.title, str) else one.title.english() for one in found]


def test_what_gates_amount_to_is_a_box_between_named_values():
    seen = scene(wiring_of(NET))
    assert titles(thing for thing in seen.things if thing.kind == "box") == ["softmax cross-entropy"]
    assert len(seen.things) == 11
    inside = scene(wiring_of(NET), ("softmax cross-entropy",))
    assert titles(inside.groups) == ["softmax cross-entropy"]
    assert "softmax" in titles(thing for thing in inside.things if thing.kind == "box")


def test_a_loop_is_a_box_of_its_turns_and_a_turn_of_its_calls():
    found = Boxes(wiring_of(RNN))
    ((loop,),) = [within(found, whole) for whole in found.outermost()]
    assert loop.title == "for t in range(xs.shape[1]) × 12"
    assert titles(within(found, loop)) == ["turn 1", "turn 2", "turns 3 to 11", "turn 12"]
    assert titles(within(found, within(found, loop)[0])) == ["step"]
    assert titles(within(found, within(found, loop)[2])) == ["turns 3 to 4", "turns 5 to 6", "turns 7 to 8", "turns 9 to 10", "turn 11"]
    assert titles(within(found, within(found, within(found, loop)[2])[0])) == ["turn 3", "turn 4"]
    assert loop.span.line == 9
    closed = scene(wiring_of(RNN))
    assert len(closed.things) == 8
    assert len(scene(wiring_of(RNN), depth=1).things) == 11


def test_methods_of_layers_are_boxes():
    seen = scene(wiring_of(LAYERS), depth=3)
    assert titles(one for one in seen.groups).count("forward") == 2


def test_thousands_of_gates_open_as_what_a_person_can_read():
    loops = "for i in range(40):\n    for j in range(25):\n        s = np.sin(s) * 0.5 + x\n"
    wiring = wiring_of(f"import numpy as np\nx = np.ones((2, 2))\ns = x\n{loops}f = s.sum()\n")
    assert len(wiring.members) > 3000
    closed, everything = scene(wiring), scene(wiring, ("all",))
    assert len(closed.things) == 3
    assert len(everything.things) <= wiring.most_visible
    holds(everything)


def test_lines_that_are_many_are_folded():
    lines = "".join(f"a{k} = np.tanh(a{k - 1} * {k}.0)\n" for k in range(1, 40))
    seen = scene(wiring_of(f"import numpy as np\na0 = np.linspace(0.0, 1.0, 5)\n{lines}loss = a39.sum()\n"))
    holds(seen)
    assert len(seen.things) <= seen.wiring.most_of_level + 1


# --- names, constants, inputs


def test_wires_are_called_as_the_program_calls_them():
    seen = scene(wiring_of(AFFINE))
    assert [out.name for thing in seen.things for out in thing.outs] == ["x", "W", "b", "", "out", "", "loss"]
    assert [thing.line for thing in seen.things] == [4, 5, 6, 7, 7, 8, 8]


def test_data_and_labels_have_no_gradient():
    seen = scene(wiring_of(TRAINING), ("all",))
    outs = {out.name: out for thing in seen.things for out in thing.outs}
    assert outs["X"].gradient is None
    assert outs["W1"].gradient.shape == (2, 16)
    given = [port.constant for thing in seen.things for port in thing.ports if isinstance(port.constant, Given)]
    assert "y" in [one.name for one in given]


def test_the_axis_and_the_index_stand_in_the_gate():
    text = "import numpy as np\nx = np.ones((3, 4, 2))\ny = x[:, 1:].sum(axis=0)\nz = (y * y).sum()\n"
    assert titles(thing for thing in scene(wiring_of(text)).things if thing.kind == "gate") == ["[:, 1:]", "Σ axis=0", "*", "Σ"]


# --- the learner's own gradients


def test_gradients_of_a_training_loop_stand_beside_the_true_ones():
    wiring = wiring_of(TRAINING)
    found = {claimed.name: claimed for own in wiring.claimed.values() for claimed in own}
    assert {name: claimed.right for name, claimed in found.items()} == {"dW1": False, "db1": False, "dW2": True, "db2": True}
    space: dict[str, Any] = {}
    exec(TRAINING.replace("range(200)", "range(1)"), space)
    for name, claimed in found.items():
        np.testing.assert_allclose(claimed.yours, space[name])


def test_gradients_of_a_pair_are_for_the_same_gradient_from_above():
    wiring = wiring_of(BATCHNORM)
    found = {claimed.name: claimed for own in wiring.claimed.values() for claimed in own}
    assert {name: claimed.right for name, claimed in found.items()} == {"dx": False, "dgamma": True, "dbeta": True}
    (above,) = wiring.seeds.values()
    np.testing.assert_allclose(found["dbeta"].yours, above.sum(axis=0))
    assert np.ptp(above) > 0.1, "of a 1 everywhere, a sum and a factor would look alike"


def test_a_random_mask_is_the_same_for_both():
    text = (
        "import numpy as np\n\ndef dropout_forward(x, w):\n    m = np.random.rand(*x.shape) < 0.5\n    return x * m * w, (m, w, x)\n\n"
        "def dropout_backward(dout, cache):\n    m, w, x = cache\n    return dout * m * w, dout * m * x\n\n"
        "def cases():\n    return {'dropout': (np.arange(1.0, 41.0).reshape(5, 8), np.full((5, 8), 3.0))}\n"
    )
    found = wiring_of(text)
    assert [claimed.right for own in found.claimed.values() for claimed in own] == [True, True]
    for own in found.claimed.items():
        np.testing.assert_allclose(own[1][0].yours, found.gradient(own[0]))


# --- which program, and what stands in the way


def test_single_numbers_are_a_circuit_too():
    assert type(wired_program("# without numpy\nx = 3.0\ny = x * x\n")).__name__ == "NumberWiring"
    seen = scene(wiring_of("import numpy as np\nx = 3.0\ny = np.exp(x) * x\n"))
    assert [out.value for thing in seen.things for out in thing.outs] == pytest.approx([3.0, np.exp(3.0), 3 * np.exp(3.0)])


def test_of_names_the_output():
    wiring = wiring_of(AFFINE, of="out")
    assert (wiring.output, next(iter(wiring.seeds.values())).shape) == ("out", (4, 5))
    assert "nonsense" in problem_of(AFFINE, of="nonsense")


def test_a_function_in_memory_is_drawn_with_its_own_text():
    def loss(x, w):
        h = np.tanh(x @ w)
        return (h * h).mean()

    wiring = wired_function(loss, (np.ones((2, 3)), np.ones((3, 4))))
    assert isinstance(wiring, ArrayWiring)
    assert [out.name for thing in scene(wiring).things for out in thing.outs] == ["x", "w", "", "h", "", "out"]
    assert wiring.program.source.original.split("\n")[wiring.line(wiring.members[2]) - 1].strip() == "h = np.tanh(x @ w)"


def test_a_loss_that_is_made_a_float_is_the_output():
    text = "import numpy as np\nx = np.ones(4)\n\ndef cost(x):\n    return float(np.squeeze((x * x).sum()))\n\nloss = cost(x)\n"
    wiring = wiring_of(text)
    assert set(wiring.seeds) <= set(wiring.members)
    holds(scene(wiring))


def test_what_a_program_prints_is_not_printed(capsys):
    wiring_of(AFFINE + "print(loss)\n")
    assert capsys.readouterr().out == ""


def test_a_part_that_is_written_thousands_of_times_keeps_its_name():
    text = "import numpy as np\nx = np.ones(3)\nh = np.zeros(3)\nfor k in range(3000):\n    h[k % 3] = h[k % 3] + x[0]\nloss = h.sum()\n"
    wiring = wiring_of(text)
    assert [thing.kind for thing in scene(wiring).things] == ["input", "input", "box", "gate"]
    assert "h" in wiring.names_leaving(scene(wiring).things[2].box.gates)


def test_infinite_gradients_are_drawn():
    wiring = wiring_of("import numpy as np\nx = np.array([0.0, 1.0])\ny = np.sqrt(x).sum()\n")
    assert np.isinf(wiring.gradient(wiring.members[0])[0])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import numpy as np\ndef f(x, w):\n    return (x @ w).sum()\n", "with which arguments"),
        ("import numpy as np\nx = np.ones(3)\ny = np.linalg.solve(x)\n", "stops with"),
        ("import numpy as np\nx = np.arange(3)\nprint(x)\n", "nothing"),
    ],
)
def test_what_stands_in_the_way_is_said(text, said):
    assert said in problem_of(text)


def test_a_turn_that_there_is_not():
    found = wired_arrays(TRAINING, iteration=500)
    assert isinstance(found, tuple)
    assert "200 turns" in found[0].message.english()


TURNS = """\
import numpy as np

rng = np.random.default_rng(0)
xs = rng.normal(size=(20, 3))
Wx, Wh, b, h = rng.normal(size=(3, 4)), rng.normal(size=(4, 4)) * 0.3, np.zeros(4), np.zeros(4)
for t in range(20):
    h = np.tanh(xs[t] @ Wx + h @ Wh + b)
loss = np.sum(h**2)
"""


def turns_in(title: str) -> tuple[int, int] | None:
    found = [int(word) for word in title.split() if word.isdigit()]
    return (found[0], found[-1]) if title.startswith("turn") else None


@pytest.mark.parametrize("most", [60, 40, 24, 12])
def test_a_box_of_turns_says_which_turns_it_holds(most):
    seen = scene(wiring_of(TURNS), ("all",), most=most)
    starts = next(iter(seen.wiring.loops)).starts
    told = 0
    for box in (one.box for one in (*seen.things, *seen.groups) if one.box is not None):
        said = turns_in(box.title.english() if not isinstance(box.title, str) else box.title)
        if said is not None:
            ends = np.searchsorted(starts, [box.gates.first, box.gates.last], "right").tolist()
            assert said == tuple(ends), "from the turn of its first gate to the turn of its last one"
            told += 1
    assert told


def test_a_turn_that_computes_nothing_is_counted_all_the_same():
    text = TURNS.replace("    h = np", "    if t % 2 == 0:\n        continue\n    h = np")
    found = Boxes(wiring_of(text))
    loop = next(box for box in found.outermost() if box.kind == "loop")
    assert titles(within(found, loop)) == ["turn 2", "turn 4", "turns 6 to 18", "turn 20"]


COINCIDENCE = """\
import numpy as np
x = np.ones(3)
L = (x**3).sum()
dx = 3 * x
"""
PAIR = """\
import numpy as np


def mul_forward(x, w):
    return x * w, (x, w)


def mul_backward(dout, cache):
    x, w = cache
    return dout * w, x * x


def cases():
    rng = np.random.default_rng(0)
    return {"mul_forward": (rng.normal(size=(3, 4)), rng.normal(size=(3, 4)))}
"""


def claims_of(wiring: ArrayWiring) -> dict[str, bool]:
    return {wiring.names[node]: claimed.right for node, own in wiring.claimed.items() for claimed in own}


@pytest.mark.parametrize(
    "text",
    [COINCIDENCE, "import numpy as np\nx = np.ones(3)\nfor i in range(5):\n    L = (x**3).sum()\n    dx = 3 * x\n    x -= 0.1 * dx\n"],
)
def test_what_is_right_at_these_numbers_alone_is_wrong(text):
    assert claims_of(wiring_of(text)) == {"x": False}
    assert claims_of(wiring_of(text.replace("3 * x\n", "3 * x**2\n"))) == {"x": True}


def test_what_is_right_on_a_corner_is_right():
    text = "import numpy as np\nx = np.zeros(3)\nL = np.maximum(x, 0).sum()\ndx = (x >= 0) * 1.0\n"
    assert claims_of(wiring_of(text)) == {"x": True}


@pytest.mark.parametrize("seed", [0, 1])
def test_the_gradient_from_above_is_no_number_of_the_programs(seed):
    text = PAIR.replace("rng(0)", f"rng({seed})")
    wiring = wiring_of(text)
    assert claims_of(wiring) == {"x": True, "w": False}
    x = next(node for node in wiring.members if wiring.names[node] == "x")
    assert not np.allclose(next(iter(wiring.seeds.values())), wiring.graph.values[x])
    assert any("made up" in note.english() for note in wiring.notes)


def test_a_loss_has_nothing_made_up_above_it():
    assert wiring_of(COINCIDENCE).notes == ()


@pytest.mark.parametrize(
    ("asked", "opened"),
    [
        ("for t in range(20)", []),
        ("turn 1", ["turn 1"]),
        ("turns 3 to 8", ["turns 3 to 19"]),
        ("turn 7", ["turns 3 to 19", "turns 6 to 8", "turn 7"]),
    ],
)
def test_a_box_in_others_is_opened_by_its_title_and_so_are_those(asked, opened):
    seen = scene(wiring_of(TURNS), (asked,))
    assert titles(seen.groups) == ["for t in range(20) × 20", *opened]
    assert seen.missing == ()
    holds(seen)


@pytest.mark.parametrize("expand", [("all",), ()])
def test_whatever_title_is_shown_opens_its_box(expand):
    wiring = wiring_of(TURNS)
    for thing in scene(wiring, expand).things:
        if thing.box is not None:
            assert scene(wiring, (str(thing.title),)).missing == ()


def test_a_box_that_there_is_not_is_said_to_be_missing():
    seen = scene(wiring_of(TURNS), ("foo", "turn 1"))
    assert seen.missing == ("foo",)
    assert seen.there_are == ("for t in range(20)",)


ADDED_UP = """\
import numpy as np
X = np.array([[0.5, -1.0], [1.5, 0.25], [-0.75, 1.0]])
y = np.array([1.0, -0.5, 0.25])
w = np.zeros(2)
dw = np.zeros(2)
for step in range(5):
    error = X @ w - y
    loss = np.mean(error**2)
    dw += 2 * X.T @ error / 3
    w = w - 0.1 * dw
"""


def test_what_is_wrong_in_a_later_turn_alone_is_said_to_be_right_in_the_one_that_is_drawn():
    """A gradient that isn't cleared: a check looks at several turns, a circuit shows one of them."""
    targets = check(ADDED_UP, "a.py").targets
    assert [target.verdict for target in targets] == ["wrong"]
    for iteration, said in ((1, ": right in this turn, wrong in another one"), (2, None)):
        wiring = wiring_of(ADDED_UP, targets=targets, iteration=iteration)
        (node, (claimed,)), *_others = wiring.claimed.items()
        assert not claimed.right and claimed.right_here == (iteration == 1)
        told = theirs(claimed, wiring.gradient(node), words("en"))
        assert told == said if said else "not" in told
    assert claims_of(wiring_of(ADDED_UP)) == {"w": True}
    assert claims_of(wiring_of(ADDED_UP, iteration=2)) == {"w": False}


def test_entries_of_a_list_are_called_as_the_program_writes_them():
    loop = "for t in range(2):\n    hs.append(np.tanh(W @ hs[-1]))\nL = hs[-1].sum()\n"
    text = "import numpy as np\nW = np.ones((2, 2)) / 3\nhs = [np.ones(2)]\n" + loop
    assert {"W", "hs[0]", "hs[1]", "hs[2]", "L"} == set(wiring_of(text).names.values())
