"""Order: sort, argsort, argmax, median. Where things stand has no gradient; what stands there has."""

from __future__ import annotations

from typing import Any

import numpy as np

from whygrad.gates.arrays.steps import step
from whygrad.tracing.arrays import TracedArray, held, is_traced
from whygrad.tracing.numpy_functions.indexing import take_along_axis
from whygrad.tracing.numpy_functions.registry import (
    NO_VALUE,
    array,
    axis_of,
    concrete,
    dtype_of,
    gate_on,
    implements,
    into,
    shape,
    whole,
)
from whygrad.tracing.numpy_functions.shapes import axes_last, laid_out, ravel, reshape


def _arg(name: str) -> Any:
    def function(a: Any, axis: Any = None, out: Any = None, *, keepdims: Any = NO_VALUE) -> Any:
        keep = {"keepdims": True} if keepdims is not NO_VALUE and keepdims else {}
        return into(out, gate_on(step(name), a, axis=None if axis is None else axis_of(a, axis), **keep))

    return function


for _name in ("argmax", "argmin", "nanargmax", "nanargmin"):
    implements(_name)(_arg(_name))


@implements("argsort")
def argsort(a: Any, axis: Any = -1, kind: Any = None, order: Any = None, *, stable: Any = None) -> Any:
    a = whole(a)
    if axis is None:
        a, axis = ravel(a), 0
    return gate_on(step("argsort"), a, axis=axis_of(a, axis), kind=kind or ("stable" if stable else None))


@implements("argpartition")
def argpartition(a: Any, kth: Any, axis: Any = -1, kind: str = "introselect", order: Any = None) -> Any:
    a = whole(a)
    if axis is None:
        a, axis = ravel(a), 0
    return gate_on(step("argpartition"), a, kth=concrete(kth), axis=axis_of(a, axis))


@implements("sort")
def sort(a: Any, axis: Any = -1, kind: Any = None, order: Any = None, *, stable: Any = None) -> Any:
    a = whole(a)
    if axis is None:
        a, axis = ravel(a), 0
    return laid_out(take_along_axis(a, argsort(a, axis, kind, stable=stable), axis), np.empty_like(held(a)))


@implements("partition")
def partition(a: Any, kth: Any, axis: Any = -1, kind: str = "introselect", order: Any = None) -> Any:
    a = whole(a)
    if axis is None:
        a, axis = ravel(a), 0
    return laid_out(take_along_axis(a, argpartition(a, kth, axis), axis), np.empty_like(held(a)))


def sort_in_place(a: TracedArray, axis: int = -1, kind: Any = None, order: Any = None, *, stable: Any = None) -> None:
    """`a.sort()`."""
    a[...] = sort(a, axis, kind, stable=stable)


@implements("lexsort")
def lexsort(keys: Any, axis: int = -1) -> Any:
    return np.lexsort([np.asarray(concrete(key)) for key in keys], axis)


def nonzero(a: Any) -> Any:
    """Where a mask holds: made concrete, since the number of places decides shapes."""
    return np.nonzero(np.asarray(concrete(array(a) != 0)))


implements("nonzero")(nonzero)


@implements("flatnonzero")
def flatnonzero(a: Any) -> Any:
    return nonzero(ravel(a))[0]


@implements("argwhere")
def argwhere(a: Any) -> Any:
    return np.argwhere(np.asarray(concrete(array(a) != 0)))


@implements("searchsorted")
def searchsorted(a: Any, v: Any, side: str = "left", sorter: Any = None) -> Any:
    return gate_on(step("searchsorted"), a, v, side=side, sorter=None if sorter is None else np.asarray(concrete(sorter)))


@implements("digitize")
def digitize(x: Any, bins: Any, right: bool = False) -> Any:
    return gate_on(step("digitize"), x, bins, right=right)


@implements("isin")
def isin(element: Any, test_elements: Any, assume_unique: bool = False, invert: bool = False, *, kind: Any = None) -> Any:
    return gate_on(step("isin"), element, test_elements, invert=invert)


@implements("unique")
def unique(
    ar: Any,
    return_index: bool = False,
    return_inverse: bool = False,
    return_counts: bool = False,
    axis: Any = None,
    *,
    equal_nan: bool = True,
    sorted: bool = True,
) -> Any:
    """The values are those at their first places; the places are made concrete, since their number decides shapes."""
    from whygrad.tracing.numpy_functions.shapes import along

    a = whole(ar)
    at = np.asarray(concrete(gate_on(step("unique_places"), a, axis=axis, equal_nan=equal_nan)))
    values = ravel(a)[at] if axis is None else along(a, axis_of(a, axis), at)
    if not (return_index or return_inverse or return_counts):
        return values
    found = np.unique(held(a), return_index=True, return_inverse=True, return_counts=True, axis=axis, equal_nan=equal_nan)
    return (values, *[part for part, wanted in zip(found[1:], (return_index, return_inverse, return_counts), strict=True) if wanted])


