"""Gradients, and gradients of gradients, against oracles that know nothing of the graph."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import mpmath
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.gates.test_local_gradients import counterpart
from whygrad.autodiff.reverse import NOTHING, adjoints, adjoints_with_scale, sweep
from whygrad.gates import TABLE, arithmetic, exponential, selection, trigonometry
from whygrad.graph import Graph
from whygrad.tracing.running import Settings
from whygrad.tracing.script import Program
from whygrad.tracing.source import Source
from whygrad.tracing.traced import Traced, at

STEPS = {"sign", "floor", "ceil", "trunc", "round", "floor_divide"}  # flat everywhere: nothing to differentiate
SLOW = {"polygamma", "digamma", "gamma", "lgamma"}  # mpmath takes long to differentiate these; the table's own tests do
COMPOSED = [gate for gate in TABLE.values() if gate.name not in STEPS | SLOW and counterpart(gate) is not None]
INPUTS = 3

Step = tuple[int, tuple[int, ...]]


def steps() -> st.SearchStrategy[list[Step]]:
    """A random program: each step is a gate, and which of the values so far it is applied to."""
    step = st.tuples(st.integers(0, len(COMPOSED) - 1), st.tuples(*[st.integers(0, 7)] * 3))
    return st.lists(step, min_size=1, max_size=7)


def evaluated(program: list[Step], inputs: list[Any], gates: Callable[[Any], Any]) -> Any:
    """The program's last value; each operand is first bent into the domain of its gate by a sine."""
    values = list(inputs)
    sine = gates(TABLE["sin"])
    for which, sources in program:
        gate = COMPOSED[which]
        several = gate.arity or 3
        intervals = gate.domain if len(gate.domain) == several else gate.domain * several
        operands = []
        for (low, high), source in zip(intervals, sources[:several], strict=True):
            middle, half = (low + high) / 2, (high - low) / 2
            operands.append(middle + 0.875 * half * sine(values[-1 - source % len(values)]))
        values.append(gates(gate)(*operands))
    return values[-1]


def oracle(program: list[Step], inputs: list[float], position: int, order: int) -> float:
    """A derivative by mpmath, in thirty digits; a point on a corner is thrown away."""

    def along(x: Any) -> Any:
        return evaluated(program, [*inputs[:position], x, *inputs[position + 1 :]], counterpart)

    left, right = (float(mpmath.diff(along, mpmath.mpf(inputs[position]), order, direction=side)) for side in (-1, 1))
    assume(left == pytest.approx(right, rel=1e-5, abs=1e-5) and abs(right) < 1e6)
    return float(mpmath.diff(along, mpmath.mpf(inputs[position]), order))


# not at 0, where copysign(x, x) is smooth and neither of its two inputs is
points = st.lists(st.floats(-1.5, 1.5).filter(lambda x: abs(x) > 1e-3), min_size=INPUTS, max_size=INPUTS)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(steps(), points)
def test_the_gradient_of_any_composition_of_gates(program: list[Step], point: list[float]) -> None:
    graph = Graph()
    inputs = [Traced.input(graph, value) for value in point]
    out = evaluated(program, inputs, lambda gate: gate)
    found, scale = adjoints_with_scale(graph, {out.index: 1.0})
    column = sweep(graph, {out.index: 1.0}, [x.index for x in inputs])
    for position, x in enumerate(inputs):
        true = oracle(program, point, position, 1)
        assert found.get(x.index, 0.0) == pytest.approx(true, rel=1e-8, abs=1e-9 * (1 + scale.get(x.index, 0.0)))
        assert column[x.index] is NOTHING or column[x.index] == pytest.approx(found[x.index], rel=1e-12, abs=1e-12)
        assert (column[x.index] is NOTHING) == (x.index not in found)
        assert scale.get(x.index, 0.0) >= abs(found.get(x.index, 0.0)) * (1 - 1e-12)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(steps(), points)
def test_the_second_derivative_of_any_composition_of_gates(program: list[Step], point: list[float]) -> None:
    graph = Graph()
    inputs = [Traced.input(graph, value) for value in point]
    out = evaluated(program, inputs, lambda gate: gate)
    first = adjoints(graph, {out.index: 1.0}, [inputs[0].index], traced=True).get(inputs[0].index, 0.0)
    second, scale = (0.0, 0.0)
    if type(first) is Traced:
        both = adjoints_with_scale(graph, {first.index: 1.0})
        second, scale = (column.get(inputs[0].index, 0.0) for column in both)
    assert second == pytest.approx(oracle(program, point, 0, 2), rel=1e-6, abs=1e-8 * (1 + scale))


