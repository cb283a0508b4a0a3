"""Every gate of the table against an oracle that knows nothing of it: mpmath's derivative of mpmath's own function.

The tests run over the tables themselves, so a new gate is tested the moment that it is entered. Where mpmath has no
function of the gate's name, the gate's own forward is differentiated by differences.
"""

from __future__ import annotations

import math
import operator
from functools import reduce
from typing import Any

import mpmath
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from whygrad.gates import TABLE, Gate
from whygrad.gates.elementary import MATH_FUNCTIONS
from whygrad.gates.modules import MODULES, Module

mpmath.mp.dps = 30
quick = settings(max_examples=25, deadline=None)
every_gate = pytest.mark.parametrize("gate", TABLE.values(), ids=TABLE.keys())
every_module = pytest.mark.parametrize("module", MODULES.values(), ids=MODULES.keys())

# mpmath's function for a gate is the one of the same name, unless said here.
COUNTERPARTS = {
    "absolute": abs,
    "copysign": lambda a, b: abs(a) * int(math.copysign(1.0, b)),  # -0.0 has a sign too
    "exp2": lambda a: mpmath.power(2, a),
    "floor_divide": lambda a, b: mpmath.floor(a / b),
    "fmod": lambda a, b: mpmath.sign(a) * (abs(a) - b * mpmath.floor(abs(a) / b)),
    "hypot": lambda *inputs: mpmath.sqrt(sum(a * a for a in inputs)),
    "identity": lambda a: a,
    "lgamma": lambda a: mpmath.log(abs(mpmath.gamma(a))),
    "log2": lambda a: mpmath.log(a, 2),
    "max": lambda *inputs: max(inputs),
    "min": lambda *inputs: min(inputs),
    "polygamma": lambda n, a: mpmath.psi(int(n), a),
    "prod": lambda *inputs: reduce(operator.mul, inputs),
    "remainder": lambda a, b: a - b * mpmath.nint(a / b),
    "round": lambda a, digits: mpmath.nint(a * 10 ** int(digits)) / 10 ** int(digits),
    "sum": lambda *inputs: sum(inputs),
    "trunc": lambda a: mpmath.sign(a) * mpmath.floor(abs(a)),
}


def counterpart(gate: Gate) -> Any:
    """The same function in mpmath; None where there is none."""
    own = gate.forward if gate.forward.__module__ == "_operator" else None
    return COUNTERPARTS.get(gate.name) or own or getattr(mpmath, gate.name, None)


def points(gate: Gate) -> st.SearchStrategy[tuple[Any, ...]]:
    """Inputs in the gate's domain; an interval of no width holds a whole number."""
    several = gate.arity or (len(gate.domain) if len(gate.domain) > 1 else 3)
    intervals = gate.domain if len(gate.domain) > 1 else gate.domain * several
    assert len(intervals) == several
    return st.tuples(*[st.just(int(low)) if low == high else st.floats(low, high, allow_subnormal=False) for low, high in intervals])


def moving(gate: Gate, inputs: tuple[Any, ...]) -> list[int]:
    """The positions that can move by a little: all but the whole numbers."""
    return [position for position, value in enumerate(inputs) if isinstance(value, float)]


def differences(function: Any, x: float, side: int) -> float:
    """A one-sided derivative on floats, by Richardson's extrapolation (about eight digits)."""
    rows = [[(function(x + side * h) - function(x)) / (side * h)] for h in (2.0**-k for k in range(6, 14))]
    for i in range(1, len(rows)):
        for j in range(1, i + 1):
            rows[i].append(rows[i][j - 1] + (rows[i][j - 1] - rows[i - 1][j - 1]) / (2**j - 1))
    return rows[-1][-1]


