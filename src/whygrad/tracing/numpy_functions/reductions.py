"""Sums, means, products, largest and smallest, along axes; and their running forms."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from whygrad.gates.arrays import reduction
from whygrad.gates.arrays.steps import step
from whygrad.gates.exponential import sqrt
from whygrad.gates.table import Gate
from whygrad.tracing.arrays import held
from whygrad.tracing.numpy_functions.registry import (
    NO_VALUE,
    array,
    axes_of,
    axis_of,
    concrete,
    gate_on,
    given,
    implements,
    into,
    ndim,
    shape,
    with_dtype,
)


def _keeps(keepdims: Any) -> bool:
    return keepdims is not NO_VALUE and bool(keepdims)


def reduced(gate: Gate, a: Any, axis: Any, keepdims: Any, **more: Any) -> Any:
    """A reduction gate, with its axes settled."""
    return gate_on(gate, a, axis=axes_of(a, axis), keepdims=_keeps(keepdims), **more)


def only_where(a: Any, where: Any, fill: Any) -> Any:
    """The array with `fill` where the mask doesn't hold."""
    from whygrad.tracing.numpy_functions.choosing import where as choose

    return a if where is NO_VALUE or where is True else choose(where, a, fill)


@implements("sum")
def sum_(
    a: Any, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: Any = NO_VALUE, initial: Any = NO_VALUE, where: Any = NO_VALUE
) -> Any:
    found = reduced(reduction.sum_, only_where(with_dtype(array(a), dtype), where, 0), axis, keepdims)
    return into(out, found + initial if given(initial) else found)


@implements("prod")
def prod(
    a: Any, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: Any = NO_VALUE, initial: Any = NO_VALUE, where: Any = NO_VALUE
) -> Any:
    found = reduced(reduction.prod, only_where(with_dtype(array(a), dtype), where, 1), axis, keepdims)
    return into(out, found * initial if given(initial) else found)


def _extreme(gate: Gate, compare: Any, a: Any, axis: Any, out: Any, keepdims: Any, initial: Any, where: Any) -> Any:
    from whygrad.tracing.numpy_functions.ufuncs import call

    a = array(a)
    if where is not NO_VALUE and where is not True and not given(initial):
        np.max(np.zeros(shape(a)), where=held(where))  # it complains
    if given(initial) and (0 in shape(a) or where is not NO_VALUE):
        from whygrad.tracing.numpy_functions.creation import full

        a = only_where(a, where, initial)
        if 0 in shape(a):
            empty = np.max(np.zeros(shape(a)), axis=axes_of(a, axis), keepdims=_keeps(keepdims), initial=0.0)
            return into(out, full(np.shape(empty), initial))
    found = reduced(gate, a, axis, keepdims)
    return into(out, call(compare, found, initial) if given(initial) else found)


@implements("max", "amax")
def max_(a: Any, axis: Any = None, out: Any = None, keepdims: Any = NO_VALUE, initial: Any = NO_VALUE, where: Any = NO_VALUE) -> Any:
    return _extreme(reduction.max_, np.maximum, a, axis, out, keepdims, initial, where)


@implements("min", "amin")
def min_(a: Any, axis: Any = None, out: Any = None, keepdims: Any = NO_VALUE, initial: Any = NO_VALUE, where: Any = NO_VALUE) -> Any:
    return _extreme(reduction.min_, np.minimum, a, axis, out, keepdims, initial, where)


@implements("ptp")
def ptp(a: Any, axis: Any = None, out: Any = None, keepdims: Any = NO_VALUE) -> Any:
    return into(out, max_(a, axis, keepdims=keepdims) - min_(a, axis, keepdims=keepdims))


@implements("mean")
def mean(a: Any, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: Any = NO_VALUE, *, where: Any = NO_VALUE) -> Any:
    a = with_dtype(array(a), dtype)
    if where is NO_VALUE or where is True:
        return into(out, reduced(reduction.mean, a, axis, keepdims))
    count = sum_(np.ones_like(held(a), float), axis, keepdims=keepdims, where=where)
    return into(out, sum_(a, axis, keepdims=keepdims, where=where) / count)


def _spread(gate: Gate, a: Any, axis: Any, dtype: Any, out: Any, ddof: Any, keepdims: Any, where: Any, centre: Any, correction: Any) -> Any:
    a = with_dtype(array(a), dtype)
    ddof = concrete(correction) if given(correction) else concrete(ddof)
    if not given(centre) and (where is NO_VALUE or where is True):
        return into(out, reduced(gate, a, axis, keepdims, ddof=ddof))
    away = a - (centre if given(centre) else mean(a, axis, keepdims=True, where=where))
    count = sum_(np.ones_like(held(a), float), axis, keepdims=keepdims, where=where)
    found = sum_(away * away, axis, keepdims=keepdims, where=where) / (count - ddof)
    return into(out, sqrt(found) if gate is reduction.std else found)


@implements("var")
def var(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    out: Any = None,
    ddof: Any = 0,
    keepdims: Any = NO_VALUE,
    *,
    where: Any = NO_VALUE,
    mean: Any = NO_VALUE,
    correction: Any = NO_VALUE,
) -> Any:
    return _spread(reduction.var, a, axis, dtype, out, ddof, keepdims, where, mean, correction)


