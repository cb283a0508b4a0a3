"""What changes the places of numbers and keeps the numbers: reshape, transpose, flip, roll, pad, repeat, diagonals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from whygrad.gates.arrays import shape as places
from whygrad.gates.arrays.elementwise import copy as copy_gate
from whygrad.gates.arrays.indexing import diagonal as diagonal_gate
from whygrad.gates.arrays.indexing import windows
from whygrad.tracing.arrays import TracedArray, held
from whygrad.tracing.numpy_functions.registry import (
    array,
    axes_of,
    axis_of,
    concrete,
    dtype_of,
    gate_on,
    implements,
    ndim,
    shape,
    whole,
)
from whygrad.tracing.writes import taken


def read(a: Any, *index: Any) -> Any:
    """`a[index]` for an index of numbers, slices and constant arrays."""
    return array(a)[index if len(index) != 1 else index[0]]


def along(a: Any, axis: int, part: Any) -> Any:
    """`a[..., part, ...]`, with the part at an axis."""
    return whole(a)[(*[slice(None)] * axis, part)]


@implements("reshape")
def reshape(a: Any, /, shape: Any = None, order: str = "C", *, newshape: Any = None, copy: Any = None) -> Any:
    a = gate_on(copy_gate, whole(a), order="K") if copy else whole(a)
    wanted = concrete(newshape if shape is None else shape)
    wanted = tuple(wanted) if isinstance(wanted, tuple | list | np.ndarray) else (wanted,)
    if order == "A":
        order = "F" if a.flags.f_contiguous and not a.flags.c_contiguous else "C"
    if order == "F":
        return transpose(reshape(transpose(a), tuple(reversed(_settled(a, wanted)))))
    return taken(a, places.reshape, {"shape": _settled(a, wanted)})


def _settled(a: Any, wanted: tuple[Any, ...]) -> tuple[int, ...]:
    """A shape with its -1 worked out; what doesn't fit is left for NumPy to refuse."""
    wanted = tuple(int(size) for size in wanted)
    known = math.prod(size for size in wanted if size != -1)
    total = math.prod(shape(a))
    if wanted.count(-1) == 1 and known and total % known == 0:
        return tuple(total // known if size == -1 else size for size in wanted)
    return wanted


@implements("ravel")
def ravel(a: Any, order: str = "C") -> Any:
    a = whole(a)
    if order == "A":
        order = "F" if a.flags.f_contiguous and not a.flags.c_contiguous else "C"
    elif order == "K":  # as it lies in memory, where it lies in several places as NumPy goes over it
        a, order = transpose(a, in_memory(np.equal(held(a), held(a)))), "C"
    if not (a.flags.f_contiguous if order == "F" else a.flags.c_contiguous):  # what ravel gives lies in one piece
        a = gate_on(copy_gate, a, order=order)
    return reshape(a, (-1,), order=order)


@implements("transpose", "permute_dims")
def transpose(a: Any, axes: Any = None) -> Any:
    a = whole(a)
    axes = concrete(axes)
    order = tuple(reversed(range(ndim(a)))) if axes is None else tuple(axis_of(a, axis) for axis in axes)
    return taken(a, places.transpose, {"axes": order})


def axes_last(a: Any, axis: Any, keepdims: Any) -> tuple[Any, tuple[int, ...]]:
    """The axes to reduce as one last axis, and the shape of the result."""
    axes = axes_of(a, axis)
    rest = [k for k in range(ndim(a)) if k not in axes]
    sizes = tuple(1 if k in axes else size for k, size in enumerate(shape(a))) if keepdims is True else tuple(shape(a)[k] for k in rest)
    return reshape(transpose(a, (*rest, *axes)), (*[shape(a)[k] for k in rest], math.prod(shape(a)[k] for k in axes))), sizes


@implements("matrix_transpose", "linalg.matrix_transpose")
def matrix_transpose(x: Any, /) -> Any:
    return swapaxes(x, -1, -2)


@implements("swapaxes")
def swapaxes(a: Any, axis1: int, axis2: int) -> Any:
    one, two = axis_of(a, axis1), axis_of(a, axis2)
    order = list(range(ndim(a)))
    order[one], order[two] = two, one
    return transpose(a, order)


@implements("moveaxis")
def moveaxis(a: Any, source: Any, destination: Any) -> Any:
    order = np.moveaxis(np.empty(tuple(range(1, ndim(a) + 1))), source, destination).shape
    return transpose(a, tuple(size - 1 for size in order))


@implements("rollaxis")
def rollaxis(a: Any, axis: int, start: int = 0) -> Any:
    order = np.rollaxis(np.empty(tuple(range(1, ndim(a) + 1))), axis, start).shape
    return transpose(a, tuple(size - 1 for size in order))


@implements("expand_dims")
def expand_dims(a: Any, axis: Any) -> Any:
    return reshape(a, np.expand_dims(np.empty(shape(a)), concrete(axis)).shape)


@implements("squeeze")
def squeeze(a: Any, axis: Any = None) -> Any:
    return reshape(a, np.squeeze(np.empty(shape(a)), concrete(axis)).shape)


@implements("broadcast_to")
def broadcast_to(array: Any, shape: Any, subok: bool = False) -> Any:
    wanted = concrete(shape)
    wanted = tuple(wanted) if isinstance(wanted, tuple | list) else (wanted,)
    return taken(whole(array), places.broadcast_to, {"shape": wanted})


@implements("broadcast_arrays")
def broadcast_arrays(*args: Any, subok: bool = False) -> Any:
    wanted = np.broadcast_shapes(*[shape(value) for value in args])
    return tuple(broadcast_to(value, wanted) for value in args)


@implements("atleast_1d")
def atleast_1d(*arys: Any) -> Any:
    found = tuple(value if ndim(value) else reshape(value, (1,)) for value in map(array, arys))
    return found[0] if len(arys) == 1 else found


@implements("atleast_2d")
def atleast_2d(*arys: Any) -> Any:
    found = tuple(value if ndim(value) > 1 else reshape(value, (1, -1)) for value in map(array, arys))
    return found[0] if len(arys) == 1 else found


@implements("atleast_3d")
def atleast_3d(*arys: Any) -> Any:
    found = tuple(reshape(value, np.atleast_3d(np.empty(shape(value))).shape) for value in map(array, arys))
    return found[0] if len(arys) == 1 else found


@implements("flip")
def flip(m: Any, axis: Any = None) -> Any:
    turned = axes_of(m, axis)
    return whole(m)[tuple(slice(None, None, -1) if k in turned else slice(None) for k in range(ndim(m)))]


@implements("fliplr")
def fliplr(m: Any) -> Any:
    return flip(m, 1)


@implements("flipud")
def flipud(m: Any) -> Any:
    return flip(m, 0)


@implements("rot90")
def rot90(m: Any, k: int = 1, axes: Any = (0, 1)) -> Any:
    turns = k % 4
    if turns == 0:
        return whole(m)[...]
    if turns == 2:
        return flip(flip(m, axes[0]), axes[1])
    return swapaxes(flip(m, axes[1]), *axes) if turns == 1 else flip(swapaxes(m, *axes), axes[1])


@implements("roll")
def roll(a: Any, shift: Any, axis: Any = None) -> Any:
    shift = concrete(shift)
    if axis is None:
        return reshape(roll(ravel(a), shift, 0), shape(a))
    axes = axes_of(a, axis)
    shifts = tuple(shift) if isinstance(shift, tuple | list) else (shift,) * len(axes)
    return gate_on(places.roll, a, shift=tuple(int(step) for step in shifts), axis=axes)


@implements("tile")
def tile(A: Any, reps: Any) -> Any:  # noqa: N803 - NumPy's own name
    reps = concrete(reps)
    reps = tuple(reps) if isinstance(reps, tuple | list | np.ndarray) else (reps,)
    a = whole(A)
    sizes = (1,) * (len(reps) - ndim(a)) + shape(a)
    reps = (1,) * (len(sizes) - len(reps)) + reps
    between = reshape(a, tuple(n for size in sizes for n in (1, size)))
    copies = broadcast_to(between, tuple(n for rep, size in zip(reps, sizes, strict=True) for n in (int(rep), size)))
    return copied(reshape(copies, tuple(int(rep) * size for rep, size in zip(reps, sizes, strict=True))))


def copied(a: Any) -> Any:
    """The array in memory of its own, row after row."""
    return gate_on(copy_gate, a, order="C") if type(a) is TracedArray and a.origin is not None else a


def arranged(a: Any) -> Any:
    """The array as most of NumPy's functions return theirs: row after row in memory. (A read by an index array may be otherwise.)"""
    return a if not isinstance(held(a), np.ndarray) or a.flags.c_contiguous else gate_on(copy_gate, a, order="C")


def in_memory(a: Any) -> list[int]:
    """The axes, from the one with the longest steps in memory to the one with the shortest."""
    return sorted(range(ndim(a)), key=lambda k: -abs(a.strides[k]))


def laid_out(a: Any, example: Any) -> Any:
    """The array, its axes in the order in memory that those of a plain array of the same shape have."""
    if not isinstance(held(a), np.ndarray) or a.strides == example.strides:
        return a
    order = in_memory(example)
    return transpose(gate_on(copy_gate, transpose(a, order), order="C"), [order.index(k) for k in range(ndim(a))])


@implements("repeat")
def repeat(a: Any, repeats: Any, axis: Any = None) -> Any:
    a = whole(a)
    if axis is None:
        a, axis = ravel(a), 0
    place = axis_of(a, axis)
    return arranged(along(a, place, np.repeat(np.arange(shape(a)[place]), concrete(repeats))))


@implements("resize")
def resize(a: Any, new_shape: Any) -> Any:
    flat = ravel(a)
    return flat[np.resize(np.arange(shape(flat)[0]), concrete(new_shape))]


def _widths(pad_width: Any, count: int) -> tuple[tuple[int, int], ...]:
    if isinstance(pad_width, dict):
        return tuple(tuple(np.broadcast_to(np.asarray(pad_width.get(k, pad_width.get(k - count, 0))), (2,)).tolist()) for k in range(count))
    return tuple((int(before), int(after)) for before, after in np.broadcast_to(np.asarray(pad_width), (count, 2)))


@implements("pad")
def pad(array: Any, pad_width: Any, mode: Any = "constant", **kwargs: Any) -> Any:
    a = whole(array)
    widths = _widths(concrete(pad_width), ndim(a))
    if mode == "constant":
        value = kwargs.get("constant_values", 0)
        if np.ndim(held(value)) == 0 and not hasattr(type(value), "apply_gate"):
            return gate_on(places.pad, a, widths=widths, value=value)
    if mode in ("edge", "reflect", "symmetric", "wrap"):
        for k, (before, after) in enumerate(widths):
            if before or after:
                a = along(a, k, np.pad(np.arange(shape(a)[k]), (before, after), mode=mode, **kwargs))
        return laid_out(a, np.empty_like(held(whole(array)), order="A", shape=shape(a)))
    from whygrad.text import Text, _
    from whygrad.tracing import explained

    raise explained.unknown_function(
        f"np.pad(mode={mode!r})", Text(_("Use a mode that copies numbers: constant, edge, reflect, symmetric, wrap."))
    )


@implements("diagonal")
def diagonal(a: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    one, two = axis_of(a, axis1), axis_of(a, axis2)
    return taken(whole(a), diagonal_gate, {"offset": int(concrete(offset)), "axis1": one, "axis2": two})


@implements("linalg.diagonal")
def diagonal_of_matrices(x: Any, /, *, offset: int = 0) -> Any:
    return diagonal(x, offset, -2, -1)


@implements("linalg.trace")
def trace_of_matrices(x: Any, /, *, offset: int = 0, dtype: Any = None) -> Any:
    return trace_(x, offset, -2, -1, dtype)


@implements("diag")
def diag(v: Any, k: int = 0) -> Any:
    if ndim(v) == 2:
        return diagonal(v, k)
    from whygrad.tracing.numpy_functions.creation import zeros
    from whygrad.tracing.numpy_functions.registry import dtype_of

    size = shape(v)[0] + abs(k)
    found = zeros((size, size), dtype_of(v))
    at = np.arange(shape(v)[0])
    found[at + max(-k, 0), at + max(k, 0)] = v
    return found


@implements("diagflat")
def diagflat(v: Any, k: int = 0) -> Any:
    return diag(ravel(v), k)


@implements("trace")
def trace_(a: Any, offset: int = 0, axis1: int = 0, axis2: int = 1, dtype: Any = None, out: Any = None) -> Any:
    from whygrad.tracing.numpy_functions.reductions import sum_

    return sum_(diagonal(a, offset, axis1, axis2), -1, dtype, out)


def _rows_and_columns(m: Any) -> tuple[int, int]:
    sizes = shape(m)
    return (sizes[0], sizes[0]) if len(sizes) == 1 else (sizes[-2], sizes[-1])


@implements("tril")
def tril(m: Any, k: int = 0) -> Any:
    from whygrad.tracing.numpy_functions.choosing import where

    return where(np.tri(*_rows_and_columns(m), k, dtype=np.bool_), m, np.zeros(1, dtype_of(m)))


@implements("triu")
def triu(m: Any, k: int = 0) -> Any:
    from whygrad.tracing.numpy_functions.choosing import where

    return where(np.tri(*_rows_and_columns(m), k - 1, dtype=np.bool_), np.zeros(1, dtype_of(m)), m)


@implements("diff")
def diff(a: Any, n: int = 1, axis: int = -1, prepend: Any = None, append: Any = None) -> Any:
    from whygrad.tracing.numpy_functions.joining import concatenate

    found = whole(a)
    place = axis_of(found, axis)
    edges = [(prepend, True), (append, False)]
    for edge, first in edges:
        if edge is None or edge is np._NoValue:
            continue
        part: Any = whole(edge)
        if ndim(part) == 0:
            part = broadcast_to(part, tuple(1 if k == place else size for k, size in enumerate(shape(found))))
        found = concatenate([part, found] if first else [found, part], place)
    for _step in range(n):
        later, earlier = along(found, place, slice(1, None)), along(found, place, slice(None, -1))
        found = later != earlier if held(found).dtype == bool else later - earlier
    return found


@implements("ediff1d")
def ediff1d(ary: Any, to_end: Any = None, to_begin: Any = None) -> Any:
    from whygrad.tracing.numpy_functions.joining import concatenate

    parts = [part for part in (to_begin, diff(ravel(ary)), to_end) if part is not None]
    return concatenate([ravel(part) for part in parts]) if len(parts) > 1 else parts[0]


@implements("gradient")
def gradient(f: Any, *varargs: Any, axis: Any = None, edge_order: int = 1) -> Any:
    from whygrad.text import Text, _
    from whygrad.tracing import explained
    from whygrad.tracing.numpy_functions.joining import concatenate

    f = whole(f)
    axes = axes_of(f, axis)
    spacings = list(varargs) or [1.0]
    spacings = spacings * len(axes) if len(spacings) == 1 else spacings
    if edge_order != 1 or any(ndim(step) for step in spacings):
        raise explained.unknown_function(
            "np.gradient", Text(_("I know it for even steps and `edge_order=1`; write the differences as slices."))
        )
    found = []
    for place, step in zip(axes, spacings, strict=True):
        inner = (along(f, place, slice(2, None)) - along(f, place, slice(None, -2))) / (2.0 * step)
        first = (along(f, place, slice(1, 2)) - along(f, place, slice(0, 1))) / step
        last = (along(f, place, slice(-1, None)) - along(f, place, slice(-2, -1))) / step
        found.append(laid_out(concatenate([first, inner, last], place), np.empty_like(held(f))))
    return found[0] if len(found) == 1 else found


@implements("lib.stride_tricks.sliding_window_view")
def sliding_window_view(x: Any, window_shape: Any, axis: Any = None, *, subok: bool = False, writeable: bool = False) -> Any:
    sizes, axes = concrete(window_shape), concrete(axis)
    return taken(whole(x), windows, {"window_shape": sizes, "axis": axes})
