"""The gates that make few numbers out of many, along axes: sums, means, products, largest and smallest; and their running forms.

`axis` is a tuple of axes from 0 (never None, never negative): whoever applies a gate has settled that before.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from whygrad.gates.arrays.choosing import where
from whygrad.gates.arrays.shape import broadcast_to, reshape, shape_of, zeros_as
from whygrad.gates.table import Gate, array_gate
from whygrad.text import _

Axes = tuple[int, ...]


def kept(reduced: Any, a: Any, axis: Axes, keepdims: bool) -> Any:
    """What came out of a reduction of `a`, with the axes that it lost put back at size 1."""
    if keepdims or not axis or not shape_of(a):
        return reduced
    return reshape(reduced, shape=tuple(1 if k in axis else size for k, size in enumerate(shape_of(a))))


def count_of(a: Any, axis: Axes) -> int:
    """How many numbers go into one."""
    return math.prod(shape_of(a)[k] for k in axis)


def spread(g: Any, a: Any, axis: Axes, keepdims: bool) -> Any:
    """The gradient from above, handed to every number that went in."""
    return broadcast_to(kept(g, a, axis, keepdims), shape=shape_of(a))


sum_: Gate = array_gate(
    "sum_axis",
    lambda a, axis, keepdims: np.sum(a, axis=axis, keepdims=keepdims),
    lambda g, out, a, axis, keepdims: spread(g, a, axis, keepdims),
    symbol="Σ",
    python="np.sum({0}, axis={axis}, keepdims={keepdims})",
    latex=r"\sum {0}",
    linear="joint",
    title=_("sum gate over axes"),
    story=_("A sum gate is an add gate with many inputs: each of them gets the gradient from above, unchanged and in full."),
)

mean: Gate = array_gate(
    "mean",
    lambda a, axis, keepdims: np.mean(a, axis=axis, keepdims=keepdims),
    lambda g, out, a, axis, keepdims: spread(g / count_of(a, axis), a, axis, keepdims),
    python="np.mean({0}, axis={axis}, keepdims={keepdims})",
    latex=r"\operatorname{{mean}}\left({0}\right)",
    linear="joint",
    title=_("mean gate"),
    story=_("A mean gate is a sum shared among its N inputs: each of them gets the gradient from above over N."),
)


def _from_mean(g: Any, a: Any, axis: Axes, keepdims: bool, ddof: float) -> Any:
    return kept(g, a, axis, keepdims) * (a - mean(a, axis=axis, keepdims=True)) / (count_of(a, axis) - ddof)


var: Gate = array_gate(
    "var",
    lambda a, axis, keepdims, ddof: np.var(a, axis=axis, keepdims=keepdims, ddof=ddof),
    lambda g, out, a, axis, keepdims, ddof: 2.0 * _from_mean(g, a, axis, keepdims, ddof),
    python="np.var({0}, axis={axis}, keepdims={keepdims}, ddof={ddof})",
    latex=r"\operatorname{{var}}\left({0}\right)",
    title=_("variance gate"),
    story=_(
        "A variance grows as numbers move away from their mean: the local gradient of each is twice its distance from the mean, over N. "
        "That the mean moves too changes nothing, since the distances from it sum to 0."
    ),
)


def _std_rule(g: Any, out: Any, a: Any, axis: Axes, keepdims: bool, ddof: float) -> Any:
    if np.any(out == 0):  # the tip of a cone: 0, as abs has at 0
        out = where(out == 0, 1.0, out)
    return _from_mean(g / out, a, axis, keepdims, ddof)


std: Gate = array_gate(
    "std",
    lambda a, axis, keepdims, ddof: np.std(a, axis=axis, keepdims=keepdims, ddof=ddof),
    _std_rule,
    python="np.std({0}, axis={axis}, keepdims={keepdims}, ddof={ddof})",
    latex=r"\operatorname{{std}}\left({0}\right)",
    title=_("standard-deviation gate"),
    story=_(
        "A standard deviation is the square root of the variance: each number gets its distance from the mean, over N times the output."
    ),
)


def _others(a: Any, axis: Axes) -> Any:
    """For each number the product of all others along the axes: from the left times from the right, since one may be 0."""
    from whygrad.gates.arrays.indexing import getitem
    from whygrad.gates.arrays.shape import stack, transpose

    rest = [k for k in range(len(shape_of(a))) if k not in axis]
    order = (*rest, *axis)
    flat = reshape(transpose(a, axes=order), shape=(*[shape_of(a)[k] for k in rest], count_of(a, axis)))
    entries = [getitem(flat, index=(..., k)) for k in range(count_of(a, axis))]
    left, right = [1.0], [1.0]
    for entry in entries[:-1]:
        left.append(left[-1] * entry)
    for entry in reversed(entries[1:]):
        right.append(right[-1] * entry)
    one = entries[0] * 0.0  # in the shape and dtype of an entry
    products = stack(*[one + before * after for before, after in zip(left, reversed(right), strict=True)], axis=len(rest))
    arranged = reshape(products, shape=tuple(shape_of(a)[k] for k in order))
    return transpose(arranged, axes=tuple(int(k) for k in np.argsort(order)))


def _prod_rule(g: Any, out: Any, a: Any, axis: Axes, keepdims: bool) -> Any:
    above = kept(g, a, axis, keepdims)
    if 0 not in shape_of(a) and np.any(a == 0):
        return above * _others(a, axis)
    return above * kept(out, a, axis, keepdims) / a


prod: Gate = array_gate(
    "prod_axis",
    lambda a, axis, keepdims: np.prod(a, axis=axis, keepdims=keepdims),
    _prod_rule,
    symbol="Π",
    python="np.prod({0}, axis={axis}, keepdims={keepdims})",
    latex=r"\prod {0}",
    title=_("product gate over axes"),
    story=_("A product gate is a multiply gate with many inputs: the local gradient of each is the product of all the others."),
)


def _to_winner(g: Any, out: Any, a: Any, axis: Axes, keepdims: bool) -> Any:
    won = a == kept(out, a, axis, keepdims)
    return kept(g, a, axis, keepdims) * won / sum_(won, axis=axis, keepdims=True)


max_: Gate = array_gate(
    "max_axis",
    lambda a, axis, keepdims: np.max(a, axis=axis, keepdims=keepdims),
    _to_winner,
    symbol="max",
    python="np.max({0}, axis={axis}, keepdims={keepdims})",
    latex=r"\max {0}",
    title=_("max gate over axes"),
    story=_(
        "A max gate is a switch: it routes the whole gradient from above to the number that won, and nothing to the others. "
        "Equal winners share it evenly."
    ),
)

min_: Gate = array_gate(
    "min_axis",
    lambda a, axis, keepdims: np.min(a, axis=axis, keepdims=keepdims),
    _to_winner,
    symbol="min",
    python="np.min({0}, axis={axis}, keepdims={keepdims})",
    latex=r"\min {0}",
    title=_("min gate over axes"),
    story=_(
        "A min gate is a switch: it routes the whole gradient from above to the smallest number, and nothing to the others. "
        "Equal winners share it evenly."
    ),
)


def _flipped(a: Any, axis: int) -> Any:
    from whygrad.gates.arrays.indexing import getitem

    return getitem(a, index=(*[slice(None)] * axis, slice(None, None, -1)))


cumsum: Gate = array_gate(
    "cumsum",
    lambda a, axis: np.cumsum(a, axis=axis),
    lambda g, out, a, axis: _flipped(cumsum(_flipped(g, axis), axis=axis), axis),
    python="np.cumsum({0}, axis={axis})",
    latex=r"\operatorname{{cumsum}}\left({0}\right)",
    linear="joint",
    title=_("running-sum gate"),
    story=_("A number is in every running sum from its place on, so its gradient is the sum of the gradients from its place on."),
)


def _cumprod_rule(g: Any, out: Any, a: Any, axis: int) -> Any:
    if np.any(a == 0):
        return _cumprod_with_zeros(g, a, axis)
    return _flipped(cumsum(_flipped(g * out, axis), axis=axis), axis) / a


def _cumprod_with_zeros(g: Any, a: Any, axis: int) -> Any:
    """∂L/∂a[k] = out[k-1] · (g[k] + a[k+1] · (g[k+1] + a[k+2] · (…))): no division."""
    from whygrad.gates.arrays.indexing import getitem
    from whygrad.gates.arrays.shape import stack

    places = [(*[slice(None)] * axis, k) for k in range(shape_of(a)[axis])]
    entries, upstream = [getitem(a, index=place) for place in places], [getitem(g, index=place) for place in places]
    after = [upstream[-1]]
    for k in reversed(range(len(places) - 1)):
        after.append(upstream[k] + entries[k + 1] * after[-1])
    before, found = 1.0 + 0.0 * entries[0], []
    for entry, rest in zip(entries, reversed(after), strict=True):
        found.append(before * rest)
        before = before * entry
    return stack(*found, axis=axis)


cumprod: Gate = array_gate(
    "cumprod",
    lambda a, axis: np.cumprod(a, axis=axis),
    _cumprod_rule,
    python="np.cumprod({0}, axis={axis})",
    latex=r"\operatorname{{cumprod}}\left({0}\right)",
    title=_("running-product gate"),
    story=_(
        "A number is a factor of every running product from its place on: its gradient sums those products without it, "
        "each times the gradient that comes from above there."
    ),
)


def _winner_so_far(g: Any, out: Any, a: Any, axis: int) -> Any:
    """Each running extreme goes back to the place where it was first reached."""
    from whygrad.gates.arrays.indexing import index_add, slots
    from whygrad.gates.arrays.steps import first_reached

    places = first_reached(out, axis=axis)
    return index_add(zeros_as(a), g, *_grid(a, places, axis), index=slots(len(shape_of(a))))


def _grid(a: Any, places: Any, axis: int) -> list[Any]:
    """Index arrays that take, along an axis, the entries at `places`."""
    grid = list(np.indices(shape_of(a), sparse=True))
    return [*grid[:axis], places, *grid[axis + 1 :]]


running_max: Gate = array_gate(
    "running_max",
    lambda a, axis: np.maximum.accumulate(a, axis=axis),
    _winner_so_far,
    jax="jax.lax.cummax",
    python="np.maximum.accumulate({0}, axis={axis})",
    latex=r"\operatorname{{cummax}}\left({0}\right)",
    title=_("running-max gate"),
    story=_("Each running maximum hands its gradient to the number that set the record, where it was set first."),
)

running_min: Gate = array_gate(
    "running_min",
    lambda a, axis: np.minimum.accumulate(a, axis=axis),
    _winner_so_far,
    jax="jax.lax.cummin",
    python="np.minimum.accumulate({0}, axis={axis})",
    latex=r"\operatorname{{cummin}}\left({0}\right)",
    title=_("running-min gate"),
    story=_("Each running minimum hands its gradient to the number that set the record, where it was set first."),
)
