"""Does whygrad trace what people write? Each construct of `constructs/`, against finite differences of the plain function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import whygrad
from tests.tracing.constructs.case import Case
from tests.tracing.constructs.measure import Run, along, containers, cotangent_for, directions, every_case, leaves, plain, scene, slope
from whygrad.tracing.errors import NotTraceable

CLOSE = 1e-7
CASES = every_case()
TRACED = [pytest.param(case, id=case.name) for case in CASES if not case.refused]
REFUSED = [pytest.param(case, id=case.name) for case in CASES if case.refused]


def bound(function: Callable[..., Any], constants: tuple[Any, ...], options: dict[str, Any]) -> Callable[..., Any]:
    """The function of its inputs alone."""
    if not constants and not options:
        return function

    def of_inputs(*inputs: Any) -> Any:
        return function(*inputs, *constants, **options)

    return of_inputs


def traced(case: Case) -> tuple[Run, Any]:
    """The same call, traced; and what hands the cotangent back."""
    args, (constants, options), function = case.arguments(), case.rest(), case.prepared()
    with scene() as printed:
        value, pullback = whygrad.vjp(bound(function, constants, options), *args)
    return Run(value, printed.getvalue(), args, constants, options, function), pullback


def assert_same(found: Any, expected: Any, what: str) -> None:
    """The same containers, types, shapes and dtypes, and the same numbers but for the last digits."""
    assert containers(found) == containers(expected), what
    values = leaves(found)
    for path, leaf in leaves(expected).items():
        if isinstance(leaf, np.ndarray | np.generic | float):
            np.testing.assert_allclose(values[path], leaf, rtol=1e-12, atol=1e-14, err_msg=f"{what} {path}")
        elif type(leaf).__eq__ is not object.__eq__:
            assert values[path] == leaf, (what, path)


@pytest.mark.parametrize("case", TRACED)
def test_gradients_are_those_of_the_plain_function(case: Case) -> None:
    expected = plain(case)
    found, pullback = traced(case)
    assert_same(found.value, expected.value, "result")
    assert found.printed == expected.printed
    assert_same(found.args, expected.args, "arguments afterwards")
    assert_same(found.constants, expected.constants, "constants afterwards")
    assert_same(found.options, expected.options, "options afterwards")
    cotangent = cotangent_for(expected.value)
    gradients = pullback(cotangent)
    assert containers(gradients) == containers(case.arguments()), "gradients"
    for way in directions(case.arguments()):
        derivative, size = slope(case, way, cotangent)
        told = along(gradients, way)
        assert abs(told - derivative) <= CLOSE * case.loose * (1 + abs(derivative) + 1e-3 * size), (way, told, derivative)


@pytest.mark.parametrize("case", TRACED)
def test_the_function_can_be_used_plainly_afterwards(case: Case) -> None:
    expected = plain(case, function=plain(case).function)
    found, _pullback = traced(case)
    again = plain(case, function=found.function)
    assert_same(again.value, expected.value, "second result")
    assert again.printed == expected.printed


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_traced_is_refused_with_its_name_and_place(case: Case) -> None:
    plain(case)
    with pytest.raises(NotTraceable, match=case.refused) as refusal:
        traced(case)
    assert f"{case.name.partition('.')[0]}.py:" in str(refusal.value)
