"""What is done to one entry after another and is no ufunc: rounding, tests, parts of a number, polynomials."""

from __future__ import annotations

from typing import Any

import numpy as np

from whygrad.gates import selection
from whygrad.gates.arrays import elementwise
from whygrad.gates.arrays.steps import step
from whygrad.tracing.arrays import held
from whygrad.tracing.numpy_functions.registry import array, concrete, gate_on, implements, into


@implements("isclose")
def isclose(a: Any, b: Any, rtol: Any = 1e-05, atol: Any = 1e-08, equal_nan: bool = False) -> Any:
    return gate_on(step("isclose"), a, b, rtol=held(rtol), atol=held(atol), equal_nan=equal_nan)


@implements("isposinf")
def isposinf(x: Any, out: Any = None) -> Any:
    return into(out, gate_on(step("isposinf"), x))


@implements("isneginf")
def isneginf(x: Any, out: Any = None) -> Any:
    return into(out, gate_on(step("isneginf"), x))


@implements("isreal")
def isreal(x: Any) -> Any:
    return np.ones(np.shape(held(x)), dtype=bool)[()]


@implements("iscomplex")
def iscomplex(x: Any) -> Any:
    return np.zeros(np.shape(held(x)), dtype=bool)[()]


@implements("real", "real_if_close")
def real(val: Any, tol: Any = 100) -> Any:
    return val


@implements("imag")
def imag(val: Any) -> Any:
    return np.zeros(np.shape(held(val)))[()]


@implements("round", "around", "round_")
def round_(a: Any, decimals: Any = 0, out: Any = None) -> Any:
    return into(out, gate_on(selection.round_, a, concrete(decimals)) if decimals else gate_on(selection.round_, a))


@implements("fix")
def fix(x: Any, out: Any = None) -> Any:
    return into(out, gate_on(selection.trunc, x))


@implements("sinc")
def sinc(x: Any) -> Any:
    return gate_on(elementwise.sinc, x)


@implements("polyval")
def polyval(p: Any, x: Any) -> Any:
    p, x = array(p), array(x)
    found = x * 0
    for k in range(len(p)):
        found = found * x + p[k]
    return found
