"""JAX without its compiler: NumPy computes JAX's primitives, so that what is left of JAX is what it is here for, its rules.

JAX compiles every primitive for every combination of shapes, some 15 ms each, and a random program has fifty that were not there
before: 1.6 s a program, where this takes 1/50 of that. The rules by which JAX differentiates (jvp, transposition, the definition of
each function by primitives) run as they are, and what they give is held against finite differences of the program all the same.
What is not here, or is asked in an unusual way, goes to XLA.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np

Array = Any
Computes = Callable[..., Array]

special: Any = importlib.import_module("scipy.special")  # it has no types

ELEMENTWISE: dict[str, Computes] = {
    **{name: getattr(np, name) for name in "cos cosh exp exp2 expm1 floor log log1p sign sin sinh sqrt square tan tanh cbrt ceil".split()},
    **{name: getattr(np, f"arc{name[1:]}") for name in "acos acosh asin asinh atan atan2 atanh".split()},
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "neg": np.negative,
    "abs": np.abs,
    "max": np.maximum,
    "min": np.minimum,
    "eq": np.equal,
    "ne": np.not_equal,
    "ge": np.greater_equal,
    "gt": np.greater,
    "le": np.less_equal,
    "lt": np.less,
    "and": np.bitwise_and,
    "or": np.bitwise_or,
    "xor": np.bitwise_xor,
    "not": np.invert,
    "is_finite": np.isfinite,
    "rem": np.fmod,
    "erf": special.erf,
    "erfc": special.erfc,
    "lgamma": special.gammaln,
    "digamma": special.digamma,
    "logistic": special.expit,
    "copy": np.array,
    "stage": np.array,
}


def _div(x: Array, y: Array) -> Array:
    return x / y if x.dtype.kind == "f" else NotImplemented  # of integers, XLA's division truncates


def _pow(x: Array, y: Array, **_: Any) -> Array:
    return np.power(x, y).astype(x.dtype)


def _integer_pow(x: Array, *, y: int) -> Array:
    return (x**y if y >= 0 else 1 / x**-y).astype(x.dtype)


def _rsqrt(x: Array, **_: Any) -> Array:
    return (1 / np.sqrt(x)).astype(x.dtype)


def _clamp(low: Array, x: Array, high: Array) -> Array:
    return np.clip(x, low, high)


def _select_n(which: Array, *cases: Array) -> Array:
    return np.where(which, cases[1], cases[0]) if len(cases) == 2 else NotImplemented


def _convert(x: Array, *, new_dtype: Any, **_: Any) -> Array:
    return x.astype(new_dtype)


def _iota(*, dtype: Any, shape: Sequence[int], dimension: int, **_: Any) -> Array:
    at = [n if k == dimension else 1 for k, n in enumerate(shape)]
    return np.broadcast_to(np.arange(shape[dimension], dtype=dtype).reshape(at), shape)


def _broadcast(x: Array, *, shape: Sequence[int], broadcast_dimensions: Sequence[int], **_: Any) -> Array:
    at = [1] * len(shape)
    for k, n in zip(broadcast_dimensions, x.shape, strict=True):
        at[k] = n
    return np.broadcast_to(x.reshape(at), shape)


def _reshape(x: Array, *, new_sizes: Sequence[int], dimensions: Sequence[int] | None, **_: Any) -> Array:
    return x.reshape(new_sizes) if dimensions is None else NotImplemented


def _transpose(x: Array, *, permutation: Sequence[int]) -> Array:
    return np.transpose(x, permutation)


def _squeeze(x: Array, *, dimensions: Sequence[int]) -> Array:
    return np.squeeze(x, tuple(dimensions))


def _rev(x: Array, *, dimensions: Sequence[int]) -> Array:
    return np.flip(x, tuple(dimensions))


def _concatenate(*parts: Array, dimension: int) -> Array:
    return np.concatenate(parts, dimension)


def _stack(*parts: Array, axis: int) -> Array:
    return np.stack(parts, axis)


def _unstack(x: Array, *, axis: int) -> Array:
    return [np.take(x, k, axis) for k in range(x.shape[axis])]


def _split(x: Array, *, sizes: Sequence[int], axis: int) -> Array:
    return np.split(x, np.cumsum(sizes)[:-1], axis)


def _tile(x: Array, *, reps: Sequence[int]) -> Array:
    return np.tile(x, reps)


def _slice(x: Array, *, start_indices: Sequence[int], limit_indices: Sequence[int], strides: Sequence[int] | None) -> Array:
    return x[tuple(map(slice, start_indices, limit_indices, strides or (1,) * x.ndim))]


def _window(x: Array, starts: Sequence[Array], sizes: Sequence[int]) -> tuple[slice, ...]:
    begins = [min(max(int(start), 0), n - size) for start, n, size in zip(starts, x.shape, sizes, strict=True)]
    return tuple(slice(k, k + size) for k, size in zip(begins, sizes, strict=True))


def _dynamic_slice(x: Array, *starts: Array, slice_sizes: Sequence[int]) -> Array:
    return x[_window(x, starts, slice_sizes)]


def _dynamic_update(x: Array, update: Array, *starts: Array) -> Array:
    out = np.array(x)
    out[_window(x, starts, update.shape)] = update
    return out


def _pad(x: Array, value: Array, *, padding_config: Sequence[tuple[int, int, int]]) -> Array:
    if any(low < 0 or high < 0 for low, high, _ in padding_config):
        return NotImplemented
    spread = [max(n + (n - 1) * inner, 0) for n, (_, _, inner) in zip(x.shape, padding_config, strict=True)]
    out = np.full([low + n + high for n, (low, high, _) in zip(spread, padding_config, strict=True)], value, x.dtype)
    out[tuple(slice(low, low + n, inner + 1) for n, (low, _, inner) in zip(spread, padding_config, strict=True))] = x
    return out


def _reducing(function: Computes) -> Computes:
    def reduce(x: Array, *, axes: Sequence[int], **_: Any) -> Array:
        return function(x, axis=tuple(axes)).astype(x.dtype) if x.size else NotImplemented

    return reduce


def _running(function: Computes) -> Computes:
    def run(x: Array, *, axis: int, reverse: bool) -> Array:
        return np.flip(function(np.flip(x, axis), axis=axis), axis) if reverse else function(x, axis=axis)

    return run


def _arg(function: Computes) -> Computes:
    def find(x: Array, *, axes: Sequence[int], index_dtype: Any) -> Array:
        return function(x, axis=axes[0]).astype(index_dtype)

    return find


def _sort(*operands: Array, dimension: int, is_stable: bool, num_keys: int) -> Array:
    if num_keys != 1:
        return NotImplemented
    order = np.argsort(operands[0], axis=dimension, kind="stable")
    return [np.take_along_axis(x, order, dimension) for x in operands]


def _dot_general(x: Array, y: Array, *, dimension_numbers: Any, preferred_element_type: Any, **_: Any) -> Array:
    (x_summed, y_summed), (x_batch, y_batch) = dimension_numbers
    of_x = list(range(x.ndim))
    of_y = list(range(x.ndim, x.ndim + y.ndim))
    for k, m in zip((*x_summed, *x_batch), (*y_summed, *y_batch), strict=True):
        of_y[m] = of_x[k]
    free_x = [k for k in range(x.ndim) if k not in {*x_summed, *x_batch}]
    free_y = [of_y[k] for k in range(y.ndim) if k not in {*y_summed, *y_batch}]
    out = np.einsum(x, of_x, y, of_y, [*x_batch, *free_x, *free_y])
    return out.astype(preferred_element_type or x.dtype)


def _places(
    x: Array, indices: Array, mapped: Sequence[int], batch: Sequence[int], index_batch: Sequence[int], sizes: Sequence[int], clip: bool
) -> Iterator[tuple[tuple[int, ...], tuple[slice, ...] | None]]:
    """For each index: where it stands, and the window of x that it names; None if that isn't all inside and isn't moved there."""
    for at in np.ndindex(*indices.shape[:-1]):
        starts = [0] * x.ndim
        for k, start in zip(mapped, indices[at], strict=True):
            starts[k] = int(start)
        for k, m in zip(batch, index_batch, strict=True):
            starts[k] = at[m]
        window = _window(x, starts, sizes)
        yield at, window if clip or all(part.start == start for part, start in zip(window, starts, strict=True)) else None


def _gather(x: Array, indices: Array, *, dimension_numbers: Any, slice_sizes: Sequence[int], mode: Any, **_: Any) -> Array:
    d, clip = dimension_numbers, mode.name == "CLIP"
    gone = {*d.collapsed_slice_dims, *d.operand_batching_dims}
    kept = [n for k, n in enumerate(slice_sizes) if k not in gone]
    out = np.empty((*indices.shape[:-1], *kept), x.dtype)
    for at, window in _places(x, indices, d.start_index_map, d.operand_batching_dims, d.start_indices_batching_dims, slice_sizes, clip):
        if window is None:
            return NotImplemented
        out[at] = x[window].reshape(kept)
    return np.moveaxis(out, range(indices.ndim - 1, out.ndim), d.offset_dims)


def _scattering(combine: Computes) -> Computes:
    def scatter(x: Array, indices: Array, updates: Array, *, dimension_numbers: Any, mode: Any, **_: Any) -> Array:
        d, clip = dimension_numbers, mode.name == "CLIP"
        gone = {*d.inserted_window_dims, *d.operand_batching_dims}
        updates = np.moveaxis(updates, d.update_window_dims, range(indices.ndim - 1, updates.ndim))
        left = iter(updates.shape[indices.ndim - 1 :])
        sizes = [1 if k in gone else next(left) for k in range(x.ndim)]
        out = np.array(x)
        mapped, batch, index_batch = d.scatter_dims_to_operand_dims, d.operand_batching_dims, d.scatter_indices_batching_dims
        for at, window in _places(x, indices, mapped, batch, index_batch, sizes, clip):
            if window is not None:
                out[window] = combine(out[window], updates[at].reshape(sizes))
        return out

    return scatter


OTHER: dict[str, Computes] = {
    "div": _div,
    "pow": _pow,
    "integer_pow": _integer_pow,
    "rsqrt": _rsqrt,
    "clamp": _clamp,
    "select_n": _select_n,
    "convert_element_type": _convert,
    "iota": _iota,
    "broadcast_in_dim": _broadcast,
    "reshape": _reshape,
    "transpose": _transpose,
    "squeeze": _squeeze,
    "rev": _rev,
    "concatenate": _concatenate,
    "slice": _slice,
    "dynamic_slice": _dynamic_slice,
    "pad": _pad,
    "stack": _stack,
    "unstack": _unstack,
    "split": _split,
    "tile": _tile,
    "dynamic_update_slice": _dynamic_update,
    "sort": _sort,
    "dot_general": _dot_general,
    "gather": _gather,
    **{
        f"reduce_{name}": _reducing(getattr(np, word))
        for name, word in zip("sum prod max min and or".split(), "sum prod max min all any".split(), strict=True)
    },
    "cumsum": _running(np.cumsum),
    "cumprod": _running(np.cumprod),
    "argmax": _arg(np.argmax),
    "argmin": _arg(np.argmin),
    "scatter": _scattering(lambda old, new: new),
    "scatter_add": _scattering(np.add),
    "scatter_mul": _scattering(np.multiply),
}


@cache
def _instead() -> tuple[tuple[Any, Computes, Computes], ...]:
    """Each primitive, what computes it now, and what is to."""
    homes = [importlib.import_module(name) for name in ("jax.extend.core.primitives", "jax._src.lax.lax")]  # the latter: only for speed
    device_put = importlib.import_module("jax").device_put

    def by_numpy(compute: Computes, xla: Computes, elementwise: bool) -> Computes:
        def impl(*arguments: Array, **parameters: Any) -> Array:
            weak = parameters.get("weak_type") or any(isinstance(x, int | float) or getattr(x, "weak_type", False) for x in arguments)
            if weak:  # a dtype that gives way to another, as a Python number's does; NumPy's arrays have none such
                return xla(*arguments, **parameters)
            arrays = map(np.asarray, arguments)
            out = compute(*arrays) if elementwise else compute(*arrays, **parameters)
            if out is NotImplemented:
                return xla(*arguments, **parameters)
            return list(map(device_put, out)) if isinstance(out, list) else device_put(out)

        return impl

    found = []
    for name, compute in (ELEMENTWISE | OTHER).items():
        primitive = next((p for home in homes if (p := getattr(home, f"{name}_p", None)) is not None), None)
        if primitive is not None:
            found.append((primitive, primitive.impl, by_numpy(compute, primitive.impl, name in ELEMENTWISE)))
    return tuple(found)


@contextmanager
def without_compiler() -> Iterator[None]:
    """In here JAX computes primitive by primitive, with NumPy. Outside it is as it was, for whoever else uses it."""
    jax = importlib.import_module("jax")
    with jax.disable_jit():
        for primitive, _, mine in _instead():
            primitive.def_impl(mine)
        try:
            yield
        finally:
            for primitive, before, _ in _instead():
                primitive.def_impl(before)
