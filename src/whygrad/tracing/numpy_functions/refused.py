"""Functions of NumPy's that have no derivative here, and what to use instead; and those that tell or write something."""

from __future__ import annotations

from typing import Any

import numpy as np

from whygrad.gates.arrays.steps import step
from whygrad.text import Text, _
from whygrad.tracing.active import running
from whygrad.tracing.arrays import guard, held, is_traced
from whygrad.tracing.asking import asking
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
refuse(None, "packbits", "unpackbits", "unwrap", "poly", "roots", "polyfit", "i0")


def _tells(name: str) -> Any:
    """A function that tells something about numbers: the program goes by it from here on, so it is guarded."""
    function = getattr(np, name)

    def tell(*values: Any, **options: Any) -> Any:
        plain = function(*[held(value) for value in values], **{key: held(value) for key, value in options.items()})
        if name in ("may_share_memory", "shares_memory") and (trace := running()) is not None:
            trace.looked.setdefault(name, asking())
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


def _written(name: str) -> Any:
    """Functions that put an array into words: no gradient is lost by that."""
    function = getattr(np, name)
    return lambda *values, **options: function(*[held(value) for value in values], **options)


for _name in ("array2string", "array_repr", "array_str", "savetxt", "save"):
    implements(_name)(_written(_name))
