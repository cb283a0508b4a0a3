"""The gates that keep the numbers and change their places. On the way down the places are changed back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from whygrad.gates.table import Gate, array_gate
from whygrad.text import _


class Shape(tuple[int, ...]):
    """A shape that remembers which value it was read from, so that it can be written as `x.shape`."""

    of: Any

    def __new__(cls, value: Any) -> Shape:
        made = super().__new__(cls, getattr(value, "shape", ()))
        made.of = value
        return made

    def __reduce__(self) -> Any:
        return tuple, (tuple(self),)


def shape_of(value: Any) -> tuple[int, ...]:
    """The shape of a plain or traced array; () of a number."""
    return Shape(value)


def zeros_as(value: Any) -> Any:
    """Zeros in the shape and the dtype of a plain or traced array: where a gradient starts to be gathered."""
    return np.zeros(tuple(shape_of(value)), getattr(value, "dtype", np.float64))


def _reshape(a: Any, shape: tuple[int, ...]) -> Any:
    return np.reshape(a, shape)  # by position: NumPy 1.26 has another name for it


reshape: Gate = array_gate(
    "reshape",
    _reshape,
    lambda g, out, a, shape: reshape(g, shape=shape_of(a)),
    python="{0}.reshape({shape})",
    latex=r"\operatorname{{reshape}}\left({0}\right)",
    linear="joint",
    title=_("reshape gate"),
    story=_("A reshape gate only arranges the same numbers otherwise, so the gradient from above is arranged back into the input's shape."),
)

transpose: Gate = array_gate(
    "transpose",
    np.transpose,
    lambda g, out, a, axes: transpose(g, axes=tuple(int(axis) for axis in np.argsort(axes))),
    python="{0}.transpose({axes})",
    latex="{0}^T",
    symbol="T",
    linear="joint",
    title=_("transpose gate"),
    story=_("A transpose gate swaps axes, so the gradient from above has them swapped back."),
)


def _sum_over_copies(g: Any, shape: Sequence[int]) -> Any:
    from whygrad.gates.arrays.reduction import sum_  # which is taught with the reductions, and needs broadcast_to

    extra = len(shape_of(g)) - len(shape)
    if extra:
        g = sum_(g, axis=tuple(range(extra)), keepdims=False)
    stretched = tuple(k for k, size in enumerate(shape) if size == 1 and shape_of(g)[k] != 1)
    return sum_(g, axis=stretched, keepdims=True) if stretched else g


def sum_to(g: Any, shape: Sequence[int]) -> Any:
    """What broadcasting copied, added up again: `g` summed over the axes along which an array of this shape was stretched."""
    return g if tuple(shape_of(g)) == tuple(shape) else _sum_over_copies(g, shape)


broadcast_to: Gate = array_gate(
    "broadcast_to",
    np.broadcast_to,
    lambda g, out, a, shape: sum_to(g, shape_of(a)),
    python="np.broadcast_to({0}, {shape})",
    latex=r"\operatorname{{broadcast}}\left({0}\right)",
    linear="joint",
    title=_("broadcast gate"),
    story=_("A broadcast gate uses each number several times over, so its gradient is the sum of the gradients of all the copies."),
)


def _part(g: Any, axis: int, start: int, size: int) -> Any:
    from whygrad.gates.arrays.indexing import getitem

    return getitem(g, index=(*[slice(None)] * axis, slice(start, start + size)))


def _part_of_concatenation(position: int, g: Any, out: Any, *inputs: Any, axis: int) -> Any:
    start = sum(shape_of(value)[axis] for value in inputs[:position])
    return _part(g, axis, start, shape_of(inputs[position])[axis])


concatenate: Gate = array_gate(
    "concatenate",
    lambda *arrays, axis: np.concatenate(arrays, axis=axis),
    _part_of_concatenation,
    arity=None,
    python="np.concatenate([{all}], axis={axis})",
    latex=r"\operatorname{{concatenate}}\left({all}\right)",
    linear="joint",
    title=_("concatenate gate"),
    story=_("A concatenate gate puts arrays side by side, so each input gets its own slice of the gradient from above."),
)

stack: Gate = array_gate(
    "stack",
    lambda *arrays, axis: np.stack(arrays, axis=axis),
    lambda position, g, out, *inputs, axis: _layer(g, axis, position),
    arity=None,
    python="np.stack([{all}], axis={axis})",
    latex=r"\operatorname{{stack}}\left({all}\right)",
    linear="joint",
    title=_("stack gate"),
    story=_("A stack gate puts arrays on top of each other along a new axis, so each input gets its own layer of the gradient from above."),
)


def _layer(g: Any, axis: int, position: int) -> Any:
    from whygrad.gates.arrays.indexing import getitem

    return getitem(g, index=(*[slice(None)] * axis, position))


def _without_border(g: Any, out: Any, a: Any, widths: tuple[tuple[int, int], ...], value: Any) -> Any:
    from whygrad.gates.arrays.indexing import getitem

    return getitem(g, index=tuple(slice(before, before + size) for (before, _), size in zip(widths, shape_of(a), strict=True)))


pad: Gate = array_gate(
    "pad",
    lambda a, widths, value: np.pad(a, widths, constant_values=value),
    _without_border,
    python="np.pad({0}, {widths})",
    latex=r"\operatorname{{pad}}\left({0}\right)",
    title=_("pad gate"),
    story=_("A pad gate puts a border of constants around its input. The border takes no gradient: what remains is the part inside it."),
)

roll: Gate = array_gate(
    "roll",
    np.roll,
    lambda g, out, a, shift, axis: roll(g, shift=tuple(-step for step in shift), axis=axis),
    python="np.roll({0}, {shift}, axis={axis})",
    latex=r"\operatorname{{roll}}\left({0}\right)",
    linear="joint",
    title=_("roll gate"),
    story=_("A roll gate moves every number on by some places, so the gradient from above is moved back by as many."),
)
