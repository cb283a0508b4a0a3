"""What makes arrays: they are traced from the start, since a program may write traced numbers into them later."""

from __future__ import annotations

from typing import Any

import numpy as np

from whygrad.gates.arrays.elementwise import copy as copy_gate
from whygrad.tracing.active import trace
from whygrad.tracing.arrays import held, is_traced
from whygrad.tracing.numpy_functions.registry import array as as_traced
from whygrad.tracing.numpy_functions.registry import concrete, dtype_of, gate_on, implements, shape, whole, with_dtype


def any_traced(items: Any) -> bool:
    """Is there a traced value in these nested lists and tuples?"""
    if isinstance(items, list | tuple) and not is_traced(items):
        return any(any_traced(item) for item in items)
    return is_traced(items)


def fresh(value: Any) -> Any:
    """A new array of the program's own: nobody else sees it, so that it needs no copy when it is written."""
    return trace().fresh(value) if value.dtype.kind in "fiub" else value


def zeros(shape: Any, dtype: Any = float, order: str = "C", **options: Any) -> Any:
    """`np.zeros`."""
    return fresh(np.zeros(concrete(shape), dtype))


def ones(shape: Any, dtype: Any = None, order: str = "C", **options: Any) -> Any:
    """`np.ones`."""
    return fresh(np.ones(concrete(shape), dtype))


def empty(shape: Any, dtype: Any = float, order: str = "C", **options: Any) -> Any:
    """`np.empty`; it is zeros here, so that two runs agree."""
    return fresh(np.zeros(concrete(shape), dtype))


def full(shape: Any, fill_value: Any, dtype: Any = None, order: str = "C", **options: Any) -> Any:
    """`np.full`."""
    if not is_traced(fill_value):
        return fresh(np.full(concrete(shape), fill_value, dtype))
    made = zeros(shape, dtype_of(fill_value) if dtype is None else dtype)
    made[...] = fill_value
    return made


def _like(a: Any, dtype: Any, size: Any) -> tuple[Any, Any]:
    return (shape(a) if size is None else size), (dtype_of(a) if dtype is None else dtype)


@implements("zeros_like", "empty_like")
def zeros_like(a: Any, dtype: Any = None, order: str = "K", subok: bool = True, shape: Any = None, **options: Any) -> Any:
    return zeros(*_like(a, dtype, shape))


@implements("ones_like")
def ones_like(a: Any, dtype: Any = None, order: str = "K", subok: bool = True, shape: Any = None, **options: Any) -> Any:
    return ones(*_like(a, dtype, shape))


@implements("full_like")
def full_like(a: Any, fill_value: Any, dtype: Any = None, order: str = "K", subok: bool = True, shape: Any = None, **options: Any) -> Any:
    size, kind = _like(a, dtype, shape)
    return full(size, fill_value, kind)


def array(object: Any, dtype: Any = None, *, copy: Any = True, order: str = "K", subok: bool = False, ndmin: int = 0, **options: Any) -> Any:
    """`np.array`, of nested lists with traced values too."""
    from whygrad.tracing.numpy_functions.joining import stack
    from whygrad.tracing.numpy_functions.shapes import reshape

    if is_traced(object):
        found = gate_on(copy_gate, whole(object)) if copy else whole(object)
    elif any_traced(object):
        found = stack([array(item, copy=False) if isinstance(item, list | tuple) else item for item in object])
    else:
        found = fresh(np.array(object, dtype))
    if not is_traced(found):
        return found
    found = with_dtype(found, dtype)
    return reshape(found, (1,) * (ndmin - len(shape(found))) + shape(found)) if ndmin > len(shape(found)) else found


def asarray(a: Any, dtype: Any = None, order: Any = None, **options: Any) -> Any:
    """`np.asarray`: an array stays the very array that it is."""
    if isinstance(held(a), np.ndarray):
        return with_dtype(as_traced(a), dtype)
    return array(a, dtype)


@implements("copy")
def copy(a: Any, order: str = "K", subok: bool = False) -> Any:
    return gate_on(copy_gate, whole(a))


def float_(dtype: type[Any]) -> Any:
    """`np.float64(x)` and its like, which keep the trace of x."""

    def convert(x: Any = 0.0) -> Any:
        if not any_traced(x):
            return dtype(x)
        found = with_dtype(array(x) if isinstance(x, list | tuple) else as_traced(x), dtype)
        return gate_on(copy_gate, found)[()] if not isinstance(held(found), np.ndarray | np.generic) else found

    return convert


#: Of these the result is an array that a program may write to: it is traced, and a constant of the graph.
MAKERS = ("eye", "identity", "linspace", "logspace", "geomspace", "tri", "vander", "fromfunction", "loadtxt", "genfromtxt", "hanning", "hamming")

CREATION = {
    "zeros": zeros,
    "ones": ones,
    "empty": empty,
    "full": full,
    "array": array,
    "asarray": asarray,
    "asanyarray": asarray,
    "ascontiguousarray": asarray,
    "asfortranarray": asarray,
    "asarray_chkfinite": asarray,
    "require": asarray,
    "fromiter": lambda iter, dtype, count=-1, **options: array(list(iter)[: None if count < 0 else count], dtype),
    "isscalar": lambda element: np.isscalar(held(element)),
}


def making(function: Any) -> Any:
    """A function that makes an array, whose result is traced; its arguments decide shapes, so they are made concrete."""

    def make(*values: Any, **options: Any) -> Any:
        made = function(*[concrete(value) for value in values], **{name: concrete(value) for name, value in options.items()})
        return fresh(made) if isinstance(made, np.ndarray) else made

    return make


def arange(*values: Any, **options: Any) -> Any:
    """`np.arange`: of whole numbers it is an index, which stays plain."""
    found = np.arange(*[concrete(value) if dtype_of(value).kind in "iu" else held(value) for value in values], **options)
    return fresh(found) if found.dtype.kind == "f" else found
