"""What goes over arrays part by part: nditer, ndenumerate, vectorize, apply_along_axis; and the brackets that join, np.r_ and np.c_."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from whygrad.tracing.arrays import held, is_traced
from whygrad.tracing.numpy_functions.creation import any_traced, array
from whygrad.tracing.numpy_functions.joining import column_stack, concatenate
from whygrad.tracing.numpy_functions.registry import axis_of, implements, ndim, shape, whole
from whygrad.tracing.numpy_functions.shapes import atleast_1d, broadcast_to, expand_dims, laid_out, moveaxis, reshape


class Entries:
    """`np.nditer` over one traced array, in the order of its places: its entries as views, which can be written."""

    def __init__(self, operand: Any) -> None:
        self._operand = operand
        self._places = list(np.ndindex(*shape(operand)))
        self._at = 0

    @property
    def finished(self) -> bool:
        """Are there no more entries?"""
        return self._at >= len(self._places)

    @property
    def multi_index(self) -> tuple[int, ...]:
        """The place of the present entry."""
        return self._places[self._at]

    @property
    def index(self) -> int:
        """How many entries came before."""
        return self._at

    @property
    def value(self) -> Any:
        """The present entry."""
        return self._operand[(*self.multi_index, ...)]

    def iternext(self) -> bool:
        """Go on to the next entry."""
        self._at += 1
        return not self.finished

    def __getitem__(self, which: int) -> Any:
        return self.value

    def __setitem__(self, which: int, value: Any) -> None:
        self._operand[self.multi_index] = value

    def __iter__(self) -> Iterator[Any]:
        while not self.finished:
            yield self.value
            self._at += 1

    def __enter__(self) -> Entries:
        return self

    def __exit__(self, *_: Any) -> None:
        """Nothing is open."""


def nditer(op: Any, *rest: Any, **options: Any) -> Any:
    """`np.nditer`."""
    operand = op[0] if isinstance(op, list | tuple) and not is_traced(op) and len(op) == 1 else op
    return Entries(operand) if is_traced(operand) else np.nditer(op, *rest, **options)


def ndenumerate(arr: Any) -> Any:
    """`np.ndenumerate`."""
    return ((place, arr[place]) for place in np.ndindex(*shape(arr))) if is_traced(arr) else np.ndenumerate(arr)


class Vectorized:
    """`np.vectorize(f)`: the function, called on one entry after another."""

    def __init__(self, pyfunc: Any, *rest: Any, **options: Any) -> None:
        self._function = pyfunc
        self._plain = np.vectorize(pyfunc, *rest, **options)
        self._signature = options.get("signature")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._signature is not None or not any_traced(list(args)):
            return self._plain(*args, **kwargs)
        size = np.broadcast_shapes(*[shape(value) for value in args])
        whole = [broadcast_to(value, size) for value in args]
        found = array([self._function(*[value[place] for value in whole], **kwargs) for place in np.ndindex(*size)])
        return laid_out(reshape(found, size), np.vectorize(lambda *values: 0.0)(*map(held, args)))


@implements("apply_along_axis")
def apply_along_axis(func1d: Any, axis: int, arr: Any, *args: Any, **kwargs: Any) -> Any:
    moved = moveaxis(whole(arr), axis, -1)
    rest = shape(moved)[:-1]
    found = array([func1d(moved[place], *args, **kwargs) for place in np.ndindex(*rest)])
    out = reshape(found, (*rest, *shape(found)[1:]))
    place = axis_of(arr, axis)
    for k in range(len(shape(found)) - 1):
        out = moveaxis(out, len(rest) + k, place + k)
    return out


@implements("apply_over_axes")
def apply_over_axes(func: Any, a: Any, axes: Any) -> Any:
    found = whole(a)
    for axis in axes if isinstance(axes, tuple | list) else (axes,):
        place = axis_of(a, axis)
        reduced = func(found, place)
        found = reduced if ndim(reduced) == ndim(found) else expand_dims(reduced, place)
    return found


class Joined:
    """`np.r_[…]` and `np.c_[…]`."""

    def __init__(self, original: Any) -> None:
        self._original = original

    def __getitem__(self, key: Any) -> Any:
        items = key if isinstance(key, tuple) else (key,)
        if not any_traced(list(items)) or any(isinstance(item, str) for item in items):
            return self._original[key]
        parts = [np.r_[item] if isinstance(item, slice) else item for item in items]
        if self._original is np.r_:
            return concatenate([atleast_1d(part) for part in parts])
        if all(ndim(held(part)) < 2 for part in parts):
            return column_stack([atleast_1d(part) for part in parts])
        return concatenate([reshape(part, (-1, 1)) if ndim(part) < 2 else part for part in parts], -1)

    def __len__(self) -> int:
        return 0


#: By NumPy's own class.
TYPES: dict[type, Any] = {np.nditer: nditer, np.ndenumerate: ndenumerate, np.vectorize: Vectorized}