@implements("std")
def std(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    out: Any = None,
    ddof: Any = 0,
    keepdims: Any = NO_VALUE,
    *,
    where: Any = NO_VALUE,
    mean: Any = NO_VALUE,
    correction: Any = NO_VALUE,
) -> Any:
    return _spread(reduction.std, a, axis, dtype, out, ddof, keepdims, where, mean, correction)


@implements("average")
def average(a: Any, axis: Any = None, weights: Any = None, returned: bool = False, *, keepdims: Any = NO_VALUE) -> Any:
    from whygrad.tracing.numpy_functions.shapes import broadcast_to, reshape

    a = array(a)
    if weights is None:
        found = mean(a, axis, keepdims=keepdims)
        count = np.full(shape(found), math.prod(shape(a)) / max(math.prod(shape(found)), 1))
        return (found, count[()]) if returned else found
    weights = array(weights)
    if shape(weights) != shape(a):
        place = axis_of(a, axis)
        weights = reshape(weights, tuple(size if k == place else 1 for k, size in enumerate(shape(a))))
    total = sum_(broadcast_to(weights, shape(a)), axis, keepdims=keepdims)
    if np.any(held(total) == 0):
        np.average(np.zeros(shape(a)), axis, np.broadcast_to(held(weights), shape(a)))  # it complains
    found = sum_(a * weights, axis, keepdims=keepdims) / total
    return (found, total) if returned else found


def _without_nan(function: Any, fill: float) -> Any:
    def ignoring(a: Any, axis: Any = None, **options: Any) -> Any:
        from whygrad.tracing.numpy_functions.choosing import where as choose

        a = array(a)
        return function(choose(gate_on(step("isnan"), a), fill, a), axis, **options)

    return ignoring


implements("nansum")(_without_nan(sum_, 0.0))
implements("nanprod")(_without_nan(prod, 1.0))
implements("nanmax")(_without_nan(max_, -np.inf))
implements("nanmin")(_without_nan(min_, np.inf))


def _where_a_number(function: Any) -> Any:
    def ignoring(a: Any, axis: Any = None, **options: Any) -> Any:
        from whygrad.tracing.numpy_functions.choosing import where as choose
        from whygrad.tracing.numpy_functions.shapes import laid_out

        a = array(a)
        numbers = gate_on(step("logical_not"), gate_on(step("isnan"), a))
        return function(laid_out(choose(numbers, a, 0.0), np.empty_like(held(a))), axis, where=numbers, **options)

    return ignoring


for _name, _function in {"nanmean": mean, "nanvar": var, "nanstd": std}.items():
    implements(_name)(_where_a_number(_function))


def _running(gate: Gate, a: Any, axis: Any, dtype: Any, out: Any) -> Any:
    from whygrad.tracing.numpy_functions.shapes import ravel

    a = with_dtype(array(a), dtype)
    if axis is None or ndim(a) == 0:
        a, axis = ravel(a), 0
    return into(out, gate_on(gate, a, axis=axis_of(a, axis)))


@implements("cumsum")
def cumsum(a: Any, axis: Any = None, dtype: Any = None, out: Any = None) -> Any:
    return _running(reduction.cumsum, a, axis, dtype, out)


@implements("cumprod")
def cumprod(a: Any, axis: Any = None, dtype: Any = None, out: Any = None) -> Any:
    return _running(reduction.cumprod, a, axis, dtype, out)


def running_extreme(gate: Gate, a: Any, axis: Any = 0, dtype: Any = None, out: Any = None) -> Any:
    """np.maximum.accumulate and its twin."""
    return _running(gate, a, axis, dtype, out)


@implements("any")
def any_(a: Any, axis: Any = None, out: Any = None, keepdims: Any = NO_VALUE, *, where: Any = NO_VALUE) -> Any:
    return into(out, gate_on(step("any"), only_where(array(a), where, False), axis=axes_of(a, axis), keepdims=_keeps(keepdims)))


@implements("all")
def all_(a: Any, axis: Any = None, out: Any = None, keepdims: Any = NO_VALUE, *, where: Any = NO_VALUE) -> Any:
    return into(out, gate_on(step("all"), only_where(array(a), where, True), axis=axes_of(a, axis), keepdims=_keeps(keepdims)))


@implements("count_nonzero")
def count_nonzero(a: Any, axis: Any = None, *, keepdims: Any = False) -> Any:
    return sum_(array(a) != 0, axis, keepdims=keepdims)


@implements("trapezoid", "trapz")
def trapezoid(y: Any, x: Any = None, dx: Any = 1.0, axis: int = -1) -> Any:
    from whygrad.tracing.numpy_functions.shapes import along, diff, reshape

    y = array(y)
    place = axis_of(y, axis)
    if x is not None:
        dx = diff(array(x), axis=axis if ndim(x) > 1 else 0)
        if ndim(dx) == 1:
            dx = reshape(dx, tuple(-1 if k == place else 1 for k in range(ndim(y))))
    pairs = along(y, place, slice(1, None)) + along(y, place, slice(None, -1))
    return sum_(dx * pairs / 2.0, place)
