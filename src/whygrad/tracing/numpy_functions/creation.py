"""What makes arrays: they are traced from the start, since a program may write traced numbers into them later."""

from __future__ import annotations

from typing import Any

import numpy as np

from whygrad.gates.arrays.elementwise import copy as copy_gate
from whygrad.tracing.active import trace
from whygrad.tracing.arrays import held, is_traced
from whygrad.tracing.numpy_functions.registry import array as as_traced
from whygrad.tracing.numpy_functions.registry import concrete, dtype_of, gate_on, implements, ndim, shape, whole, with_dtype
from whygrad.tracing.numpy_functions.shapes import atleast_1d


def any_traced(items: Any) -> bool:
    """Is there a traced value in these nested lists and tuples?"""
    if isinstance(items, list | tuple) and not is_traced(items):
        return any(any_traced(item) for item in items)
    return is_traced(items)


def fresh(value: Any) -> Any:
    """A new array of the program's own: nobody else sees it, so that it needs no copy when it is written."""
    return trace().fresh(value) if value.dtype.kind in "fiub" else value


def zeros(shape: Any, dtype: Any = float, order: Any = "C", **options: Any) -> Any:
    """`np.zeros`."""
    return fresh(np.zeros(concrete(shape), dtype, order=order))


def ones(shape: Any, dtype: Any = None, order: Any = "C", **options: Any) -> Any:
    """`np.ones`."""
    return fresh(np.ones(concrete(shape), dtype, order=order))


def empty(shape: Any, dtype: Any = float, order: Any = "C", **options: Any) -> Any:
    """`np.empty`; it is zeros here, so that two runs agree."""
    return fresh(np.zeros(concrete(shape), dtype, order=order))


def full(shape: Any, fill_value: Any, dtype: Any = None, order: Any = "C", **options: Any) -> Any:
    """`np.full`."""
    if not is_traced(fill_value):
        return fresh(np.full(concrete(shape), fill_value, dtype, order=order))
    made = zeros(shape, dtype_of(fill_value) if dtype is None else dtype, order)
    made[...] = fill_value
    return made


def _example(a: Any) -> Any:
    """A plain array that lies in memory as this one does."""
    return held(a) if is_traced(a) or not any_traced(a) else held(array(a))


@implements("zeros_like", "empty_like")
def zeros_like(a: Any, dtype: Any = None, order: Any = "K", subok: bool = True, shape: Any = None, **options: Any) -> Any:
    return fresh(np.zeros_like(_example(a), dtype, order, shape=concrete(shape)))


@implements("ones_like")
def ones_like(a: Any, dtype: Any = None, order: Any = "K", subok: bool = True, shape: Any = None, **options: Any) -> Any:
    return fresh(np.ones_like(_example(a), dtype, order, shape=concrete(shape)))


@implements("full_like")
def full_like(a: Any, fill_value: Any, dtype: Any = None, order: Any = "K", subok: bool = True, shape: Any = None, **options: Any) -> Any:
    if not any_traced(fill_value):
        return fresh(np.full_like(_example(a), fill_value, dtype, order, shape=concrete(shape)))
    made = zeros_like(a, dtype, order, subok, shape)
    made[...] = fill_value
    return made


def array(
    object: Any, dtype: Any = None, *, copy: Any = True, order: Any = "K", subok: bool = False, ndmin: int = 0, **options: Any
) -> Any:
    """`np.array`, of nested lists with traced values too."""
    from whygrad.tracing.numpy_functions.joining import stack
    from whygrad.tracing.numpy_functions.shapes import laid_out, reshape

    if is_traced(object):
        found = gate_on(copy_gate, whole(object), order=order) if copy else whole(object)
    elif any_traced(object):
        found = stack([array(item, copy=False) if isinstance(item, list | tuple) else item for item in object])
        found = laid_out(found, np.empty(found.shape, order="F" if order == "F" else "C"))
    else:
        found = fresh(np.array(object, dtype, order=order))
    if not is_traced(found):
        return found
    found = with_dtype(found, dtype)
    return reshape(found, (1,) * (ndmin - len(shape(found))) + shape(found)) if ndmin > len(shape(found)) else found


def asarray(a: Any, dtype: Any = None, order: Any = None, *, copy: Any = None, **options: Any) -> Any:
    """`np.asarray`: an array stays the very array that it is, unless a copy is asked for or another order in memory."""
    if copy or not isinstance(held(a), np.ndarray):
        return array(a, dtype, order=order or "K")
    found = with_dtype(as_traced(a), dtype)
    return contiguous(order)(found) if order in ("C", "F") and ndim(found) else found


def asarray_chkfinite(a: Any, dtype: Any = None, order: Any = None) -> Any:
    """`np.asarray_chkfinite`."""
    found = asarray(a, dtype, order)
    np.asarray_chkfinite(held(found))  # it complains
    return found


def contiguous(order: str) -> Any:
    """`np.ascontiguousarray` and `np.asfortranarray`: the array itself if it lies so in memory, else a copy."""

    def arranged(a: Any, dtype: Any = None, **options: Any) -> Any:
        found = asarray(a, dtype)
        if not np.ndim(held(found)):
            return atleast_1d(found)
        flags = held(found).flags
        return found if (flags.c_contiguous if order == "C" else flags.f_contiguous) else gate_on(copy_gate, found, order=order)

    return arranged


