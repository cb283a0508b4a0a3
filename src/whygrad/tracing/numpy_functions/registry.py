"""Which of NumPy's functions is traced by what, and what the functions of this package share.

A traced function has NumPy's own signature and is written in gates, or in other traced functions. Its arguments may be
traced or plain; at least one is traced, or it makes an array inside a trace.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from whygrad.gates.arrays.elementwise import cast
from whygrad.gates.table import Gate
from whygrad.text import Text
from whygrad.tracing import explained
from whygrad.tracing.active import trace
from whygrad.tracing.arrays import TracedArray, apply, current, held, is_traced
from whygrad.tracing.asking import is_augmented
from whygrad.tracing.traced import Traced
from whygrad.tracing.writes import replace

F = TypeVar("F", bound=Callable[..., Any])

#: By NumPy's own function, which `__array_function__` is given and a stand-in for NumPy looks up.
FUNCTIONS: dict[Any, Callable[..., Any]] = {}
#: Functions without a derivative here, and what to use instead.
REFUSED: dict[Any, tuple[str, Text | None]] = {}

NO_VALUE = np._NoValue


def numpys(name: str) -> Any:
    """NumPy's function of a dotted name; None in a version that has none."""
    found: Any = np
    for part in name.split("."):
        found = getattr(found, part, None)
    return found


def implements(*names: str) -> Callable[[F], F]:
    """Register a traced function for those of NumPy's."""

    def register(function: F) -> F:
        for name in names:
            original = numpys(name)
            if original is not None:
                FUNCTIONS[original] = function
        return function

    return register


def refuse(instead: Text | None, *names: str) -> None:
    """Register functions as having no derivative here."""
    for name in names:
        original = numpys(name)
        if original is not None:
            REFUSED[original] = (f"np.{name}", instead)


def array(value: Any) -> Any:
    """A traced value as it is (a view brought up to date); a plain one as a constant of the running trace."""
    if type(value) is TracedArray:
        return current(value)
    return value if type(value) is Traced else trace().lifted(value)


def whole(value: Any) -> Any:
    """The same as an array, also of a number."""
    found = array(value)
    if isinstance(held(found), np.ndarray):
        return found
    from whygrad.gates.arrays.shape import reshape

    return apply(reshape, [found], {"shape": ()})


def shape(value: Any) -> tuple[int, ...]:
    """The shape of a plain or traced value."""
    return np.shape(held(_listed(value)))


def _listed(value: Any) -> Any:
    """A list that holds traced values, as an array."""
    if isinstance(value, list | tuple) and not is_traced(value):
        from whygrad.tracing.numpy_functions.creation import any_traced

        return array(value) if any_traced(value) else value
    return value


def ndim(value: Any) -> int:
    """How many axes it has."""
    return len(shape(value))


def dtype_of(value: Any) -> np.dtype[Any]:
    """The dtype of a plain or traced value, as NumPy would take it."""
    plain = held(_listed(value))
    return plain.dtype if hasattr(plain, "dtype") else np.asarray(plain).dtype


def axes_of(value: Any, axis: Any) -> tuple[int, ...]:
    """An axis argument as a tuple of axes from 0; raises NumPy's own error for one that there isn't."""
    axis = concrete(axis)
    count = ndim(value)
    if axis is None:
        return tuple(range(count))
    return tuple(np.lib.array_utils.normalize_axis_tuple(axis, count) if hasattr(np.lib, "array_utils") else _normalized(axis, count))


def _normalized(axis: Any, count: int) -> tuple[int, ...]:
    from numpy.core.numeric import normalize_axis_tuple  # NumPy 1.26

    found: tuple[int, ...] = normalize_axis_tuple(axis, count)
    return found


def axis_of(value: Any, axis: Any) -> int:
    """One axis, counted from 0."""
    return axes_of(value, axis)[0]


def concrete(value: Any) -> Any:
    """An argument that the shape of the result depends on: a traced number in it is made concrete, which is guarded."""
    if is_traced(value):
        if dtype_of(value).kind == "f" and not isinstance(held(value), np.ndarray):
            raise explained.dropped("int")
        return value.tolist() if isinstance(held(value), np.ndarray) else int(value)
    if type(value) in (tuple, list):
        made = [concrete(item) for item in value]
        return value if all(a is b for a, b in zip(made, value, strict=True)) else type(value)(made)
    return value


def with_dtype(value: Any, dtype: Any) -> Any:
    """The value in a dtype, None for its own."""
    if dtype is None or dtype is NO_VALUE or np.dtype(dtype) == dtype_of(value):
        return value
    if np.dtype(dtype).kind == "c":
        raise explained.complex_refused()
    return apply(cast, [array(value)], {"dtype": np.dtype(dtype).name})


def into(out: Any, value: Any) -> Any:
    """The value, written into `out` where one was given."""
    if isinstance(out, tuple):
        out = out[0] if out else None
    if out is None or out is NO_VALUE:
        return value
    return replace(target_of(out), value, needed=True)


def target_of(out: Any) -> TracedArray:
    """An array that is written to. One that the trace doesn't know can only be the left side of `a += b`, which gets a new name."""
    if type(out) is TracedArray:
        return current(out)
    if not is_augmented():
        raise explained.written_outside()
    found: TracedArray = trace().lifted(out)
    return current(found)


def gate_on(gate: Gate, *values: Any, **attributes: Any) -> Any:
    """A gate on traced or plain values."""
    return apply(gate, [array(value) for value in values], attributes)


def numpys_number(value: Any) -> Any:
    """A number of Python's as one of NumPy's, which is what its functions return."""
    return apply(cast, [value], {"dtype": np.asarray(held(value)).dtype.name}) if type(value) is Traced else value


def unwrapped(value: Any) -> Any:
    """An array without axes as a number, which is what most of NumPy's functions return."""
    return value[()] if type(value) is TracedArray and value.value.shape == () else value


def given(value: Any) -> bool:
    """Was this optional argument given?"""
    return value is not None and value is not NO_VALUE
