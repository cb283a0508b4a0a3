"""Reading from and writing to places: indices, masks, `take`, `put`, and the functions that change an array in place."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from whygrad.gates.arrays.indexing import Slot, getitem, index_add
from whygrad.tracing.arrays import TracedArray, apply, current, held, is_traced
from whygrad.tracing.numpy_functions.registry import array, axis_of, concrete, gate_on, implements, into, ndim, shape, target_of, whole
from whygrad.tracing.traced import Traced
from whygrad.tracing.writes import part, replace, view_matches, write

_PLAIN = (int, slice, type(None), type(Ellipsis))


def _bound(value: Any) -> Any:
    return operator.index(value) if is_traced(value) else value


class _Index:
    """An index taken apart: numbers and slices as they are, values in slots. `basic` if NumPy would give a view."""

    def __init__(self, index: Any, *, whole_numbers: bool = False) -> None:
        self.whole_numbers = whole_numbers  # may a traced whole number stay one? Of a view it can't: a view is taken by plain ones
        self.parts: list[Any] = []
        self.basic = True
        self.template = tuple([self._item(item) for item in index]) if type(index) is tuple else self._item(index)

    def _item(self, item: Any) -> Any:
        kind = type(item)
        if kind is int or item is None or item is Ellipsis:
            return item
        if kind is slice:
            return slice(_bound(item.start), _bound(item.stop), _bound(item.step))
        if kind is TracedArray or kind is Traced:
            value = held(item)
            if np.ndim(value) == 0 and np.asarray(value).dtype.kind in "iu" and not self.whole_numbers:
                return operator.index(item)  # guarded
        elif isinstance(item, np.integer):
            return int(item)
        elif isinstance(item, list):
            item = _listed(item)
        elif kind is tuple or (isinstance(item, np.ndarray) and item.dtype == object):
            item = np.asarray(item)
        elif hasattr(item, "__index__") and not isinstance(item, np.ndarray | np.generic | bool):
            return operator.index(item)
        self.basic = False
        self.parts.append(array(item))
        return Slot(len(self.parts) - 1)


def _listed(items: list[Any]) -> Any:
    from whygrad.tracing.numpy_functions.creation import any_traced
    from whygrad.tracing.numpy_functions.creation import array as made

    return made(items) if any_traced(items) else np.asarray(items or np.zeros(0, int))


def is_basic(index: Any) -> bool:
    """Is this an index of numbers and slices alone, as most are?"""
    if type(index) is tuple:
        return all(type(item) in _PLAIN and (type(item) is not slice or _is_plain_slice(item)) for item in index)
    return type(index) in _PLAIN and (type(index) is not slice or _is_plain_slice(index))


def _names_one_entry(a: TracedArray, index: Any) -> bool:
    """Is this an index of whole numbers, one an axis, so that what is read is a number and no view?"""
    items = index if type(index) is tuple else (index,)
    return len(items) == a.value.ndim and all(np.ndim(held(item)) == 0 and np.asarray(held(item)).dtype.kind in "iu" for item in items)


def _is_plain_slice(item: slice) -> bool:
    return not (is_traced(item.start) or is_traced(item.stop) or is_traced(item.step))


def read(a: TracedArray, index: Any) -> Any:
    """`a[index]`."""
    if type(index) is int or is_basic(index):
        return part(a, index)
    found = _Index(index, whole_numbers=_names_one_entry(a, index))
    if found.basic:
        return part(a, found.template)
    made = apply(getitem, [current(a), *found.parts], {"index": found.template})
    if any(np.asarray(held(part)).dtype == bool for part in found.parts):
        made.graph.trace.shape_depends(made)
    return made


def assign(a: TracedArray, index: Any, value: Any) -> None:
    """`a[index] = value`."""
    if not isinstance(a.value, np.ndarray):
        raise TypeError(f"'{type(a.value).__module__}.{type(a.value).__name__}' object does not support item assignment")
    if view_matches(value, a, index):  # `a[i] += b` stores what it has changed in place already
        return
    if isinstance(value, list | tuple):
        value = _listed(list(value))
    if index is Ellipsis or (type(index) is slice and index == slice(None)):  # nothing stays of what was there
        new = array(value)
        if held(a).shape == () or ndim(new) <= ndim(a):
            replace(current(a), new, needed=True, casting="unsafe")
            return
    if is_basic(index):
        write(a, index, (), value)
        return
    found = _Index(index, whole_numbers=True)
    write(a, found.template, found.parts, value)


@implements("take")
def take(a: Any, indices: Any, axis: Any = None, out: Any = None, mode: str = "raise") -> Any:
    a = whole(a)
    if axis is None:
        a, axis = a.ravel(), 0
    place = axis_of(a, axis)
    at = indices if is_traced(indices) else np.asarray(indices)
    from whygrad.tracing.numpy_functions.choosing import within
    from whygrad.tracing.numpy_functions.shapes import arranged

    return into(out, arranged(a[(*[slice(None)] * place, within(at, shape(a)[place], mode))]))


def _grid(at: Any, place: int, sizes: tuple[int, ...]) -> tuple[Any, ...]:
    """Index arrays for what stands along one axis, where `at` says at which place."""
    grid = list(np.indices(sizes, sparse=True))
    return (*grid[:place], at, *grid[place + 1 :])


@implements("take_along_axis")
def take_along_axis(arr: Any, indices: Any, axis: Any = -1) -> Any:
    arr, indices = whole(arr), indices if is_traced(indices) else np.asarray(indices)
    if axis is None:
        return arr.ravel()[indices]
    place = axis_of(arr, axis)
    sizes = tuple(n if k == place else shape(arr)[k] for k, n in enumerate(shape(indices)))
    return arr[_grid(indices, place, sizes)]


@implements("put_along_axis")
def put_along_axis(arr: Any, indices: Any, values: Any, axis: Any) -> None:
    if axis is None:
        arr.ravel()[indices] = values
        return
    place = axis_of(arr, axis)
    sizes = tuple(n if k == place else shape(arr)[k] for k, n in enumerate(shape(indices)))
    arr[_grid(indices, place, sizes)] = values


@implements("compress")
def compress(condition: Any, a: Any, axis: Any = None, out: Any = None) -> Any:
    a = whole(a)
    chosen = np.flatnonzero(np.asarray(concrete(condition)))
    return into(out, take(a, chosen, axis))


@implements("extract")
def extract(condition: Any, arr: Any) -> Any:
    return whole(arr).ravel()[np.flatnonzero(np.asarray(concrete(condition)))]


def _put(a: Any, at: Any, v: Any) -> None:
    """Write to places that are counted row after row; too few values are used over and over."""
    values = whole(v).ravel()
    a[np.unravel_index(at, shape(a))] = values[np.arange(at.size) % max(shape(values)[0], 1)]


@implements("put")
def put(a: Any, ind: Any, v: Any, mode: str = "raise") -> None:
    from whygrad.tracing.numpy_functions.choosing import within

    at = np.arange(a.size)[within(np.asarray(concrete(ind)).ravel(), a.size, mode)]
    _put(a, at, v)


@implements("place")
def place_(arr: Any, mask: Any, vals: Any) -> None:
    _put(arr, np.flatnonzero(np.asarray(concrete(mask))), vals)


@implements("putmask")
def putmask(a: Any, mask: Any, values: Any) -> None:
    from whygrad.tracing.numpy_functions.choosing import where

    values = whole(values)
    if shape(values) != shape(a):
        values = values.ravel()[np.arange(a.size).reshape(shape(a)) % max(values.size, 1)]
    a[...] = where(mask, values, a)


@implements("copyto")
def copyto(dst: Any, src: Any, casting: str = "same_kind", where: Any = True) -> None:
    from whygrad.tracing.numpy_functions.choosing import where as choose

    if where is True:
        replace(target_of(dst), array(src), needed=True)
    else:
        dst[...] = choose(where, src, dst)


@implements("fill_diagonal")
def fill_diagonal(a: Any, val: Any, wrap: bool = False) -> None:
    plain = np.zeros(shape(a), dtype=bool)
    np.fill_diagonal(plain, True, wrap)
    _put(a, np.flatnonzero(plain), val)


def add_at(a: TracedArray, indices: Any, b: Any) -> None:
    """`np.add.at(a, indices, b)`: every one of equal indices counts."""
    found = _Index(indices)
    added = gate_on(index_add, current(a), b, *found.parts, index=found.template)
    replace(current(a), added, needed=False)


@implements("bincount")
def bincount(x: Any, /, weights: Any = None, minlength: int = 0) -> Any:
    from whygrad.tracing.numpy_functions.creation import zeros

    places = np.asarray(concrete(x))
    if weights is None:
        return np.bincount(places, minlength=minlength)
    found = zeros(max(minlength, int(places.max(initial=-1)) + 1))
    add_at(found, places, weights)
    return found


def change_at(a: TracedArray, indices: Any, change: Any) -> None:
    """`ufunc.at`: entry after entry. Places that are named several times are changed in as many rounds.

    `change(old, chosen)` gives the new entries from the old ones; `chosen` says which of the indices a round is about.
    """
    at = np.arange(a.size).reshape(shape(a))[_concrete_index(indices)]
    flat = at.ravel()
    rounds = np.zeros(flat.size, dtype=int)
    seen: dict[int, int] = {}
    for k, number in enumerate(flat):
        rounds[k] = seen.get(int(number), 0)
        seen[int(number)] = int(rounds[k]) + 1
    for turn in range(int(rounds.max(initial=-1)) + 1):
        chosen = np.flatnonzero(rounds == turn)
        where = np.unravel_index(flat[chosen], shape(a))
        a[where] = change(a[where], chosen, at.shape)


def _concrete_index(index: Any) -> Any:
    if type(index) is tuple:
        return tuple(_concrete_index(item) for item in index)
    return np.asarray(concrete(index)) if is_traced(index) else index


def _of_shape(name: str) -> Any:
    """Index arrays that depend on the shape alone."""
    function = getattr(np, name)
    return lambda arr, *rest, **options: function(np.empty(shape(arr)), *rest, **options)


for _name in ("diag_indices_from", "tril_indices_from", "triu_indices_from"):
    implements(_name)(_of_shape(_name))


@implements("unravel_index")
def unravel_index(indices: Any, shape: Any, order: str = "C") -> Any:
    found = np.unravel_index(np.asarray(concrete(indices)), shape, order=order)  # type: ignore[call-overload]
    return tuple(int(part) if np.ndim(part) == 0 else part for part in found)


def fill(a: TracedArray, value: Any) -> None:
    """`a.fill(value)`."""
    a[...] = value
