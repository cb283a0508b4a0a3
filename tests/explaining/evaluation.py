"""Every equation that is printed is read back and computed: the text on both sides of each equals sign, at the values."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from whygrad.autodiff.symbolic import Symbol
from whygrad.explaining.derivation import Derivation, Equation
from whygrad.gates.table import TABLE
from whygrad.reports.equations import sides

FUNCTIONS = {"math": math, **{name: gate.forward for name, gate in TABLE.items() if name in ("sign", "digamma", "polygamma")}}


def symbols_in(symbol: Symbol) -> Iterator[Symbol]:
    if symbol.name:
        yield symbol
    for operand in symbol.operands:
        yield from symbols_in(operand)


def equations(derivation: Derivation) -> Iterator[Equation]:
    """All that is written with an equals sign."""
    yield from derivation.forward
    for step in derivation.gates:
        yield from (local.equation for local in step.locals)
    for form in derivation.modules:
        yield from (form.short, form.long, *([form.steps] if form.steps is not None else []))
    for several in derivation.several:
        yield from several.gradients
    for stage in derivation.stages:
        yield stage.equation
    for one in derivation.inputs:
        yield one.chain


def computed(text: str, values: dict[str, float]) -> float:
    """The value of a printed formula, its names replaced by their values."""
    names = sorted(values, key=len, reverse=True)
    if names:
        pattern = "|".join(rf"(?<![\w.∂/]){re.escape(name)}(?![\w₀-₉\[])" for name in names)
        text = re.sub(pattern, lambda match: f"({values[match[0]]!r})", text)
    assert "∂" not in text, text
    return float(eval(text.replace("·", "*"), dict(FUNCTIONS)))


def check_equation(equation: Equation) -> None:
    """Each side as it is printed comes to the value; sides of rounded numbers do as far as they are rounded."""
    named = {one.python: one.value for side in equation.sides for term in side.terms for factor in term for one in symbols_in(factor)}
    named[equation.left.python] = equation.left.value
    size = max(
        [abs(equation.value)]
        + [sum(abs(math.prod(factor.value for factor in term)) for term in side.terms) for side in equation.sides]
    )  # fmt: skip
    texts = sides(equation)
    for text in texts:
        exact = computed(text, named)
        assert abs(exact - equation.value) <= 2e-3 * size + 1e-12, (texts, text, exact, equation.value)
    for side in equation.sides:
        assert math.isclose(side.value, equation.value, rel_tol=1e-9, abs_tol=1e-9 * size + 1e-300), (texts, side.value)
    assert math.isclose(equation.left.value, equation.value, rel_tol=1e-9, abs_tol=1e-12), texts


def check(derivation: Derivation) -> None:
    """Every equation holds, every path's running product is what it says, and the paths of an input sum to its gradient."""
    assert not derivation.problems, derivation.problems
    for equation in equations(derivation):
        check_equation(equation)
    for one in derivation.inputs:
        total = math.fsum([path.product for path in one.paths]) + one.rest
        size = abs(one.gradient) + sum(abs(path.product) for path in one.paths)
        assert math.isclose(total, one.gradient, rel_tol=1e-9, abs_tol=1e-9 * size), one
        for path in one.paths:
            so_far = 1.0
            for step in path.steps:
                so_far *= step.value
                assert step.so_far == so_far
                assert math.isclose(step.local.value, step.value, rel_tol=1e-9, abs_tol=1e-12)
            assert path.product == so_far


def names_hold(derivation: Derivation, program: str) -> None:
    """Names of the program's, if they have one value, have the one that the program gives them."""
    scope: dict[str, Any] = {}
    exec(program, scope)
    for name, value in derivation.symbols.items():
        stem = name.split("[")[0]
        if stem in scope and not re.search("[₀-₉]", name):
            assert math.isclose(eval(name, dict(scope)), value, rel_tol=1e-12), name