@implements("copy")
def copy(a: Any, order: str = "K", subok: bool = False) -> Any:
    return gate_on(copy_gate, whole(a), order=order)


def float_(dtype: type[Any]) -> Any:
    """`np.float64(x)` and its like, which keep the trace of x."""

    def convert(x: Any = 0.0) -> Any:
        if not any_traced(x):
            return dtype(x)
        found = with_dtype(array(x) if isinstance(x, list | tuple) else as_traced(x), dtype)
        return gate_on(copy_gate, found)[()] if not isinstance(held(found), np.ndarray | np.generic) else found

    return convert


#: Of these the result is an array that a program may write to: it is traced, and a constant of the graph.
MAKERS = (
    "eye",
    "identity",
    "linspace",
    "logspace",
    "geomspace",
    "tri",
    "vander",
    "fromfunction",
    "loadtxt",
    "genfromtxt",
    "hanning",
    "hamming",
)


def linspace(start: Any, stop: Any, num: Any = 50, endpoint: bool = True, retstep: bool = False, dtype: Any = None, axis: int = 0) -> Any:
    """`np.linspace`, whose ends may be traced."""
    num = concrete(num)
    if not is_traced(start) and not is_traced(stop):
        numpys: Any = np
        plain = numpys.linspace(start, stop, num, endpoint, retstep, dtype, axis)
        return (fresh(plain[0]), plain[1]) if retstep else fresh(plain)
    start, stop = as_traced(start), as_traced(stop)
    step = (stop - start) / max(num - 1 if endpoint else num, 1)
    along = np.arange(float(num)).reshape((-1, *(1,) * max(len(shape(start)), len(shape(stop)))))
    found = start + as_traced(along) * step
    if axis:
        from whygrad.tracing.numpy_functions.shapes import moveaxis

        found = moveaxis(found, 0, axis)
    found = with_dtype(found, dtype)
    return (found, step) if retstep else found


def logspace(start: Any, stop: Any, num: Any = 50, endpoint: bool = True, base: Any = 10.0, dtype: Any = None, axis: int = 0) -> Any:
    """`np.logspace`, whose ends may be traced."""
    return with_dtype(as_traced(base) ** linspace(start, stop, num, endpoint, axis=axis), dtype)


def geomspace(start: Any, stop: Any, num: Any = 50, endpoint: bool = True, dtype: Any = None, axis: int = 0) -> Any:
    """`np.geomspace`, whose ends may be traced."""
    start, stop = as_traced(start), as_traced(stop)
    return with_dtype(start * (stop / start) ** linspace(0.0, 1.0, num, endpoint, axis=axis), dtype)


def vander(x: Any, N: Any = None, increasing: bool = False) -> Any:  # noqa: N803 - NumPy's own name
    """`np.vander`."""
    x = whole(x)
    count = shape(x)[0] if N is None else concrete(N)
    powers = np.arange(count) if increasing else np.arange(count)[::-1]
    return x[:, None] ** np.ascontiguousarray(powers)


CREATION = {
    "linspace": linspace,
    "logspace": logspace,
    "geomspace": geomspace,
    "vander": vander,
    "zeros": zeros,
    "ones": ones,
    "empty": empty,
    "full": full,
    "array": array,
    "asarray": asarray,
    "asanyarray": asarray,
    "ascontiguousarray": contiguous("C"),
    "asfortranarray": contiguous("F"),
    "asarray_chkfinite": asarray_chkfinite,
    "require": asarray,
    "fromiter": lambda iter, dtype, count=-1, **options: array(list(iter)[: None if count < 0 else count], dtype),
    "isscalar": lambda element: np.isscalar(held(element)),
}


def making(function: Any) -> Any:
    """A function that makes an array, whose result is traced; its arguments decide shapes, so they are made concrete."""

    def make(*values: Any, **options: Any) -> Any:
        made = function(*[concrete(value) for value in values], **{name: concrete(value) for name, value in options.items()})
        return fresh(made) if isinstance(made, np.ndarray) and not is_traced(made) else made

    return make


def arange(*values: Any, dtype: Any = None, **options: Any) -> Any:
    """`np.arange`: of whole numbers it is an index, which stays plain; its ends may be traced."""
    bounds = {**dict(zip(("start", "stop", "step"), values, strict=False)), **options}
    if bounds.get("stop") is None and "start" in bounds:  # one alone is where it ends
        bounds["stop"] = bounds.pop("start")
    start, stop, step = bounds.get("start", 0), bounds.get("stop"), bounds.get("step")
    step = 1 if step is None else step
    if any(is_traced(value) and dtype_of(value).kind == "f" for value in (start, stop, step)):
        count = len(np.arange(held(start), held(stop), held(step)))
        return with_dtype(as_traced(start) + as_traced(np.arange(float(count))) * step, dtype)
    numpys: Any = np
    found = numpys.arange(concrete(start), concrete(stop), concrete(step), dtype)
    return fresh(found) if found.dtype.kind == "f" else found
