"""A gate's own rule, run on symbols, is the derivative: at every gate, as text and as a number; parentheses are right."""

from __future__ import annotations

import ast
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.explaining.evaluation import FUNCTIONS
from whygrad.autodiff.notation import latex_name
from whygrad.autodiff.symbolic import Symbol, local_gradient
from whygrad.explaining.formulas import formula
from whygrad.gates import TABLE
from whygrad.gates.modules import MODULES
from whygrad.gates.table import Gate

GATES = [gate for gate in TABLE.values() if any(gate.local_gradients)]


def operands(gate: Gate) -> list[Symbol]:
    domain = gate.domain * 3 if len(gate.domain) == 1 else gate.domain
    middle = [low + 0.618 * (high - low) for low, high in domain]
    if gate.name == "polygamma":
        middle[0] = 1
    count = gate.arity if gate.arity is not None else 3
    return [Symbol.named(name, value) for name, value in zip("abc", middle, strict=False)][:count]


@pytest.mark.parametrize("is_named", [False, True])
@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name)
def test_the_formula_of_a_local_gradient_comes_to_the_number(gate: Gate, is_named: bool) -> None:
    inputs = operands(gate)
    written = Symbol.written(gate, inputs)
    out = Symbol.named("out", written.value, written) if is_named else written
    scope = {**FUNCTIONS, "out": out.value, **{one.name: one.value for one in inputs}}
    for position in range(len(inputs)):
        number = gate.local_gradient(position, out.value, [one.value for one in inputs])
        found = local_gradient(gate, position, out, inputs)
        if number is None:
            assert found is None
        else:
            assert found is not None
            assert eval(found.python, dict(scope)) == pytest.approx(number, rel=1e-9)
            assert found.value == pytest.approx(number, rel=1e-9)
            assert found.latex.count("{") == found.latex.count("}")


@pytest.mark.parametrize("module", MODULES.values(), ids=lambda module: module.name)
def test_the_formula_of_a_module_comes_to_the_number(module) -> None:
    low, high = module.domain
    for z in (low + 0.3 * (high - low), low + 0.8 * (high - low)):
        out = module.forward(z)
        names = {"z": Symbol.named("z", z), "out": Symbol.named("out", out)}
        for text in module.local_python[:1]:
            found = formula(text.format(z="z", out="out"), names)
            assert found.value == pytest.approx(module.local_gradient(out, z), rel=1e-6, abs=1e-9)
            assert eval(found.python, {"math": math, "z": z, "out": out}) == pytest.approx(found.value, rel=1e-12)


names = {"a": 1.5, "b": -0.75, "c": 2.25, "d": 0.4}
trees = st.recursive(
    st.one_of(st.sampled_from(sorted(names)), st.sampled_from(["2", "3.0", "0.5", "1", "0", "0.123456789"])),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-", "*", "/", "//", "%"]), inner),
        st.builds("(-{})".format, inner),
        st.builds("({} ** 2)".format, inner),
    ),
    max_leaves=10,
)


@given(trees)
def test_what_is_written_with_few_parentheses_has_the_value_that_it_has_with_all(text: str) -> None:
    """The same operators on symbols: what is left out and put in order changes nothing."""
    try:
        value = eval(text, dict(names))
        found = eval(text, {name: Symbol.named(name, value) for name, value in names.items()})
    except ZeroDivisionError:
        assume(False)
    if isinstance(found, Symbol):
        assume(all(abs(part) < 1e9 for part in (value, found.value)))
        assert "//" in text or "%" in text or found.value == pytest.approx(value, rel=1e-6, abs=1e-6)
        assert eval(found.python, dict(names)) == pytest.approx(found.value, rel=1e-9, abs=1e-9)
        ast.parse(found.python)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("a * 1.0", "a"),
        ("1.0 * a + 0.0", "a"),
        ("-a / b / b", "-a / b ** 2"),
        ("a * (b + c)", "a * (b + c)"),
        ("a - (b - c)", "a - (b - c)"),
        ("a - -b", "a + b"),
        ("a + a", "2 * a"),
        ("0.5 * (2 * (a - b))", "a - b"),
        ("-(a // b)", "-(a // b)"),
        ("(-a) ** 2", "(-a) ** 2"),
        ("a * (1 / b)", "a / b"),
    ],
)
def test_formulas_are_as_people_write_them(text: str, short: str) -> None:
    assert eval(text, {name: Symbol.named(name, value) for name, value in names.items()}).python == short


@pytest.mark.parametrize(
    ("name", "latex"),
    [("x", "x"), ("w[0]", "w_{0}"), ("W[1][2]", "W_{1,2}"), ("dot", r"\mathrm{dot}"), ("alpha", r"\alpha"), ("x1", "x_{1}")],
)
def test_names_in_latex(name: str, latex: str) -> None:
    assert latex_name(name) == latex