def oracle(gate: Gate, position: int, inputs: tuple[Any, ...]) -> tuple[float, float]:
    """∂gate/∂inputs[position] and how far that can be trusted; a point on a corner or a step is thrown away."""
    reference = counterpart(gate)

    def along(x: Any) -> Any:
        return (reference or gate.forward)(*inputs[:position], x, *inputs[position + 1 :])

    if reference is None:
        left, right = (differences(along, inputs[position], side) for side in (-1, 1))
        tolerance, step = 1e-6, 1e3
    else:
        left, right = (float(mpmath.diff(along, mpmath.mpf(inputs[position]), direction=side)) for side in (-1, 1))
        tolerance, step = 1e-10, 1e9
    assume(left == pytest.approx(right, rel=1e-6, abs=1e-6) and abs(right) < step)
    return right, tolerance


class Traced:
    """The smallest traced value: a number that remembers the gate that it came from."""

    def __init__(self, value: Any, gate: Gate | None = None, inputs: tuple[Any, ...] = ()) -> None:
        self.value, self.gate, self.inputs = value, gate, inputs

    @staticmethod
    def apply_gate(gate: Gate, inputs: tuple[Any, ...]) -> Traced:
        return Traced(gate.forward(*[plain(value) for value in inputs]), gate, inputs)


def plain(value: Any) -> Any:
    return value.value if isinstance(value, Traced) else value


def _overload() -> None:
    binary = {"add": "add", "sub": "subtract", "mul": "multiply", "truediv": "divide", "floordiv": "floor_divide"}
    for dunder, name in (binary | {"mod": "modulo", "pow": "power"}).items():
        setattr(Traced, f"__{dunder}__", lambda a, b, gate=TABLE[name]: gate(a, b))
        setattr(Traced, f"__r{dunder}__", lambda b, a, gate=TABLE[name]: gate(a, b))
    for dunder, name in {"neg": "negate", "pos": "positive", "abs": "absolute"}.items():
        setattr(Traced, f"__{dunder}__", lambda a, gate=TABLE[name]: gate(a))
    for compare in (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne):
        setattr(Traced, f"__{compare.__name__}__", lambda a, b, compare=compare: compare(plain(a), plain(b)))


_overload()


def slope(node: Any, leaf: Traced) -> Any:
    """∂node/∂leaf by the chain rule, traced again; None where no gradient gets from one to the other."""
    if node is leaf:
        return 1.0
    total = None
    for position, value in enumerate(node.inputs if isinstance(node, Traced) else ()):
        below = slope(value, leaf)
        local = None if below is None else node.gate.local_gradient(position, node, node.inputs)
        if local is not None:
            total = local * below if total is None else total + local * below
    return total


@every_gate
@given(data=st.data())
@quick
def test_local_gradient_is_the_derivative(gate: Gate, data: st.DataObject) -> None:
    inputs = data.draw(points(gate))
    out = gate(*inputs)
    for position in moving(gate, inputs):
        true, tolerance = oracle(gate, position, inputs)
        local = gate.local_gradient(position, out, inputs)
        assert (0.0 if local is None else local) == pytest.approx(true, rel=tolerance, abs=tolerance)


@every_gate
@given(data=st.data())
@quick
def test_rules_are_written_in_gates(gate: Gate, data: st.DataObject) -> None:
    inputs = data.draw(points(gate))
    out, traced = gate(*inputs), tuple(Traced(value) for value in inputs)
    traced_out = gate(*traced)
    for position in range(len(inputs)):
        assert plain(gate.local_gradient(position, traced_out, traced)) == gate.local_gradient(position, out, inputs)


