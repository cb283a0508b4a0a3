"""The points at which compiled code is looked at: where a program was made, and where whoever compiles it would rather not look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from tests.fuzz.program import Value

Point = tuple[Value, ...]


def points(
    here: Sequence[Value], tangents: Sequence[Value], random: np.random.Generator, *, ends: bool = True
) -> Iterator[tuple[str, Point]]:
    """Each with its name. The first comes three times in all, since memory is used again and each kind of argument has its own code.

    A program that need not end if a number is infinite or no number (`ends` says that it does) is spared those.
    """
    yield "at the point", tuple(here)
    yield "beside it", tuple([_beside(value, tangent) for value, tangent in zip(here, tangents, strict=True)])
    yield "at the point again", tuple(here)
    for name, entries in _ENTRIES.items() if ends else ():
        yield name, tuple([_with(value, entries, random) for value in here])
    for name, laid_out in _LAYOUTS.items():
        yield name, tuple([laid_out(value) if isinstance(value, np.ndarray) else value for value in here])
    yield "in the other dtype", tuple([_other_dtype(value) if isinstance(value, np.ndarray) else value for value in here])
    yield "without entries", tuple([value[..., :0] if np.ndim(value) else value for value in here])
    yield "without rows", tuple([value[:0] if np.ndim(value) else value for value in here])
    yield "without dimensions", tuple([np.array(value.flat[0]) if isinstance(value, np.ndarray) else value for value in here])
    yield "as numbers of NumPy's", tuple([value.flat[0] if isinstance(value, np.ndarray) else np.float64(value) for value in here])
    yield "at the point at last", tuple(here)


def _beside(value: Value, tangent: Value) -> Value:
    if isinstance(value, float):
        return value + type(value)(0.02) * tangent
    return (value + value.dtype.type(0.02) * tangent).astype(value.dtype).reshape(value.shape)


#: What some of the entries become.
_ENTRIES: dict[str, tuple[float, ...]] = {
    "with a nan": (np.nan,),
    "with infinities": (np.inf, -np.inf),
    "with zeros of both signs": (0.0, -0.0),
    "with huge numbers": (1e200, -1e300),
    "with tiny numbers": (1e-200, -5e-324),
    "with equal entries": (0.5, 0.5, 0.5, 0.5),
}


def _with(value: Value, entries: Sequence[float], random: np.random.Generator) -> Value:
    """The same with some entries changed; of a number, the number itself every other time."""
    if not isinstance(value, np.ndarray):
        return type(value)(entries[0]) if random.integers(2) else value
    changed = value.copy()
    with np.errstate(all="ignore"):
        for entry in entries[: max(1, value.size)]:
            changed.flat[random.integers(value.size)] = entry
    return changed


def _every_other(value: np.ndarray) -> np.ndarray:
    """The same numbers with gaps between them."""
    wide = np.full((*value.shape, 2), 7.0, value.dtype)
    wide[..., 0] = value
    return wide[..., 0]


def _backwards(value: np.ndarray) -> np.ndarray:
    """The same numbers, which lie in memory from the last to the first."""
    all_axes = tuple(range(value.ndim))
    return np.flip(np.flip(value, all_axes).copy(), all_axes)


_LAYOUTS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "with gaps in memory": _every_other,
    "backwards in memory": _backwards,
    "in Fortran's order": lambda value: np.array(value, order="F"),
    "stretched": lambda value: np.broadcast_to(value[..., :1], value.shape) if value.ndim else value,
}


def _other_dtype(value: np.ndarray) -> np.ndarray:
    return value.astype(np.float32 if value.dtype == np.float64 else np.float64)
