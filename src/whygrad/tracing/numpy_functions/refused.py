"""Functions of NumPy's that have no derivative here, and what to use instead; and those that need none."""

from __future__ import annotations

from typing import Any

import numpy as np

from whygrad.gates.arrays.steps import step
from whygrad.text import Text, _
from whygrad.tracing.arrays import guard, held, is_traced
from whygrad.tracing.numpy_functions.registry import array, gate_on, implements, refuse

_COMPLEX = Text(_("Its result is complex. Of real numbers, write the sums of sines and cosines as matrix products."))
_EIGEN = Text(_("Use `np.linalg.solve`, `inv`, `det`, `slogdet`, `norm` or `cholesky`, or give it a rule with `whygrad.custom_vjp`."))
_MEMORY = Text(_("It reads memory without telling which numbers. Use `np.lib.stride_tricks.sliding_window_view`, or slices."))
_COUNTS = Text(_("It counts in bins, which moves in steps: it has no gradient."))

refuse(_MEMORY, "lib.stride_tricks.as_strided")
refuse(_COMPLEX, *[f"fft.{name}" for name in ("fft", "ifft", "rfft", "irfft", "fft2", "ifft2", "fftn", "ifftn", "hfft", "ihfft")])
refuse(
    _EIGEN,
    *[f"linalg.{name}" for name in ("eig", "eigh", "eigvals", "eigvalsh", "svd", "svdvals", "qr", "cond", "tensorinv", "tensorsolve")],
)
refuse(_COUNTS, "histogram", "histogram2d", "histogramdd")
refuse(None, "packbits", "unpackbits", "unwrap", "poly", "roots", "polyfit")


def _tells(name: str) -> Any:
    """A function that tells something about numbers: the program goes by it from here on, so it is guarded."""
    function = getattr(np, name)

    def tell(*values: Any, **options: Any) -> Any:
        plain = function(*[held(value) for value in values], **{key: held(value) for key, value in options.items()})
        for value in values:
            if is_traced(value) and name not in ("shape", "ndim", "size", "result_type", "can_cast", "may_share_memory", "shares_memory"):
                found = gate_on(step(name), *[item if is_traced(item) else array(item) for item in values], **options)
                guard(found, bool(plain))
                break
        return plain

    return tell


for _name in ("allclose", "array_equal", "array_equiv"):
    implements(_name)(_tells(_name))
for _name in (
    "shape",
    "ndim",
    "size",
    "result_type",
    "can_cast",
    "may_share_memory",
    "shares_memory",
    "iscomplexobj",
    "isrealobj",
    "min_scalar_type",
):
    if hasattr(np, _name):
        implements(_name)(_tells(_name))


@implements("apply_along_axis")
def apply_along_axis(func1d: Any, axis: int, arr: Any, *args: Any, **kwargs: Any) -> Any:
    from whygrad.tracing.numpy_functions.creation import array as made
    from whygrad.tracing.numpy_functions.registry import axis_of, shape, whole
    from whygrad.tracing.numpy_functions.shapes import moveaxis, reshape

    moved = moveaxis(whole(arr), axis, -1)
    rest = shape(moved)[:-1]
    found = made([func1d(moved[place], *args, **kwargs) for place in np.ndindex(*rest)])
    out = reshape(found, (*rest, *shape(found)[1:]))
    place = axis_of(arr, axis)
    for k in range(len(shape(found)) - 1):
        out = moveaxis(out, len(rest) + k, place + k)
    return out


@implements("apply_over_axes")
def apply_over_axes(func: Any, a: Any, axes: Any) -> Any:
    from whygrad.tracing.numpy_functions.registry import axis_of, ndim, whole
    from whygrad.tracing.numpy_functions.shapes import expand_dims

    found = whole(a)
    for axis in axes if isinstance(axes, tuple | list) else (axes,):
        place = axis_of(a, axis)
        reduced = func(found, place)
        found = reduced if ndim(reduced) == ndim(found) else expand_dims(reduced, place)
    return found


@implements("bincount")
def bincount(x: Any, /, weights: Any = None, minlength: int = 0) -> Any:
    from whygrad.tracing.numpy_functions.creation import zeros
    from whygrad.tracing.numpy_functions.indexing import add_at
    from whygrad.tracing.numpy_functions.registry import concrete

    places = np.asarray(concrete(x))
    if weights is None:
        return np.bincount(places, minlength=minlength)
    found = zeros(max(minlength, int(places.max(initial=-1)) + 1))
    add_at(found, places, weights)
    return found


@implements("isclose")
def isclose(a: Any, b: Any, rtol: Any = 1e-05, atol: Any = 1e-08, equal_nan: bool = False) -> Any:
    return gate_on(step("isclose"), a, b, rtol=held(rtol), atol=held(atol), equal_nan=equal_nan)


@implements("isposinf")
def isposinf(x: Any, out: Any = None) -> Any:
    return gate_on(step("isposinf"), x)


@implements("isneginf")
def isneginf(x: Any, out: Any = None) -> Any:
    return gate_on(step("isneginf"), x)


@implements("isreal")
def isreal(x: Any) -> Any:
    return np.ones(np.shape(held(x)), dtype=bool)[()]


@implements("iscomplex")
def iscomplex(x: Any) -> Any:
    return np.zeros(np.shape(held(x)), dtype=bool)[()]


@implements("real", "real_if_close")
def real(val: Any, tol: Any = 100) -> Any:
    return val


@implements("imag")
def imag(val: Any) -> Any:
    return np.zeros(np.shape(held(val)))[()]


@implements("round", "around", "round_")
def round_(a: Any, decimals: Any = 0, out: Any = None) -> Any:
    from whygrad.gates.selection import round_ as gate
    from whygrad.tracing.numpy_functions.registry import concrete, into

    return into(out, gate_on(gate, a, concrete(decimals)) if decimals else gate_on(gate, a))


@implements("fix")
def fix(x: Any, out: Any = None) -> Any:
    from whygrad.gates.selection import trunc
    from whygrad.tracing.numpy_functions.registry import into

    return into(out, gate_on(trunc, x))


@implements("sinc")
def sinc(x: Any) -> Any:
    from whygrad.gates.arrays.elementwise import sinc as gate

    return gate_on(gate, x)


@implements("i0")
def i0(x: Any) -> Any:
    from whygrad.tracing import explained

    raise explained.unknown_function("np.i0")


@implements("polyval")
def polyval(p: Any, x: Any) -> Any:
    p, x = array(p), array(x)
    found = x * 0
    for k in range(len(p)):
        found = found * x + p[k]
    return found


def _written(name: str) -> Any:
    """Functions that put an array into words: no gradient is lost by that."""
    function = getattr(np, name)
    return lambda *values, **options: function(*[held(value) for value in values], **options)


for _name in ("array2string", "array_repr", "array_str", "savetxt", "save"):
    implements(_name)(_written(_name))
