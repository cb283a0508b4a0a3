"""Compiled code against the run of the graph, on every construct of tests/tracing, at two points."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import whygrad
from tests.tracing.constructs.case import Case
from tests.tracing.constructs.measure import containers, cotangent_for, every_case, leaves, mapped, scene
from tests.tracing.test_constructs import bound
from whygrad.autodiff.compiling import Compiled
from whygrad.autodiff.refusing import NotCompilable

CASES = [case for case in every_case() if not case.refused]


def elsewhere(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Arguments of the same kind, a little further."""

    def change(_path: Any, leaf: Any) -> Any:
        if isinstance(leaf, np.ndarray) and leaf.dtype.kind == "f":
            new = leaf.copy(order="K")
            new *= leaf.dtype.type(1.03)
            return new
        return leaf * 1.03 if isinstance(leaf, float) else leaf

    return mapped(args, change)


def assert_close(found: Any, expected: Any) -> None:
    assert containers(found) == containers(expected)
    mine = leaves(found)
    for path, leaf in leaves(expected).items():
        if isinstance(leaf, np.ndarray | np.generic | float):
            np.testing.assert_allclose(mine[path], leaf, rtol=1e-9, atol=1e-11, err_msg=str(path))
        elif type(leaf).__eq__ is not object.__eq__:
            assert mine[path] == leaf, path


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_compiled_code_gives_what_the_graph_gives(case: Case) -> None:
    function = bound(case.prepared(), *case.rest())
    compiled = Compiled(function)
    for args in (case.arguments(), elsewhere(case.arguments())):
        with scene():
            plain = bound(case.prepared(), *case.rest())
            try:
                value, pullback = whygrad.vjp(plain, *[leaf.copy(order="K") if isinstance(leaf, np.ndarray) else leaf for leaf in args])
            except whygrad.TraceError:
                return  # it can't be had there
        cotangent = cotangent_for(value)
        expected = pullback(cotangent)
        with scene():
            try:
                mine, pull = compiled.vjp(*args)
                gradients = pull(cotangent)
            except NotCompilable:
                return
        assert_close(mine, value)
        assert_close(gradients, expected)
