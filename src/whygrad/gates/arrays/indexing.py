"""Reading from places of an array, and writing to places of it.

An index is given as NumPy takes it, but for the parts that are values themselves (an array of labels, a mask): those are
inputs of the gate, and a `Slot` stands in their place. So a re-run computes them anew.

Source of the rules: a read is a product with a matrix of zeros and ones, so its gradient is a product with the transpose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from whygrad.gates.arrays.shape import Shape, reshape, shape_of, sum_to, transpose, zeros_as
from whygrad.gates.table import Gate, array_gate
from whygrad.text import _


@dataclass(frozen=True)
class Slot:
    """In an index: the value of that input of the gate, counted after the arrays that are read and written."""

    position: int


def slots(count: int) -> tuple[Slot, ...]:
    """An index that consists of values only, one an axis."""
    return tuple(Slot(k) for k in range(count))


def filled(index: Any, parts: tuple[Any, ...]) -> Any:
    """The index itself, with the values in their places."""
    if isinstance(index, tuple):
        return tuple([filled(item, parts) for item in index])
    return parts[index.position] if isinstance(index, Slot) else index


def has_arrays(index: Any) -> bool:
    """Can the index name the same place twice?"""
    items = index if isinstance(index, tuple) else (index,)
    return any(isinstance(item, Slot | np.ndarray | list) for item in items)


def adds_axes_only(index: Any) -> bool:
    """Does the index name every place once, in order, as `b[:, None]` does?"""
    items = index if isinstance(index, tuple) else (index,)
    return all(item is None or item is Ellipsis or item == slice(None) for item in items)


def _places_on_jax(jax: Any, shape: tuple[int, ...], index: Any, parts: tuple[Any, ...]) -> Any:
    """The places that an index names, as numbers of the flat array; what lies outside is the number behind the last."""
    size = int(np.prod(shape))
    everywhere = np if all(isinstance(part, np.ndarray | np.generic | int) for part in parts) else jax.numpy
    found = everywhere.arange(size).reshape(shape)
    at = _arrays_in(filled(index, parts))
    return found[at] if everywhere is np else found.at[at].get(mode="fill", fill_value=size)


def _arrays_in(index: Any) -> Any:
    """The index with arrays for lists, which JAX doesn't take."""
    if isinstance(index, tuple):
        return tuple([_arrays_in(item) for item in index])
    return np.array(index, dtype=None if index else np.intp) if isinstance(index, list) else index


def _read(a: Any, *parts: Any, index: Any) -> Any:
    return a[filled(index, parts)] if parts else a[index]


def _read_rule(position: int, g: Any, out: Any, a: Any, *parts: Any, index: Any) -> Any:
    return index_add(zeros_as(a), g, *parts, index=index) if position == 0 else None


getitem: Gate = array_gate(
    "getitem",
    _read,
    _read_rule,
    arity=None,
    jax=lambda jax, a, *parts, index: jax.numpy.asarray(a)[_arrays_in(filled(index, parts))],
    symbol="[ ]",
    python="{0}[{index}]",
    latex="{0}_{{[{index}]}}",
    linear="joint",
    numbers=range(1),
    title=_("read gate"),
    story=_(
        "Reading from an array hands the gradient from above back to the places that were read, and 0 to the others. "
        "A place that was read twice gets both gradients."
    ),
)


def _written(a: Any, value: Any, *parts: Any, index: Any) -> Any:
    changed = np.array(a)
    changed[filled(index, parts)] = value
    return changed


def _write_rule(position: int, g: Any, out: Any, a: Any, value: Any, *parts: Any, index: Any) -> Any:
    if position == 0:
        return setitem(g, 0.0, *parts, index=index)
    if position > 1:
        return None
    down = getitem(g, *parts, index=index)
    if has_arrays(index):
        down = down * last_writer(*parts, index=index, shape=tuple(shape_of(a)))  # of several written to one place, one stays
    return _fit(down, value)


def _fit(down: Any, value: Any) -> Any:
    """What broadcasting into the places copied, added up; NumPy drops axes of size 1 in front of what is written, too."""
    shape = shape_of(value)
    while len(shape) > len(shape_of(down)):
        shape = shape[1:]
    down = sum_to(down, shape)
    return down if len(shape) == len(shape_of(value)) else reshape(down, shape=Shape(value))


