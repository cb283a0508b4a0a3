"""Values as the check sees them: numbers, and lists, tuples and dicts of numbers; compared entry by entry."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from whygrad.gates.arithmetic import identity
from whygrad.graph import Graph
from whygrad.tracing.traced import Traced, plain

Path = tuple[Any, ...]

#: Relative difference under which two float64 results are one number; an omitted eps of 1e-8 shows far above it.
TOLERANCE = 1e-7
#: The same for what is left when terms cancel, relative to the terms.
CANCELLED = 1e-10


def is_number(value: Any) -> bool:
    """A plain or traced number (a bool is none)."""
    return type(value) is Traced or type(value) is float or type(value) is int


def entries(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """The numbers of a value with their places: `[2, 3]` has 2 at (0,) and 3 at (1,). What is no number is passed over."""
    if is_number(value):
        yield path, value
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from entries(item, (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from entries(item, (*path, key))


def nodes(value: Any) -> list[int]:
    """The graph's nodes in a value."""
    return [item.index for _, item in entries(value) if type(item) is Traced]


def root(graph: Graph, index: int) -> int:
    """The node of a number, below all of its later names."""
    while graph.gates[index] is identity:
        index = graph.inputs(index)[0]
    return index


def is_numeric(value: Any) -> bool:
    """A number, or a non-empty container that holds numbers and nothing else."""
    if is_number(value):
        return True
    if isinstance(value, list | tuple):
        return bool(value) and all(is_numeric(item) for item in value)
    if isinstance(value, dict):
        return bool(value) and all(is_numeric(item) for item in value.values())
    return False


def like(value: Any, numbers: dict[Path, Any], path: Path = ()) -> Any:
    """A container of the same shape as `value` with these numbers in it."""
    if isinstance(value, list | tuple) and not is_number(value):
        return [like(item, numbers, (*path, index)) for index, item in enumerate(value)]
    if isinstance(value, dict):
        return {key: like(item, numbers, (*path, key)) for key, item in value.items()}
    return numbers.get(path)


def shape(value: Any) -> Any:
    """The nesting of a value, without its numbers; lists and tuples count as the same."""
    if isinstance(value, list | tuple):
        return tuple(shape(item) for item in value)
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    return None


def close(yours: float, true: float, scale: float = 0.0) -> bool:
    """One number, up to rounding?"""
    if yours == true:
        return True
    try:
        if not (math.isfinite(yours) and math.isfinite(true)):
            return False
    except OverflowError:  # an int beyond the floats
        return False
    return abs(yours - true) <= TOLERANCE * abs(true) + CANCELLED * scale + 1e-300


def unwrapped(value: Any, like_value: Any) -> Any:
    """`[v]` as v where a number is due, and v as `[v]`: a list of one is a way to write a number."""
    if is_number(value) and isinstance(like_value, list | tuple) and len(like_value) == 1 and is_number(like_value[0]):
        return [value]
    if is_number(like_value) and isinstance(value, list | tuple) and len(value) == 1 and is_number(value[0]):
        return value[0]
    return value


def agrees(yours: Any, true: Any, scale: Any = None) -> bool:
    """Do two values agree in shape and in every number?"""
    yours = plain(unwrapped(yours, true))
    if shape(yours) != shape(true):
        return False
    scales = dict(entries(scale)) if scale is not None else {}
    mine, theirs = dict(entries(yours)), dict(entries(true))
    if mine.keys() != theirs.keys():  # a complex number, None or a string has no entry, and agrees with nothing
        return False
    return all(close(number, theirs[path], scales.get(path, 0.0)) for path, number in mine.items())


def is_finite(value: Any) -> bool:
    """Are all its numbers finite, and within what a float can hold?"""
    try:
        return all(math.isfinite(number) for _, number in entries(plain(value)))
    except OverflowError:
        return False