@every_gate
@given(data=st.data())
@settings(quick, max_examples=8)
def test_second_derivatives_follow(gate: Gate, data: st.DataObject) -> None:
    reference = counterpart(gate)
    if reference is None:
        pytest.skip("mpmath has no such function")
    inputs = data.draw(points(gate))
    traced = tuple(Traced(value) for value in inputs)
    out = gate(*traced)
    free = moving(gate, inputs)
    for position in free:
        oracle(gate, position, inputs)  # throws corners away
    for first in free:
        for second in free:
            orders = tuple((k == first) + (k == second) for k in range(len(inputs)))
            held = [k for k in range(len(inputs)) if k not in free]
            point = [mpmath.mpf(inputs[k]) for k in free]

            def along(*values: Any, held: list[int] = held) -> Any:
                given = iter(values)
                return reference(*[inputs[k] if k in held else next(given) for k in range(len(inputs))])

            true = mpmath.diff(along, point, tuple(orders[k] for k in free)) if len(free) > 1 else mpmath.diff(along, *point, 2)
            assume(abs(true) < 1e9)  # else a corner within the oracle's own small step
            found = plain(slope(slope(out, traced[first]), traced[second]))
            assert (found or 0.0) == pytest.approx(float(true), rel=1e-7, abs=1e-7)


@pytest.mark.parametrize(
    ("name", "inputs", "expected"),
    [
        ("power", (0.0, 1), [1, 0]),
        ("power", (0.0, 2), [0, 0]),
        ("power", (0, 0), [0, 0]),
        ("power", (0.0, 2.5), [0, 0]),
        ("power", (-2.0, 3), [12, math.nan]),
        ("power", (-2.0, -1), [-0.25, math.nan]),
        ("power", (5.0, 0), [0, math.log(5)]),
        ("max", (1.0, 3.0, 3.0), [0, 1, 0]),
        ("max", (0, 0.0), [1, 0]),
        ("min", (2.0, 1.0, 1.0), [0, 1, 0]),
        ("absolute", (0.0,), [0]),
        ("absolute", (-3,), [-1]),
        ("hypot", (0.0, 0.0), [0, 0]),
        ("hypot", (-3.0, 4.0), [-0.6, 0.8]),
        ("prod", (0.0, 3.0, 4.0), [12, 0, 0]),
        ("prod", (7.0,), [1]),
        ("multiply", (0.0, 0.0), [0, 0]),
        ("modulo", (-1.0, 3.0), [1, 1]),
        ("fmod", (1.0, 0.1), [1, -9]),  # 1.0 / 0.1 rounds to 10, but only nine were taken away
        ("copysign", (-2.0, -0.0), [1, None]),
        ("copysign", (2.0, -0.0), [-1, None]),
        ("cbrt", (-8.0,), [1 / 12]),
        ("atan2", (0.0, -1.0), [-1, 0]),
        ("gamma", (-1.5,), [math.gamma(-1.5) * 0.7031566406452431872]),
        ("lgamma", (-1.5,), [0.7031566406452431872]),
        ("digamma", (-20.3,), [float(mpmath.diff(lambda x: mpmath.psi(0, x), mpmath.mpf(-20.3)))]),
        ("polygamma", (3, -2.7), [None, float(mpmath.psi(4, mpmath.mpf(-2.7)))]),
        ("floor", (1.0,), [None]),
    ],
)
def test_edges(name: str, inputs: tuple[Any, ...], expected: list[Any]) -> None:
    gate = TABLE[name]
    out = gate(*inputs)
    found = [gate.local_gradient(position, out, inputs) for position in range(len(inputs))]
    assert found == [None if true is None else pytest.approx(true, rel=1e-12, nan_ok=True) for true in expected]


@given(n=st.integers(0, 6), x=st.one_of(st.floats(-30, 30), st.floats(1e-5, 1e5)))
@settings(max_examples=200, deadline=None)
def test_polygamma_is_accurate(n: int, x: float) -> None:
    assume(abs(x) > 1e-6 and (x > 0 or abs(x - round(x)) > 1e-6))
    true = float(mpmath.psi(n, mpmath.mpf(x)))
    assert TABLE["polygamma"](n, x) == pytest.approx(true, rel=1e-13, abs=1e-14)


@pytest.mark.parametrize("pole", [0.0, -1.0, -7.0])
def test_polygamma_refuses_its_poles(pole: float) -> None:
    for n in range(3):
        with pytest.raises(ValueError, match="domain"):
            TABLE["polygamma"](n, pole)


