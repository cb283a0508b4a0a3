"""Every equation that is printed is read back and computed, for known circuits, the corpus, and random programs."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import whygrad
from tests.explaining.evaluation import check, check_equation, equations, names_hold
from whygrad.autodiff.reverse import adjoints
from whygrad.explaining.derivation import Derivation
from whygrad.explaining.derive import derive
from whygrad.graph import INPUT
from whygrad.reports.equations import latex_sides, sides
from whygrad.tracing.running import Settings
from whygrad.tracing.script import Program
from whygrad.tracing.source import Source

ROOT = Path(__file__).parents[2]
CORPUS = sorted((ROOT / "tests/corpus").glob("*/*.py"))

CIRCUIT = "x = -2\ny = 5\nz = -4\nq = x + y\nf = q * z\n"
NEURON = """import math
w = [2, -3, -3]
x = [-1, -2]
dot = w[0] * x[0] + w[1] * x[1] + w[2]
f = 1.0 / (1 + math.exp(-dot))
"""
STAGED = """import math
def sigma(t):
    return 1 / (1 + math.exp(-t))
x = 3
y = -4
f = (x + sigma(y)) / (sigma(x) + (x + y) ** 2)
"""
LOOP = """import math
w = 0.5
h = 1.0
for i in range(20):
    h = math.tanh(w * h + h)