PROGRAMS = {
    "the neuron": "import math\ny = 1 / (1 + math.exp(-(x[0] * x[1] + x[2])))",
    "a loop": "y = x[0]\nfor i in range(5):\n    y = y * x[1] + i * x[2]",
    "augmented": "y = 1\nfor v in x:\n    y *= v\n    y += v ** 2\n    y /= 2",
    "a list": "h = [v * v for v in x]\nh[1] += h[0]\nh.append(h[0] * x[2])\ny = sum(h) / len(h)",
    "recursion": "def power(b, n):\n    return 1 if n == 0 else b * power(b, n - 1)\ny = power(x[0], 5) + power(x[1], 2) * x[2]",
    "branches": "import math\ny = max(x[0], 0) + (x[1] if x[1] > x[2] else -x[2]) + abs(x[0] - x[2]) + min(x)",
    "a while": "y = x[0]\nwhile abs(y) < 50:\n    y = y * 2 + x[1]\ny = y * x[2]",
    "math": "import math\ny = math.atan2(x[0], x[1]) + math.log(2 + x[2], 3) + math.hypot(*x) + math.dist(x, [1, 2, 3]) + math.prod(x)",
    "math of several gates": "import math\ny = math.fsum(x) * math.ldexp(x[0], 2) + math.modf(x[1])[0] * x[2] + math.frexp(x[2])[0]",
    "powers": "y = (2 + x[0]) ** x[1] + 2 ** x[2] + x[0] ** 3 + (x[1] ** 2) ** 0.5 + pow(3 + x[2], x[0])",
    "divisions": "y = x[0] / (2 + x[1]) - 1 / (3 + x[2]) + x[0] % 0.7 + divmod(x[1], 0.6)[1]",
    "a class": "class V:\n    def __init__(s, d): s.d = d\n    def __mul__(s, o): return V(s.d * o.d)\ny = (V(x[0]) * V(x[1]) * V(x[2])).d",
    "float and round": "y = float(x[0]) * 2 + round(x[1] + 0.02, 1) * x[2] + int(x[0]) * x[1]",
    "a closure": "def line(a, b):\n    return lambda t: a * t + b\nf = line(x[0], x[1])\ny = f(f(x[2]))",
    "a generator": "def halves(v):\n    while True:\n        yield v\n        v = v / 2\ng = halves(x[0])\ny = sum(next(g) * w for w in x)",
    "unpacking": "a, *b = x\n(c, d), e = b, a\ny = a * c + d * e - a * d",
    "swapping in place": "x[0], x[1] = x[1], x[0] * x[2]\ny = x[0] - 3 * x[1]",
    "reductions": "import functools, operator\ny = functools.reduce(operator.mul, x) + functools.reduce(lambda a, b: a * b + 1, x)",
    "sorting": "a, b, c = sorted(x)\ny = a * 2 + b * b + c * a",
    "a class as a float": "class F:\n    def __float__(s): return x[0] * x[0]\ny = float(F()) * x[1] + x[2]",
}


@pytest.mark.parametrize("text", PROGRAMS.values(), ids=PROGRAMS.keys())
@pytest.mark.parametrize("point", [[0.31, -0.62, 0.93], [1.27, 0.45, -0.71]], ids=["a", "b"])
def test_the_gradient_of_a_program(text: str, point: list[float]) -> None:
    program = Program(Source(f"x = {point}\n{text}\n"), "<program>")

    def run(moved: list[float] | None = None) -> Any:
        def value(key: Any, path: tuple[Any, ...], own: float) -> float:
            return own if moved is None or key.occurrence else moved[path[0]]

        return program.run(Settings(frozenset({"x"}), leaf_value=value))

    trace = run()
    assert trace.crash is None, trace.crash.exception
    out = next(event for event in reversed(trace.events) if event.name == "y").value
    found = adjoints(trace.graph, {out.index: 1.0}, [leaf.index for leaf in trace.leaves])
    leaves = {leaf.path[0]: leaf.index for leaf in trace.leaves if leaf.key.occurrence == 0}

    def differences(position: int) -> float:
        estimates = []
        for step in (1e-3, 5e-4):
            ends = []
            for side in (-1, 1):
                moved = [v + side * step * (i == position) for i, v in enumerate(point)]
                ends.append(next(event for event in reversed(run(moved).events) if event.name == "y").value.value)
            estimates.append((ends[1] - ends[0]) / (2 * step))
        return (4 * estimates[1] - estimates[0]) / 3

    for position in range(3):
        assert found.get(leaves[position], 0.0) == pytest.approx(differences(position), rel=1e-6, abs=1e-7)


