"""where, select, clip: what chooses between arrays, entry by entry."""

from __future__ import annotations

from typing import Any

import numpy as np

from whygrad.gates.arrays import choosing
from whygrad.tracing.arrays import held, is_traced
from whygrad.tracing.numpy_functions.registry import NO_VALUE, array, dtype_of, gate_on, given, implements, into, shape, unwrapped
from whygrad.tracing.numpy_functions.shapes import arranged, laid_out


@implements("where")
def where(condition: Any, x: Any = NO_VALUE, y: Any = NO_VALUE, /) -> Any:
    if x is NO_VALUE:
        from whygrad.tracing.numpy_functions.ordering import nonzero

        return nonzero(condition)
    return gate_on(choosing.where, condition, x, y)


@implements("select")
def select(condlist: Any, choicelist: Any, default: Any = 0) -> Any:
    found = default
    for condition, choice in zip(reversed(condlist), reversed(choicelist), strict=True):
        found = where(condition, choice, found)
    return arranged(found)


def within(at: Any, size: int, mode: str) -> Any:
    """Places as `mode` takes those that there aren't: counted round, or the nearest."""
    return at % size if mode == "wrap" else np.clip(at, 0, size - 1) if mode == "clip" else at


@implements("choose")
def choose(a: Any, choices: Any, out: Any = None, mode: str = "raise") -> Any:
    a, count = array(a), len(choices)
    if mode == "raise":
        np.choose(held(a), [np.zeros(1)] * count)  # it complains
    a = within(a, count, mode)
    found = choices[0]
    for k, choice in enumerate(choices[1:], start=1):
        found = where(a == k, choice, found)
    return into(out, arranged(found))


@implements("clip")
def clip(a: Any, a_min: Any = NO_VALUE, a_max: Any = NO_VALUE, out: Any = None, *, min: Any = NO_VALUE, max: Any = NO_VALUE) -> Any:
    low, high = (a_min if given(a_min) else min), (a_max if given(a_max) else max)
    found = array(a)
    if given(low):
        found = gate_on(choosing.maximum, found, low)
    if given(high):
        found = gate_on(choosing.minimum, found, high)
    return into(out, found)


@implements("piecewise")
def piecewise(x: Any, condlist: Any, funclist: Any, *args: Any, **kw: Any) -> Any:
    x = array(x)
    conditions = list(condlist) if isinstance(condlist, list | tuple) else [condlist]
    functions = list(funclist)
    found: Any = np.zeros(shape(x), dtype_of(x)) if len(functions) == len(conditions) else functions.pop()
    if callable(found) and not is_traced(found):
        found = found(x, *args, **kw)
    for condition, function in zip(conditions, functions, strict=True):
        value = function(x, *args, **kw) if callable(function) and not is_traced(function) else function
        found = where(condition, value, found)
    return laid_out(found, np.empty_like(held(x)))


@implements("nan_to_num")
def nan_to_num(x: Any, copy: bool = True, nan: Any = 0.0, posinf: Any = None, neginf: Any = None) -> Any:
    from whygrad.gates.arrays.steps import step

    x = array(x)
    limits = np.finfo(dtype_of(x))
    found = where(gate_on(step("isnan"), x), nan, x)
    found = where(gate_on(step("isposinf"), x), limits.max if posinf is None else posinf, found)
    found = unwrapped(where(gate_on(step("isneginf"), x), limits.min if neginf is None else neginf, found))
    found = laid_out(found, np.empty_like(held(x)))
    return into(None if copy or not isinstance(held(x), np.ndarray) else x, found)