# What is left of `math`: not differentiable, or no single gate of numbers.
OTHER = {
    *("comb", "factorial", "gcd", "isclose", "isfinite", "isinf", "isnan", "isnormal", "issubnormal", "isqrt", "lcm", "perm", "signbit"),
    *("dist", "fma", "fmax", "fmin", "frexp", "fsum", "ldexp", "modf", "nextafter", "prod", "sumprod", "ulp"),
}


def test_no_function_of_math_is_missing() -> None:
    functions = {name for name, value in vars(math).items() if callable(value) and not name.startswith("_")}
    assert functions - OTHER == set(MATH_FUNCTIONS)
    for name in set(MATH_FUNCTIONS) - {"fabs", "pow"}:
        assert MATH_FUNCTIONS[name].forward is getattr(math, name)  # so it raises what Python raises


@every_gate
def test_every_gate_can_be_said(gate: Gate) -> None:
    assert TABLE[gate.name] is gate
    assert gate.title and gate.story.endswith(".") and gate.symbol
    assert not set("{}") & set(gate.title + gate.story)  # they are templates without fields
    names = [f"<{k}>" for k in range(gate.arity or 1)]
    for template in (gate.python, gate.latex):
        said = template.format(*names, all="<0>")
        assert all(name in said for name in names)
        assert said.count("{") == said.count("}")
    assert (gate.arity is None) == ("{all}" in gate.python) == ("{all}" in gate.latex)


@every_gate
@given(data=st.data())
@settings(quick, max_examples=5)
def test_python_notation_is_the_gate(gate: Gate, data: st.DataObject) -> None:
    inputs = data.draw(points(gate))
    names = [f"x{k}" for k in range(len(inputs))]
    scope = dict(zip(names, inputs, strict=True)) | {"math": math, **{name: TABLE[name] for name in ("sign", "digamma", "polygamma")}}
    assert eval(gate.python.format(*names, all=", ".join(names)), scope) == gate(*inputs)


@every_module
@given(data=st.data())
@quick
def test_module_is_what_it_says(module: Module, data: st.DataObject) -> None:
    z = data.draw(st.floats(*module.domain, allow_subnormal=False))
    definition = compile(module.closed_form_python.format(z="z"), module.name, "eval")
    precise = {"math": mpmath, "abs": abs, "max": max}

    def exactly(x: Any) -> Any:
        return eval(definition, {**precise, "z": x})

    out = module.forward(z)
    assert out == pytest.approx(float(exactly(mpmath.mpf(z))), rel=1e-12, abs=1e-15)
    assert out == pytest.approx(eval(definition, {"math": math, "z": z}), rel=1e-12, abs=1e-12)
    left, right = (float(mpmath.diff(exactly, mpmath.mpf(z), direction=side)) for side in (-1, 1))
    assume(left == pytest.approx(right, abs=1e-6))
    local = module.local_gradient(out, z)
    assert local == pytest.approx(right, rel=1e-10, abs=1e-10)
    for template in module.local_python:
        assert eval(template.format(out="out", z="z"), {"math": math, "out": out, "z": z}) == pytest.approx(local, rel=1e-9, abs=1e-9)


@every_module
def test_module_stays_finite_far_out(module: Module) -> None:
    if module.domain[0] >= 0:
        pytest.skip("only for positive numbers")
    for z in (-1e5, -800.0, -40.0, 0.0, 40.0, 800.0, 1e5):
        out = module.forward(z)
        assert math.isfinite(out) and math.isfinite(module.local_gradient(out, z))


@every_module
def test_every_module_can_be_said(module: Module) -> None:
    assert MODULES[module.name] is module
    assert module.title and module.story.endswith(".")
    assert not set("{}") & set(module.title + module.story)
    assert module.local_python
    for template in (module.latex, module.closed_form_latex):
        said = template.format(z="<z>")
        assert "<z>" in said and said.count("{") == said.count("}")