loss = h * h
"""


def gradients(derivation: Derivation) -> dict[str, float]:
    return {one.name.python: one.gradient for one in derivation.inputs}


def true_gradients(program: str, output: str) -> dict[str, float]:
    """What autodiff says, by the names of scalar inputs."""
    settings = Settings(frozenset(name for name in "abcpqwxyzh"))
    trace = Program(Source(program)).run(settings)
    assert trace.crash is None
    event = next(event for event in reversed(trace.events) if event.name == output)
    inputs = {leaf.index: leaf.key.name for leaf in trace.leaves}
    found = adjoints(trace.graph, {event.value.index: 1.0}, [node for node in inputs if trace.graph.gates[node] is INPUT])
    return {name: found[node] for node, name in inputs.items() if node in found}


@pytest.mark.parametrize("program", [CIRCUIT, NEURON, STAGED, LOOP])
def test_every_equation_of_a_known_circuit_holds(program: str) -> None:
    found = derive(program)
    check(found)
    names_hold(found, program)


def test_the_seed_is_derived_as_check_repairs_it() -> None:
    path = ROOT / "examples/seed/neuron.py"
    found = derive(path.read_text(encoding="utf-8"), path.name)
    check(found)
    assert [change.slug for change in found.changes] == ["wrapped-scalar", "operator-precedence", "missing-import"]
    assert gradients(found) == pytest.approx(
        {"x[0]": 0.39322387, "x[1]": -0.58983580, "w[0]": -0.19661193, "w[1]": -0.39322387, "w[2]": 0.19661193}
    )
    (form,) = found.modules
    assert (form.module.name, form.short.sides[0].terms[0][0].python) == ("sigmoid", "(1 - activation) * activation")


@pytest.mark.parametrize("path", CORPUS[::8], ids=lambda path: path.stem)
def test_every_equation_of_a_learners_program_holds(path: Path) -> None:
    found = derive(path.read_text(encoding="utf-8"), path.name)
    if [problem.slug for problem in found.problems] != ["output-not-scalar"]:  # a list has no one gradient: that is said
        check(found)


def test_the_paths_of_a_circuit_are_these() -> None:
    found = derive(STAGED)
    x, y = found.inputs
    ways = [[path.steps[0].out.python, *(step.wrt.python for step in path.steps)] for path in x.paths]
    assert len(ways) == x.path_count == 3
    assert y.path_count == 2
    assert ["f", "x + t1", "x"] in ways
    assert {form.module.name for form in found.modules} == {"sigmoid"}


def test_of_many_paths_the_largest_are_written_out_and_the_others_summed() -> None:
    program = "x = 1.1\ns = 0.5\nfor i in range(12):\n    s = s * x + x * s\ny = s * 1.0\n"
    found = derive(program, wrt=["x"])
    check(found)
    (one,) = found.inputs
    assert one.path_count == 2 * (2**12 - 1)
    assert len(one.paths) <= 6
    assert one.gradient == pytest.approx(12 * 2**12 * 1.1**11 * 0.5)


def test_a_path_that_nobody_would_read_is_counted_only() -> None:
    found = derive("x = 0.5\ns = x\nfor i in range(400):\n    s = s * 1.001\ny = s + 1.0\n")
    check(found)
    (one,) = found.inputs
    assert (one.paths, one.path_count, one.longest) == ((), 1, 401)
    assert found.left_out.stages > 0


def test_a_name_that_takes_several_values_is_numbered() -> None:
    found = derive("x = 2.0\nh = x * x\nh = h * x\ny = h + 1\n")
    check(found)
    assert found.numbered == ("h",)
    assert [stage.name.python for stage in found.stages] == ["h₂", "h₁", "x"]


def test_no_stage_uses_a_gradient_before_it_is_there() -> None:
    neuron = "def neuron(ws, b, xs):\n    return 1 / (1 + math.exp(-(sum(w * x for w, x in zip(ws, xs)) + b)))\n"
    forward = "w = [1.0, -1.0]\nh1 = 0.1\nh2 = 0.9\np = neuron(w, 0.2, [h1, h2])\nloss = -math.log(p)\n"
    found = derive("import math\n" + neuron + forward + "dp = -1 / p\ndh1 = dp * p * (1 - p) * w[0]\n")
    check(found)
    lefts = [stage.equation.left.python for stage in found.stages]
    assert len(lefts) == 3  # of `p`, which was asked for, of what goes into its sigmoid, of `h1`
    for place, stage in enumerate(found.stages):
        used = {factor.python for term in stage.equation.sides[0].terms for factor in term}
        assert not used & set(lefts[place:])


def test_a_new_name_for_a_number_that_is_used_under_both() -> None:
    for program in ("x = 3.0\ny = x\nf = x * y\n", "x = 3.0\ny = +x\nf = x * y\n", "xs = [3.0]\ny = xs[0]\nf = xs[0] * y\n"):
        found = derive(program, wrt=["y"])
        check(found)
        assert gradients(found) == {"y": 3.0}


def test_the_output_and_the_inputs_can_be_said() -> None:
    program = "a = [2.0, 3.0]\nb = a[0] * a[1]\nc = b * b\n"
    assert gradients(derive(program, of="b", wrt=["a[1]"])) == {"a[1]": 2.0}
    assert gradients(derive(program, wrt=["b"])) == {"b": 12.0}


def test_without_claims_the_inputs_are_the_named_numbers_that_nothing_is_computed_into() -> None:
    program = "xs = [1.0, 2.0]\nw = 0.5\ntotal = 0.0\nfor i, x in enumerate(xs):\n    total += w * x\nmean = total / 2\n"
    assert set(gradients(derive(program))) == {"xs[0]", "xs[1]", "w"}


@pytest.mark.parametrize(
    ("program", "slug"),
    [
        ("", "empty"),
        ("x = (\n", "syntax-error"),
        ("print('hello')\n", "no-output"),
        ("x = 3.0\n", "no-output"),
        ("x = 0.0\ny = 1 / x\n", "division-by-zero"),
        ("import numpy as np\nx = np.zeros(3)\n", "array-library"),
        ("import math\nx = 0.0\ny = math.sqrt(x)\n", "not-finite"),
        ("x = 1.0\nwhile True:\n    x = x * 1.0\n", "limit"),
    ],
)
def test_what_cannot_be_derived_is_a_problem(program: str, slug: str) -> None:
    found = derive(program, limit=2000)
    assert not found.ok
    assert found.problems[0].slug == slug or (slug == "syntax-error" and found.problems[0].span is not None)


@pytest.mark.parametrize(
    ("of", "wrt", "slug"),
    [
        ("nothing", [], "unknown-name"),
        (None, ["nothing"], "unknown-name"),
        (None, ["x["], "unknown-name"),
        (None, ["x[7]"], "unknown-name"),
        (None, ["k"], "no-dependence"),
        ("x", [], "output-not-scalar"),
        ("x[9]", [], "unknown-name"),
    ],
)
def test_a_name_that_leads_nowhere_is_a_problem(of: str | None, wrt: list[str], slug: str) -> None:
    found = derive("k = 1.0\nx = [1.0, 2.0]\ny = x[0] * x[1]\n", of=of, wrt=wrt)
    assert [problem.slug for problem in found.problems] == [slug]


# --- random programs

names = st.sampled_from("abc")
leaves = st.one_of(names, st.sampled_from(["2", "0.5", "3.0"]))


def compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    binary = st.builds(lambda one, sign, other: f"({one} {sign} {other})", inner, st.sampled_from("+-*/"), inner)
    unary = st.builds(lambda form, one: form.format(one), st.sampled_from(["-{}", "math.sin({})", "math.tanh({})", "({}) ** 2"]), inner)
    return st.one_of(binary, unary)


expressions = st.recursive(leaves, compound, max_leaves=8)
numbers = st.floats(0.3, 3.0).map(lambda number: round(number, 3))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.tuples(numbers, numbers, numbers), expressions, expressions, expressions)
def test_every_equation_of_a_random_program_holds_and_the_paths_sum_to_the_adjoint(values, one, two, three) -> None:
    a, b, c = values
    program = f"import math\na = {a}\nb = {b}\nc = {c}\np = {one}\nq = p * ({two}) + a\nf = q - ({three}) * p + b * c\n"
    try:
        scope: dict[str, float] = {}
        exec(program, scope)
    except (ArithmeticError, ValueError):
        assume(False)
    assume(1e-6 < abs(scope["f"]) < 1e6 and abs(scope["p"]) < 1e4)
    true = true_gradients(program, "f")
    assume(all(math.isfinite(number) and abs(number) < 1e6 for number in true.values()))
    found = derive(program)
    check(found)
    names_hold(found, program)
    for name, gradient in gradients(found).items():
        assert gradient == pytest.approx(true[name], rel=1e-9, abs=1e-9)


def test_numbers_of_several_objects_have_names_of_their_own() -> None:
    program = (
        "class Value:\n    def __init__(self, data):\n        self.data = data\n"
        "    def __mul__(self, other):\n        return Value(self.data * other.data)\n"
        "a = Value(2.0)\nb = Value(-3.0)\nc = a * b\nout = c.data + a.data\n"
    )
    found = derive(program)
    check(found)
    names_hold(found, program)
    assert gradients(found) == {"a.data": -2.0, "b.data": 2.0}


def test_in_a_training_loop_the_first_turn_is_derived() -> None:
    program = "w = 0.5\nx = 3.0\nfor i in range(5):\n    loss = (w * x - 1) ** 2\n    dw = 2 * (w * x - 1) * x\n    w = w - 0.01 * dw\n"
    found = derive(program)
    check(found)
    assert gradients(found) == {"w": 3.0}


def test_the_programs_own_gradient_from_above_is_said() -> None:
    found = derive("x = 2.0\ny = x * x\ndout = 3.0\ndx = dout * 2 * x\n")
    check(found)
    assert gradients(found) == {"x": 4.0}
    assert [note.fields["name"] for note in found.notes] == ["dout"]


def test_what_has_no_name_and_long_code_gets_a_letter_that_the_program_does_not_use() -> None:
    program = "t1 = 0.5\nb = 1.5\ny = (t1 * b + t1 / b + t1 ** 2 + b ** 2 + t1 * 3 + b * 7) * (t1 + b)\n"
    found = derive(program)
    check(found)
    assert found.letters
    assert "t1" not in found.letters


@pytest.mark.parametrize(
    "program",
    [
        "x = 1\ny = x\ndx = 1\n",  # the output is the input
        "def square(x):\n    return x * x\nprint(square(square(1.5)))\n",  # an output that is called as the input is
        "import random\nx = 0.5\ny = random.uniform(-x, x)\n",  # numbers that nobody wrote out
    ],
)
def test_every_equation_of_an_odd_program_holds(program: str) -> None:
    check(derive(program))


def test_a_program_that_stops_on_the_way_back_is_derived_and_it_is_said() -> None:
    found = derive("x = 2.0\ny = x * x\ndx = 2 * x\ndz = [dx] + 1.0 + q\n")
    check(replace(found, problems=()))
    assert gradients(found) == {"x": 4.0}
    assert [problem.slug for problem in found.problems] == ["crash"]


def test_inputs_come_in_the_order_of_the_program_or_as_they_were_said() -> None:
    program = "x = 2.0\ny = 3.0\nz = 4.0\nf = x * y + z\n"
    assert list(gradients(derive(program))) == ["x", "y", "z"]
    assert list(gradients(derive(program, wrt=["z", "x"]))) == ["z", "x"]


def test_a_minus_is_asked_about_only_where_there_is_one() -> None:
    first, second, both = "x = 3.0\ny = (x - 1.0) * x\n", "x = 3.0\ny = (1.0 - x) * x\n", "x = 3.0\ny = (1.0 - x) * (x - 1.0)\n"
    for text, asked in ((first, False), (second, True), (both, True)):
        said = whygrad.derive(text, lang="en").painted(100, color=False)
        assert ("Why the minus?" in said) is asked
        assert "Why swapped?" in said


def test_a_whole_exponent_is_an_input_only_where_somebody_asks():
    text = "x = -2.0\nk = 3\nf = x ** k\n"
    assert whygrad.derive(text).gradients == {"x": 12.0}
    recursive = "def f(n, x):\n    if n == 0:\n        return x\n    return f(n - 1, x) + x ** n\ny = 0.5\nz = f(3, y)\n"
    assert set(whygrad.derive(recursive).gradients) == {"y"}
    assert set(whygrad.derive("x = 2.0\nk = 3\nf = x ** k\n", wrt=["k"]).gradients) == {"k"}
    assert set(whygrad.derive("x = 2.0\nk = 3.0\nf = x ** k\n").gradients) == {"x", "k"}


def test_what_is_written_to_be_handed_on_does_not_say_where_it_was_made(tmp_path):
    program = tmp_path / "it.py"
    program.write_text("x = 3.0\ny = x * x\n")
    told = whygrad.derive(program)
    for written in (told.markdown(), told.html(), told.latex(document=True)):
        assert tmp_path.name not in written
        assert "it.py" in written


def test_two_signs_do_not_stand_beside_each_other() -> None:
    for text in (
        "a = 2.0\nb = 3.0\ny = a / (a / b) ** -2\n",
        "a = 2.0\ny = -(-a) * a\n",
        "a = 2.0\nb = 3.0\ny = 1 / (a / b) ** -3 - a / b\n",
    ):
        found = derive(text)
        assert found.ok
        for equation in equations(found):
            assert "--" not in "".join(sides(equation) + latex_sides(equation))
            check_equation(equation)