def _nan_of(ordered: Any, found: Any) -> Any:
    """What was found in ordered rows, but nan for a row that holds one: in order it stands last."""
    from whygrad.tracing.numpy_functions.choosing import where

    if dtype_of(ordered).kind != "f":
        return found
    last = ordered[..., -1]
    return where(gate_on(step("isnan"), last), last, found)


@implements("median")
def median(a: Any, axis: Any = None, out: Any = None, overwrite_input: bool = False, keepdims: Any = False) -> Any:
    from whygrad.tracing.numpy_functions.reductions import mean

    rows, sizes = axes_last(whole(a), axis, keepdims)
    ordered, count = sort(rows, -1), shape(rows)[-1]
    if not count:
        return into(out, mean(a, axis, keepdims=keepdims))
    found = ordered[..., count // 2] if count % 2 else (ordered[..., count // 2 - 1] + ordered[..., count // 2]) / 2.0
    found = _nan_of(ordered, found)
    return into(out, laid_out(reshape(found, sizes), np.median(held(a), axis, keepdims=keepdims)) if sizes else found[()])


@implements("nanmedian")
def nanmedian(a: Any, axis: Any = None, out: Any = None, overwrite_input: bool = False, keepdims: Any = False) -> Any:
    """Each row has a middle of its own: so many numbers stand before the first nan."""
    from whygrad.tracing.numpy_functions.reductions import sum_

    rows, sizes = axes_last(whole(a), axis, keepdims)
    ordered = sort(rows, -1)
    count = sum_(gate_on(step("logical_not"), gate_on(step("isnan"), ordered)), -1, keepdims=True)
    below, above = take_along_axis(ordered, (count - 1) // 2, -1), take_along_axis(ordered, count // 2, -1)
    found = ((below + above) / 2.0)[..., 0]
    return into(out, reshape(found, sizes) if sizes else found[()])


@implements("quantile")
def quantile(
    a: Any,
    q: Any,
    axis: Any = None,
    out: Any = None,
    overwrite_input: bool = False,
    method: str = "linear",
    keepdims: Any = False,
    **options: Any,
) -> Any:
    from whygrad.text import Text, _
    from whygrad.tracing import explained
    from whygrad.tracing.numpy_functions.joining import stack

    method = options.pop("interpolation", None) or method  # its old name
    for name in [name for name, value in options.items() if value is not None]:
        raise explained.unknown_function(f"np.quantile({name}=…)")
    if method != "linear":
        raise explained.unknown_function(f"np.quantile(method={method!r})", Text(_("I know the method 'linear'.")))
    if np.ndim(held(q)):
        asked = np.asarray(held(q))
        found = stack([quantile(a, part, axis, keepdims=keepdims) for part in (ravel(q) if is_traced(q) else asked.ravel())])
        return into(out, reshape(found, (*asked.shape, *shape(found)[1:])))
    rows, sizes = axes_last(whole(a), axis, keepdims)
    ordered, count = sort(rows, -1), shape(rows)[-1]
    at = q * (count - 1)
    below = min(int(np.floor(held(at))), max(count - 2, 0))
    low, high = ordered[..., below], ordered[..., min(below + 1, count - 1)]
    found = _nan_of(ordered, low + (high - low) * (at - below))
    return into(out, laid_out(reshape(found, sizes), np.quantile(held(a), held(q), axis, keepdims=keepdims)) if sizes else found[()])


@implements("percentile")
def percentile(a: Any, q: Any, axis: Any = None, *rest: Any, **options: Any) -> Any:
    return quantile(a, (q if is_traced(q) else np.asarray(q)) / 100.0, axis, *rest, **options)


@implements("interp")
def interp(x: Any, xp: Any, fp: Any, left: Any = None, right: Any = None, period: Any = None) -> Any:
    """Straight lines between the points; outside of them the first and the last value."""
    from whygrad.text import Text, _
    from whygrad.tracing import explained
    from whygrad.tracing.numpy_functions.choosing import clip, where
    from whygrad.tracing.numpy_functions.joining import concatenate

    if period is not None:
        raise explained.unknown_function("np.interp(period=…)", Text(_("Take the remainder by the period before.")))
    x, xp, fp = array(x), whole(xp), whole(fp)
    if shape(xp) == (1,):
        xp, fp = concatenate([xp, xp + 1.0]), concatenate([fp, fp])  # level on both sides
    at = clip(searchsorted(xp, x, "right") - 1, 0, shape(xp)[0] - 2)
    x0, x1, y0, y1 = xp[at], xp[at + 1], fp[at], fp[at + 1]
    found = y0 + (clip(x, xp[0], xp[-1]) - x0) * (y1 - y0) / (x1 - x0)
    found = found if left is None else where(x < xp[0], left, found)
    return found if right is None else where(x > xp[-1], right, found)
