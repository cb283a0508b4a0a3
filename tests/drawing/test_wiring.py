"""Which circuit is drawn, with which names, claims and repairs; and when none can be."""

from __future__ import annotations

import pytest

from tests.drawing.programs import PROGRAMS, SEED
from whygrad.drawing.boxes import boxes
from whygrad.drawing.numbers import wired
from whygrad.drawing.wiring import Wiring


def claims(wiring: Wiring) -> dict[str, tuple[float | None, bool]]:
    return {claimed.name: (claimed.yours, claimed.right) for own in wiring.claimed.values() for claimed in own}


def slugs(found: object) -> list[str]:
    assert isinstance(found, tuple)
    return [problem.slug for problem in found]


def test_the_output_is_that_of_the_gradients():
    text = "x = 2.0\ny = x * x\nz = y + x\ndydx = 2 * x\n"
    assert wired(text).output == "y"
    assert wired(text, of="z").output == "z"


def test_the_output_of_a_program_without_gradients_is_its_last_number():
    assert wired("x = 2.0\ny = x * x\nz = y + x\nprint(z)\n").output == "z"


def test_the_claims_stand_at_what_they_are_the_gradient_of():
    wiring = wired("x = -2\ny = 5\nz = -4\nq = x + y\nf = q * z\ndfdq = z\ndfdx = dfdq\ndfdy = 2.0 * dfdq\n")
    assert claims(wiring) == {"dfdq": (-4, True), "dfdx": (-4, True), "dfdy": (-8, False)}
    assert wiring.names[next(node for node, own in wiring.claimed.items() if own[0].name == "dfdy")] == "y"


def test_a_gradient_that_is_right_by_coincidence_is_marked():
    wiring = wired("w = [2.0, 3.0, 3.0]\nx = [1.0, 5.0]\nf = w[0] * x[0] + w[1] * x[1] + w[2]\ndx = [w[0], w[2]]\ndw = [x[0], x[1], 1.0]\n")
    assert claims(wiring)["dx[0]"] == (2.0, True)
    assert claims(wiring)["dx[1]"] == (3.0, False)


def test_the_seed_is_drawn_as_it_is_repaired():
    wiring = wired(SEED)
    assert wiring.output == "activation"
    assert [change.edits[0].span.line for change in wiring.changes] == [1, 4, 5]
    assert [box.module.name for box in boxes(wiring) if box.module] == ["sigmoid"]
    found = claims(wiring)
    assert found["grad_product"][1]
    assert found["grad_x[0]"] == (pytest.approx(-0.7311, abs=1e-4), False)
    assert found["grad_w[2]"] == (None, False)


@pytest.mark.parametrize(
    ("formula", "name"),
    [
        ("1 / (1 + math.exp(-z))", "sigmoid"),
        ("math.exp(z) / (math.exp(z) + 1.0)", "sigmoid"),
        ("(math.exp(z) - math.exp(-z)) / (math.exp(z) + math.exp(-z))", "tanh"),
        ("2 / (1 + math.exp(-2 * z)) - 1", "tanh"),
        ("math.log(1 + math.exp(z))", "softplus"),
        ("z / (1 + math.exp(-z))", "silu"),
    ],
)
def test_a_module_is_known_by_its_values_however_it_is_written(formula, name):
    wiring = wired(f"import math\nz = 0.7\nout = 2.5 * ({formula})\n")
    assert [box.module.name for box in boxes(wiring)] == [name]


@pytest.mark.parametrize("formula", ["1 / (1 + math.exp(-z * 2))", "1 / (1.001 + math.exp(-z))", "1 / 1 + math.exp(-z)"])
def test_what_only_looks_like_a_module_is_none(formula):
    wiring = wired(f"import math\nz = 0.7\nout = 2.5 * ({formula})\n")
    assert [box.module.name for box in boxes(wiring) if "z" in {wiring.names.get(node) for node in _arguments(wiring, box)}] == []


def _arguments(wiring, box):
    return {source for gate in box.gates for source in wiring.operands[gate]} - box.gates


def test_a_function_that_is_a_module_is_one_box():
    wiring = wired("import math\ndef s(z):\n    return 1 / (1 + math.exp(-z))\nx = 0.3\nf = s(x) * s(2 * x)\n")
    assert [(box.title, box.module.name) for box in boxes(wiring)] == [("s", "sigmoid"), ("s", "sigmoid")]


def test_an_exception_ends_the_calls_that_it_leaves():
    text = """\
def inner(x):
    y = x * x
    raise ValueError
def outer(x):
    try:
        inner(x)
    except ValueError:
        pass
    return x * 3.0
x = 2.0
a = outer(x)
f = a + x
"""
    wiring = wired(text)
    (box,) = boxes(wiring)
    assert box.title == "outer"
    assert len(box.gates) == 1


def test_a_generator_is_no_box_and_takes_nothing_with_it():
    text = "def g(xs):\n    for x in xs:\n        yield x * 2.0\ndef h(x):\n    return x + 1.0\n"
    text += "xs = [1.0, 2.0]\nf = sum(h(y) for y in g(xs))\n"
    assert [(box.title, len(box.gates)) for box in boxes(wired(text))] == [("h", 1), ("h", 1)]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("", "empty"),
        ("x = 3.0\n", "no-circuit"),
        ("print('hello')\n", "no-circuit"),
        ("x = [1.0, 2.0]\ny = [2 * v for v in x]\n", "output-not-scalar"),
        ("x = (2\n", "syntax"),
        ("import numpy as np\nx = np.ones(3)\n", "array-library"),
    ],
)
def test_what_cannot_be_drawn_is_said(text, slug):
    assert slug in slugs(wired(text))[0]


def test_an_unknown_output_is_said():
    assert slugs(wired("x = 3.0\ny = x * x\n", of="z")) == ["unknown-name"]
    assert slugs(wired("x = 3.0\ny = x * x\n", of="x")) == ["no-circuit"]


def test_a_crash_after_the_output_leaves_the_circuit():
    wiring = wired("x = 3.0\ny = x * x\ndx = 2 * x\nz = undefined_thing(y)\n")
    assert isinstance(wiring, Wiring)
    assert wiring.output == "y"
    assert [problem.slug for problem in wiring.problems] != []


def test_a_whole_exponent_is_no_input_even_if_it_has_a_name():
    wiring = wired("x = -2.0\nk = 3\nf = x ** k\n")
    assert [wiring.names[node] for node in wiring.members] == ["x", "f"]
    assert wiring.gradient(wiring.members[0]) == 12.0


@pytest.mark.parametrize(
    "text",
    [
        *PROGRAMS.values(),
        (
            "def f(a):\n    b = a * 2\n    c = b\n    return [c, a]\n"
            "x = 3.0\ny = f(x * x)\nz = [y[0], y[1]]\nw = y[0]\nloss = z[0] * z[1] + w\n"
        ),
        "x = 2.0\ny = x * x\nfor k in range(300):\n    kept = y\n    t = y * k\nloss = kept * t\n",
    ],
)
def test_a_name_that_is_looked_up_alone_is_the_one_among_all(text):
    names, alone = wired(text).names, wired(text).names
    assert len(names) > 1
    members = wired(text).members
    assert {node: alone[node] for node in members if node in alone} == {node: name for node, name in names.items() if node in members}
