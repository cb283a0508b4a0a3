"""The points at which compiled code is looked at: where a program was made, and where whoever compiles it would rather not look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from tests.fuzz.program import Value

Point = tuple[Value, ...]
Change = Callable[[Value, np.random.Generator], Value]
#: So many of the others are looked at; a few thousand programs meet them all in every combination.
OTHERS = 3


def points(
    here: Sequence[Value], tangents: Sequence[Value], random: np.random.Generator, *, ends: bool = True
) -> Iterator[tuple[str, Point]]:
    """Each with its name: the point itself, again and again, since memory is used anew, and between some of the others.

    A program that need not end at another point (`ends` says that it does) is spared the others.
    """
    yield "at the point", tuple(here)
    yield "beside it", tuple([_beside(value, tangent) for value, tangent in zip(here, tangents, strict=True)])
    yield "at the point again", tuple(here)
    others = {**ENTRIES, **FORMS} if ends else {}
    for name in random.permutation(list(others))[:OTHERS].tolist():
        yield name, tuple([others[name](value, random) for value in here])
    yield "at the point at last", tuple(here)


def _beside(value: Value, tangent: Value) -> Value:
    if isinstance(value, float):
        return value + type(value)(0.02) * tangent
    return (value + value.dtype.type(0.02) * tangent).astype(value.dtype).reshape(value.shape)


def _with(*entries: float) -> Change:
    """The same with some entries changed to these; of a number, the number itself every other time."""

    def changed(value: Value, random: np.random.Generator) -> Value:
        if not isinstance(value, np.ndarray):
            return type(value)(entries[0]) if random.integers(2) else value
        new = value.copy()
        for entry in entries if value.size else ():
            new.flat[random.integers(value.size)] = entry
        return new

    return changed


def _of_arrays(change: Callable[[np.ndarray], Value]) -> Change:
    """Another form of each array; a number is left as it is."""
    return lambda value, random: change(value) if isinstance(value, np.ndarray) else value


def _every_other(value: np.ndarray) -> np.ndarray:
    """The same numbers with gaps between them."""
    wide = np.full((*value.shape, 2), 7.0, value.dtype)
    wide[..., 0] = value
    return wide[..., 0]


def _backwards(value: np.ndarray) -> np.ndarray:
    """The same numbers, which lie in memory from the last to the first."""
    all_axes = tuple(range(value.ndim))
    return np.flip(np.flip(value, all_axes).copy(), all_axes)


ENTRIES: dict[str, Change] = {
    "with a nan": _with(np.nan),
    "with infinities": _with(np.inf, -np.inf),
    "with zeros of both signs": _with(0.0, -0.0),
    "with huge numbers": _with(1e200, -1e300),
    "with tiny numbers": _with(1e-200, -5e-324),
    "with equal entries": _with(0.5, 0.5, 0.5, 0.5),
}
FORMS: dict[str, Change] = {
    "with gaps in memory": _of_arrays(_every_other),
    "backwards in memory": _of_arrays(_backwards),
    "in Fortran's order": _of_arrays(lambda value: np.array(value, order="F")),
    "stretched": _of_arrays(lambda value: np.broadcast_to(value[..., :1], value.shape) if value.ndim else value),
    "in the other dtype": _of_arrays(lambda value: value.astype(np.float32 if value.dtype == np.float64 else np.float64)),
    "without entries": _of_arrays(lambda value: value[..., :0] if value.ndim else value),
    "without rows": _of_arrays(lambda value: value[:0] if value.ndim else value),
    "without dimensions": _of_arrays(lambda value: np.array(value.flat[0])),
    "as numbers of NumPy's": lambda value, random: value.flat[0] if isinstance(value, np.ndarray) else np.float64(value),
}
