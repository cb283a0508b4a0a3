"""What makes one array of several, and several of one."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from whygrad.gates.arrays import shape as places
from whygrad.tracing.numpy_functions.registry import array, axis_of, concrete, gate_on, implements, into, ndim, shape, whole, with_dtype
from whygrad.tracing.numpy_functions.shapes import atleast_1d, atleast_2d, atleast_3d, laid_out, moveaxis, ravel, reshape


def _listed(arrays: Any) -> list[Any]:
    return [array(value) for value in arrays]


@implements("concatenate", "concat")
def concatenate(arrays: Any, /, axis: Any = 0, out: Any = None, *, dtype: Any = None, casting: str = "same_kind") -> Any:
    parts = _listed(arrays)
    if axis is None:
        parts, axis = [ravel(part) for part in parts], 0
    if not parts or ndim(parts[0]) == 0:
        np.concatenate([np.empty(shape(part)) for part in parts], axis)  # it complains
    return into(out, with_dtype(gate_on(places.concatenate, *parts, axis=axis_of(parts[0], axis)), dtype))


@implements("stack")
def stack(arrays: Any, axis: int = 0, out: Any = None, *, dtype: Any = None, casting: str = "same_kind") -> Any:
    parts = _listed(arrays)
    count = ndim(parts[0]) + 1 if parts else 1
    return into(out, with_dtype(gate_on(places.stack, *parts, axis=int(axis) % count if -count <= axis < count else int(axis)), dtype))


@implements("vstack", "row_stack")
def vstack(tup: Any, *, dtype: Any = None, casting: str = "same_kind") -> Any:
    return concatenate([atleast_2d(part) for part in tup], 0, dtype=dtype)


@implements("hstack")
def hstack(tup: Any, *, dtype: Any = None, casting: str = "same_kind") -> Any:
    parts = [atleast_1d(part) for part in tup]
    return concatenate(parts, 0 if ndim(parts[0]) == 1 else 1, dtype=dtype)


@implements("dstack")
def dstack(tup: Any) -> Any:
    return concatenate([atleast_3d(part) for part in tup], 2)


@implements("column_stack")
def column_stack(tup: Any) -> Any:
    return concatenate([reshape(part, (-1, 1)) if ndim(part) < 2 else part for part in map(array, tup)], 1)


@implements("append")
def append(arr: Any, values: Any, axis: Any = None) -> Any:
    return concatenate([ravel(arr), ravel(values)], 0) if axis is None else concatenate([arr, values], axis)


@implements("insert")
def insert(arr: Any, obj: Any, values: Any, axis: Any = None) -> Any:
    from whygrad.tracing.numpy_functions.creation import zeros_like

    arr, obj, values = array(arr), concrete(obj), whole(values)
    if axis is None:
        arr, axis = ravel(arr), 0
    place = axis_of(arr, axis)
    at = np.arange(shape(arr)[place])[obj] if isinstance(obj, slice) else np.asarray(obj)
    count = np.count_nonzero(at) if at.dtype == bool else at.size
    if at.size == 1:  # as many as are given
        values = reshape(values, (1,) * (ndim(arr) - ndim(values)) + shape(values))
        values = values if at.ndim else moveaxis(values, 0, place)
        count = shape(values)[place]
    marked = np.insert(np.arange(shape(arr)[place]), obj, -1 - np.arange(count))  # the k-th new one is -1 - k
    found = zeros_like(
        arr, order="F" if arr.flags.fnc else "C", shape=tuple(marked.size if k == place else size for k, size in enumerate(shape(arr)))
    )
    before = (slice(None),) * place
    found[(*before, np.flatnonzero(marked >= 0))] = arr
    found[(*before, np.argsort(marked)[:count][::-1])] = values
    return found


@implements("delete")
def delete(arr: Any, obj: Any, axis: Any = None) -> Any:
    arr = array(arr)
    if axis is None:
        arr, axis = ravel(arr), 0
    place = axis_of(arr, axis)
    found = arr[(*[slice(None)] * place, np.delete(np.arange(shape(arr)[place]), concrete(obj)))]
    return laid_out(found, np.empty(shape(found), order="F" if arr.flags.fnc else "C"))


@implements("block")
def block(arrays: Any) -> Any:
    def joined(part: Any, depth: int) -> Any:
        if not isinstance(part, list):
            return part
        return concatenate([joined(item, depth - 1) for item in part], -depth)

    def depth_of(part: Any) -> int:
        return 1 + max(map(depth_of, part)) if isinstance(part, list) else 0

    def leaves(part: Any) -> list[Any]:
        return [leaf for item in part for leaf in leaves(item)] if isinstance(part, list) else [part]

    depth = depth_of(arrays)
    count = max([depth, *[ndim(leaf) for leaf in leaves(arrays)]])

    def raised(part: Any) -> Any:
        return [raised(item) for item in part] if isinstance(part, list) else reshape(part, (1,) * (count - ndim(part)) + shape(part))

    return joined(raised(arrays), depth)


def _bounds(size: int, where: Any, *, even: bool) -> list[tuple[int, int]]:
    if isinstance(where, int | np.integer):
        if even and size % where:
            raise ValueError("array split does not result in an equal division")
        return [(int(part[0]), int(part[-1]) + 1) if len(part) else (size, size) for part in np.array_split(np.arange(size), int(where))]
    cuts = [0, *[int(cut) if cut >= 0 else size + int(cut) for cut in where], size]
    return [(min(a, size), min(max(a, b), size)) for a, b in pairwise(cuts)]


def _split(ary: Any, where: Any, axis: int, *, even: bool) -> list[Any]:
    from whygrad.tracing.numpy_functions.shapes import along

    place = axis_of(ary, axis)
    return [along(ary, place, slice(a, b)) for a, b in _bounds(shape(ary)[place], concrete(where), even=even)]


@implements("split")
def split(ary: Any, indices_or_sections: Any, axis: int = 0) -> Any:
    return _split(ary, indices_or_sections, axis, even=True)


@implements("array_split")
def array_split(ary: Any, indices_or_sections: Any, axis: int = 0) -> Any:
    return _split(ary, indices_or_sections, axis, even=False)


@implements("vsplit")
def vsplit(ary: Any, indices_or_sections: Any) -> Any:
    return split(ary, indices_or_sections, 0)


@implements("hsplit")
def hsplit(ary: Any, indices_or_sections: Any) -> Any:
    return split(ary, indices_or_sections, 0 if ndim(ary) == 1 else 1)


@implements("dsplit")
def dsplit(ary: Any, indices_or_sections: Any) -> Any:
    return split(ary, indices_or_sections, 2)


@implements("unstack")
def unstack(x: Any, /, *, axis: int = 0) -> Any:
    from whygrad.tracing.numpy_functions.shapes import along

    place = axis_of(x, axis)
    return tuple(along(x, place, k) for k in range(shape(x)[place]))


@implements("meshgrid")
def meshgrid(*xi: Any, copy: bool = True, sparse: bool = False, indexing: str = "xy") -> Any:
    from whygrad.tracing.numpy_functions.shapes import broadcast_to, copied

    flat = [ravel(x) for x in xi]
    order = [1, 0, *range(2, len(flat))] if indexing == "xy" and len(flat) > 1 else list(range(len(flat)))
    sizes = [shape(flat[k])[0] for k in order]
    found = []
    for k, x in enumerate(flat):
        axis = order.index(k)
        part = reshape(x, tuple(-1 if place == axis else 1 for place in range(len(flat))))
        part = part if sparse else broadcast_to(part, tuple(sizes))
        found.append(copied(part) if copy else part)
    return tuple(found)