def _at_slices(jax: Any, shape: tuple[int, ...], index: Any, value: Any) -> Any:
    """Zeros of this shape, with a value at slices and single places: as a border around it, which XLA fuses with its neighbours."""
    items = [item for item in (index if isinstance(index, tuple) else (index,)) if item is not None]
    rest = len(shape) - len([item for item in items if item is not Ellipsis])
    at = items.index(Ellipsis) if Ellipsis in items else len(items)
    items[at : at + 1] = [slice(None)] * rest
    ranges = [range(size)[item] for size, item in zip(shape, items, strict=True)]
    counts = [1 if isinstance(places, int) else len(places) for places in ranges]
    value = _to_write(jax, value, np.broadcast_to(0, shape)[index]).reshape(counts)
    backwards = [axis for axis, places in enumerate(ranges) if isinstance(places, range) and places.step < 0]
    if 0 in counts:
        return jax.numpy.zeros(shape, value.dtype)
    borders = []
    for size, places in zip(shape, ranges, strict=True):
        along = range(places, places + 1) if isinstance(places, int) else places
        low, high = min(along), max(along)
        borders.append((low, size - 1 - high, abs(along.step) - 1 if len(along) > 1 else 0))
    return jax.lax.pad(jax.numpy.flip(value, backwards), value.dtype.type(0), borders)


def _to_write(jax: Any, value: Any, places: Any) -> Any:
    """What is written, an entry a place; NumPy drops axes of size 1 in front."""
    value = jax.numpy.asarray(value)
    return jax.numpy.broadcast_to(value.reshape(value.shape[max(value.ndim - places.ndim, 0) :]), places.shape)


def _write_on_jax(jax: Any, a: Any, value: Any, *parts: Any, index: Any) -> Any:
    """By NumPy's rule: of several that are written to one place the last one stays, where JAX leaves open which."""
    a = jax.numpy.asarray(a)
    if not has_arrays(index):
        written, is_there = (_at_slices(jax, a.shape, index, part) for part in (value, True))
        return jax.numpy.where(is_there, written, a)
    places = _places_on_jax(jax, a.shape, index, parts)
    if np.size(value) == 1 or (isinstance(places, np.ndarray) and len(np.unique(places)) == places.size):
        return a.at[_arrays_in(filled(index, parts))].set(_to_write(jax, value, places))
    stays = jax.numpy.where(_last_on_jax(jax, places, a.size), places, a.size)
    return a.ravel().at[stays].set(_to_write(jax, value, places), mode="drop").reshape(a.shape)


def _last_on_jax(jax: Any, places: Any, size: int) -> Any:
    order = jax.numpy.arange(places.size).reshape(places.shape)
    return jax.numpy.full(size, -1).at[places].max(order, mode="drop").at[places].get(mode="fill", fill_value=-1) == order


setitem: Gate = array_gate(
    "setitem",
    _written,
    _write_rule,
    arity=None,
    jax=_write_on_jax,
    symbol="[ ]=",
    python="setitem({0}, {1}, {index})",
    latex=r"{0} \leftarrow {1}",
    linear="joint",
    numbers=range(2),
    title=_("write gate"),
    story=_(
        "Writing into an array hands the gradient at the written places to what was written there; what stood there before gets 0, "
        "since it is lost. The other places get the gradient from above unchanged."
    ),
)


def _added(a: Any, value: Any, *parts: Any, index: Any) -> Any:
    changed = np.array(a)
    np.add.at(changed, filled(index, parts), value)
    return changed


def _add_rule(position: int, g: Any, out: Any, a: Any, value: Any, *parts: Any, index: Any) -> Any:
    if position == 0:
        return g
    return _fit(getitem(g, *parts, index=index), value) if position == 1 else None


def _add_on_jax(jax: Any, a: Any, value: Any, *parts: Any, index: Any) -> Any:
    a = jax.numpy.asarray(a)
    if not has_arrays(index):
        return a + _at_slices(jax, a.shape, index, value)
    places = _places_on_jax(jax, a.shape, index, parts)
    return a.at[_arrays_in(filled(index, parts))].add(_to_write(jax, value, places))