def test_paths_are_summed_and_seeds_too() -> None:
    graph = Graph()
    x = Traced.input(graph, 3.0)
    y, z = x * x + x, 5.0 * x
    assert adjoints(graph, {y.index: 1.0, z.index: 2.0}, [x.index])[x.index] == 7.0 + 10.0
    assert adjoints(graph, {y.index: 1.0, x.index: 100.0}, [x.index])[x.index] == 107.0


def test_what_nothing_depends_on_is_absent() -> None:
    graph = Graph()
    x, other = Traced.input(graph, 3.0), Traced.input(graph, 4.0)
    y, later = x * 2.0, x * other
    found = adjoints(graph, {y.index: 1.0}, [x.index, other.index])
    assert set(found) == {x.index, y.index} and later.index not in found
    assert adjoints(graph, {later.index: 1.0}, [x.index]) == {later.index: 1.0, x.index: 4.0}
    assert adjoints(graph, {}, [x.index]) == {}
    steps_only = selection.floor(x) * 1.0
    assert x.index not in adjoints(graph, {steps_only.index: 1.0}, [x.index])


def test_nothing_is_left_at_constants_nor_at_what_is_not_asked_for() -> None:
    graph = Graph()
    x, y = Traced.input(graph, 2.0), Traced.input(graph, 5.0)
    beside = y * y
    z = x * 3.0 + beside * x - 1.0
    for wrt, seen in (([x.index], {x.index}), ([y.index], {y.index, beside.index}), (None, {x.index, y.index, beside.index})):
        found = sweep(graph, {z.index: 1.0}, wrt)
        for index in (x.index, y.index, beside.index, *graph.constants.values()):
            assert (found[index] is not NOTHING) == (index in seen)
    assert found[x.index] == 28.0
    assert sweep(graph, {z.index: 1.0, graph.constant(3.0): 7.0}, None)[graph.constant(3.0)] == 7.0  # a seed stays


def test_a_whole_number_that_no_float_can_hold_spoils_only_what_needs_it() -> None:
    graph = Graph()
    n, x = Traced.input(graph, 10**400), Traced.input(graph, 2.0)
    z = 1 / (n * 3) + x
    assert sweep(graph, {z.index: 1.0}, [x.index])[x.index] == 1.0
    assert math.isnan(sweep(graph, {z.index: 1.0}, None)[n.index])
    product = n * 3
    assert sweep(graph, {product.index: 1.0}, [n.index])[n.index] == 3.0


def test_an_infinite_slope_is_nan_and_spoils_nothing_else() -> None:
    graph = Graph()
    x, y = Traced.input(graph, 0.0), Traced.input(graph, 2.0)
    out = exponential.sqrt(x) + arithmetic.power(x, 0.5) * 1.0 + y * 3.0
    for found in (adjoints(graph, {out.index: 1.0}, [0, 1]), adjoints_with_scale(graph, {out.index: 1.0})[0]):
        assert math.isnan(found[x.index])
        assert found[y.index] == 3.0


def test_both_inputs_of_a_gate_may_be_one_node() -> None:
    graph = Graph()
    x = Traced.input(graph, 3.0)
    for out, slope in ((x * x, 6.0), (x - x, 0.0), (x / x, 0.0), (x**x, 27 * (1 + math.log(3))), (arithmetic.sum_(x, x, x), 3.0)):
        assert adjoints(graph, {out.index: 1.0}, [x.index])[x.index] == pytest.approx(slope, abs=1e-15)


def test_traced_adjoints_are_nodes_with_the_same_values() -> None:
    graph = Graph()
    x, y = Traced.input(graph, 0.7), Traced.input(graph, 1.3)
    out = trigonometry.sin(x * y) / y + selection.max_(x, y, x * y)
    plain = adjoints(graph, {out.index: 1.0}, [x.index, y.index])
    traced = adjoints(graph, {out.index: at(graph, graph.constant(1.0))}, [x.index, y.index], traced=True)
    for index in (x.index, y.index):
        assert type(traced[index]) is Traced and traced[index].graph is graph
        assert traced[index].value == pytest.approx(plain[index], rel=1e-14)


def test_third_derivatives() -> None:
    graph = Graph()
    x = Traced.input(graph, 0.4)
    value: Any = exponential.exp(x) * trigonometry.sin(x)
    for _ in range(3):
        value = adjoints(graph, {value.index: 1.0}, [x.index], traced=True)[x.index]
    assert value.value == pytest.approx(2 * math.exp(0.4) * (math.cos(0.4) - math.sin(0.4)), rel=1e-12)


def test_a_long_chain_needs_no_recursion() -> None:
    graph = Graph()
    x = Traced.input(graph, 1.0)
    y = x
    for _ in range(50_000):
        y = y * 1.00001
    assert sweep(graph, {y.index: 1.0}, [x.index])[x.index] == pytest.approx(1.00001**50_000)