index_add: Gate = array_gate(
    "index_add",
    _added,
    _add_rule,
    arity=None,
    jax=_add_on_jax,
    symbol="[ ]+=",
    python="index_add({0}, {1}, {index})",
    latex=r"{0} \mathrel{{+}}= {1}",
    linear="joint",
    numbers=range(2),
    title=_("add-at gate"),
    story=_(
        "Adding at places of an array hands the gradient from above to both: to the array unchanged, to what was added from its places."
    ),
)


def _on_diagonal(g: Any, out: Any, a: Any, offset: int, axis1: int, axis2: int) -> Any:
    shape = shape_of(a)
    order = (*[k for k in range(len(shape)) if k not in (axis1, axis2)], axis1, axis2)
    zeros = np.zeros(tuple(shape[k] for k in order), getattr(a, "dtype", np.float64))
    along = np.arange(shape_of(g)[-1])
    found = index_add(zeros, g, along + max(-offset, 0), along + max(offset, 0), index=(Ellipsis, Slot(0), Slot(1)))
    return transpose(found, axes=tuple(int(k) for k in np.argsort(order)))


def _diagonal(a: Any, offset: int, axis1: int, axis2: int) -> Any:
    found = np.diagonal(a, offset, axis1, axis2)
    if a.flags.writeable:  # as einsum gives it, of which np.diagonal is the read-only form
        found.flags.writeable = True
    return found


diagonal: Gate = array_gate(
    "diagonal",
    _diagonal,
    _on_diagonal,
    jax="jax.numpy.diagonal",
    python="np.diagonal({0}, {offset}, {axis1}, {axis2})",
    latex=r"\operatorname{{diag}}\left({0}\right)",
    linear="joint",
    title=_("diagonal gate"),
    story=_("A diagonal gate reads the numbers on a diagonal, so the gradient from above goes back to them, and 0 to all others."),
)


def _windows(a: Any, window_shape: Any, axis: Any) -> Any:
    return np.lib.stride_tricks.sliding_window_view(a, window_shape, axis)


def _on_windows(g: Any, out: Any, a: Any, window_shape: Any, axis: Any) -> Any:
    """A number is in every window that reaches over it, and gets the gradients of all of them."""
    shape = shape_of(a)
    places = np.arange(int(np.prod(shape))).reshape(shape)
    flat = np.zeros(places.size, getattr(a, "dtype", np.float64))
    return reshape(index_add(flat, g, np.ascontiguousarray(_windows(places, window_shape, axis)), index=Slot(0)), shape=shape)


def _windows_on_jax(jax: Any, a: Any, window_shape: Any, axis: Any) -> Any:
    places = np.ascontiguousarray(_windows(np.arange(a.size).reshape(a.shape), window_shape, axis))
    return a.ravel()[places]


windows: Gate = array_gate(
    "windows",
    _windows,
    _on_windows,
    jax=_windows_on_jax,
    python="np.lib.stride_tricks.sliding_window_view({0}, {window_shape}, axis={axis})",
    latex=r"\operatorname{{windows}}\left({0}\right)",
    linear="joint",
    title=_("sliding-window gate"),
    story=_("Each number is seen in every window that reaches over it, so its gradient is the sum of the gradients that it has there."),
)


def _last_writers(*parts: Any, index: Any, shape: tuple[int, ...]) -> Any:
    places = np.arange(int(np.prod(shape))).reshape(shape)[filled(index, parts)]
    order = np.arange(places.size).reshape(places.shape)
    last = np.zeros(int(np.prod(shape)), dtype=order.dtype)
    last[places] = order
    return last[places] == order


last_writer: Gate = array_gate(
    "last_writer",
    _last_writers,
    None,
    arity=None,
    jax=lambda jax, *parts, index, shape: _last_on_jax(jax, _places_on_jax(jax, shape, index, parts), int(np.prod(shape))),
    python="last_writer({index}, {shape})",
    latex=r"\operatorname{{last}}",
    title=_("last-writer gate"),
    story=_("It tells which of the written numbers stay, where several are written to one place: no gradient passes."),
)
