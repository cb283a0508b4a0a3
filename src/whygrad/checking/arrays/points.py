"""Where functions on arrays are tried: near the given arguments, far from them, at other sizes, and where something special holds.

Varied is what a gradient is claimed for; sizes, labels, rates and data hold their values. At other sizes, each size stands for itself:
all axes of that size get the same new one. At special points entries are equal, labels are equal, batches have one row.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, count
from types import MappingProxyType
from typing import Any, Literal

import numpy as np

from whygrad.checking.arrays.leaves import arrays_in, in_kind, leaves, own_copy, replaced, size_of
from whygrad.tracing.lifting import attributes, put
from whygrad.tracing.reach import is_own_class

Sort = Literal["near", "far", "resized", "rates", "ties", "labels", "large"]

#: How many times as large numbers are where an overflow is looked for.
LARGER = 1000.0
#: Arrays of no more entries than this may be bounds, so many of them.
_FEW_ENTRIES, _MOST_BOUNDS = 64, 12
#: Entries from which on one point near the given ones is enough.
MANY = 1000

#: The numbers of which arrays are made where entries are to be equal: none is 0, so that a relu is at no corner.
_FEW = np.array([-1.3, -0.7, 0.6, 1.1])


@dataclass(frozen=True)
class Point:
    """Arguments, and what is particular about them."""

    sort: Sort
    args: tuple[Any, ...]


def generic(
    args: tuple[Any, ...], names: Sequence[str], varied: Collection[str] | None, generator: np.random.Generator, times: int = 1
) -> Iterator[Point]:
    """Near the given arguments, where the function is surely defined; and far from them (so many times), with other signs.

    Near them twice where there are few numbers, of which each has few chances to take another branch.
    """
    entries = sum(np.size(leaf.of(args)) for leaf in leaves(args, names) if varied is None or leaf.name in varied)
    for _time in range(2 if entries <= MANY else 1):
        yield Point("near", moved(args, names, varied, lambda leaf: near(leaf, generator)))
    for _time in range(times):
        yield Point("far", tuple(in_order(args, moved(args, names, varied, lambda leaf: far(leaf, generator)), names)))


def moved(args: tuple[Any, ...], names: Sequence[str], varied: Collection[str] | None, change: Callable[[Any], Any]) -> tuple[Any, ...]:
    """Copies of the arguments in which the leaves named in `varied` (None: all) are changed."""
    known = [leaf for leaf in leaves(args, names) if varied is None or leaf.name in varied]
    own = own_copy(args, [leaf.of(args) for leaf in known])
    return tuple(replaced(own, [(leaf, in_kind(change(leaf.of(own)), leaf.of(own))) for leaf in known]))


def in_order(args: Sequence[Any], new: Sequence[Any], names: Sequence[str]) -> list[Any]:
    """New arguments in which what was below something else is so again: the lower bounds and the upper ones of a clip, say."""
    small = [leaf for leaf in leaves(args, names) if isinstance(value := leaf.of(args), np.ndarray) and 1 < value.size <= _FEW_ENTRIES]
    found = list(new)
    for low in small[:_MOST_BOUNDS]:
        for high in small[:_MOST_BOUNDS]:
            one, other = low.of(args), high.of(args)
            if one is not other and one.shape == other.shape and np.all(one < other):
                one, other = low.of(found), high.of(found)
                if one.shape == other.shape:
                    found = replaced(found, [(low, np.minimum(one, other)), (high, np.maximum(one, other))])
    return found


def near(leaf: Any, generator: np.random.Generator) -> Any:
    """Of the same signs; zeros become small numbers."""
    factor = generator.uniform(0.7, 1.3, size=np.shape(leaf))
    return leaf * factor + np.where(np.asarray(leaf) == 0, generator.normal(scale=0.3, size=np.shape(leaf)), 0.0)


def far(leaf: Any, generator: np.random.Generator) -> Any:
    """Of any sign, and as large as the given ones; a single number, which may be a rate or a probability, stays near."""
    if not np.shape(leaf):
        return near(leaf, generator)
    return generator.normal(scale=size_of(leaf) or 1.0, size=np.shape(leaf))


def large(args: tuple[Any, ...], names: Sequence[str], varied: Collection[str]) -> tuple[Any, ...]:
    """Arrays of numbers a thousand times as large: an exponential may overflow there."""
    return moved(args, names, varied, lambda leaf: LARGER * leaf if np.shape(leaf) else leaf)


def special(
    args: tuple[Any, ...], names: Sequence[str], varied: Collection[str], generator: np.random.Generator, *, is_program: bool = False
) -> Iterator[Point]:
    """Where entries of the varied arrays are equal, and where labels are; in a program, whole numbers with two axes may be an image."""

    def few(leaf: Any) -> Any:
        return generator.choice(_FEW, size=np.shape(leaf)) if np.shape(leaf) else leaf

    yield Point("ties", moved(args, names, varied, few))
    own = own_copy(args)
    whole = [k for k, value in enumerate(own) if isinstance(value, np.ndarray) and _are_labels(value)]
    whole = [k for k in whole if not is_program or sum(size > 1 for size in own[k].shape) < 2]
    if whole:
        own = list(moved(own, names, varied, lambda leaf: near(leaf, generator)))  # zeros may lie on a corner
        yield Point("labels", tuple(np.full_like(value, value.max()) if k in whole else value for k, value in enumerate(own)))


def cornered(args: tuple[Any, ...], names: Sequence[str], varied: Collection[str], generator: np.random.Generator) -> Iterator[Point]:
    """Where a third of the entries of the largest varied arrays is 0, so that a mask has to take a side; and where entries are equal."""
    largest = max((np.size(leaf.of(args)) for leaf in leaves(args, names) if leaf.name in varied), default=0)

    def with_zeros(leaf: Any) -> Any:
        return np.where(generator.random(np.shape(leaf)) < 1 / 3, 0.0, leaf) if 1 < largest <= 2 * np.size(leaf) else leaf

    yield Point("ties", moved(args, names, varied, with_zeros))
    yield next(special(args, names, varied, generator))


def rated(args: tuple[Any, ...], names: Sequence[str], varied: Collection[str]) -> Iterator[Point]:
    """Single numbers for which no gradient is claimed at other values: a slope, a temperature, the rate of a penalty, each on its side of 0
    and of 1; then whole numbers that are no sizes: a stride.
    """
    own = [k for k, _value in enumerate(args) if k < len(names) and names[k] not in varied]
    rates = [k for k in own if isinstance(args[k], float | np.floating)]
    sizes = {size for array in arrays_in(args) for size in array.shape}
    steps = [k for k in own if type(args[k]) is int and args[k] > 0 and (args[k] not in sizes or args[k] == 1)]
    for places, change in ((rates, _rate), (steps, lambda value, _number: value + 1)):
        if places:
            made = list(own_copy(args))
            for number, k in enumerate(places):
                made[k] = type(made[k])(change(made[k], number))
            yield Point("rates", tuple(made))


def _rate(value: float, number: int) -> float:
    factor = 1.31 + 0.07 * number  # two that are equal are not any more
    return 0.23 if value == 0 else value**factor if 0 < value < 1 else value * factor


def _are_labels(value: Any) -> bool:
    """Whole numbers of which some are equal: those that are all different say places (`np.arange(n)`)."""
    return value.dtype.kind in "iu" and value.size > 1 and len(np.unique(value)) < value.size


def sizes_in(args: tuple[Any, ...], *, floats: bool = False) -> list[int]:
    """The sizes of the arrays, each once; with `floats`, those that no array of labels or places has."""
    every, whole = set[int](), set[int]()
    for array in arrays_in(args):
        (every if array.dtype.kind == "f" or not floats else whole).update(size for size in array.shape if size > 1)
    return sorted(every - whole)


def resized(
    args: tuple[Any, ...], names: Sequence[str], generator: np.random.Generator, alone: int = 0, *, multiples: bool = False
) -> Point | None:
    """Every array at another size (or one size of them changed `alone`); None where there is no array.

    With `multiples`, what is two, three or four times a smaller size stays that: the gates of an LSTM side by side. None where nothing is.
    """
    sizes = sizes_in(args)
    new = {size: size + 1 + k % 2 for k, size in enumerate(sizes) if alone in (0, size)}
    taken: set[int] = {size for size in sizes if size not in new}
    for size in new:  # all of them different, as before
        while new[size] in taken:
            new[size] += 1
        taken.add(new[size])
    several = {size: (one, times) for size in sizes for times in (2, 3, 4) for one in sizes if one * times == size} if multiples else {}
    new |= {size: new[one] * times for size, (one, times) in several.items()}
    if not sizes or (multiples and not several):
        return None
    memo: dict[int, Any] = {}
    made = [_resized(value, lambda array: tuple(new.get(size, size) for size in array.shape), generator, memo) for value in own_copy(args)]
    return Point("resized", tuple(in_order(args, made, names)))


def untied(args: tuple[Any, ...], names: Sequence[str], generator: np.random.Generator) -> Iterator[Point]:
    """Sizes that are equal by chance, perhaps: axes of one size, some of them changed. At most such points the function can't be run."""
    ties: dict[int, list[tuple[int, int]]] = {}
    for k, array in enumerate(arrays_in(args)):
        for axis, size in enumerate(array.shape):
            ties.setdefault(size, []).append((k, axis))
    new = {size: size + 2 + (3 * k) % 5 for k, size in enumerate(sorted(ties)) if size > 1}  # sums of sizes are others, too
    yield _reshaped(args, names, lambda _k, _axis, size: new.get(size, size), generator)
    whole = _whole_in(args)
    for k, number in enumerate(whole):
        if number > 0 and (number in ties or whole.count(number) > 1):
            yield _reshaped(args, names, lambda _k, _axis, size: size, generator, {k: number + 1})
    largest = max(ties, default=0)
    for size, axes in sorted(ties.items()):
        for several in range(1, len(axes) if size > 1 else 1):
            for some in combinations(axes, several):
                yield _reshaped(args, names, partial(_alone, {*some}, largest + 1), generator)


def _alone(axes: Collection[tuple[int, int]], new: int, k: int, axis: int, size: int) -> int:
    return new if (k, axis) in axes else size


def _reshaped(
    args: tuple[Any, ...],
    names: Sequence[str],
    size_of_axis: Callable[[int, int, int], int],
    generator: np.random.Generator,
    numbers: Mapping[int, int] = MappingProxyType({}),
) -> Point:
    """Arrays with other sizes, by their number, the axis, and the size there; and other whole numbers in the place of some."""
    own = own_copy(args)
    places = {id(array): k for k, array in enumerate(arrays_in(own))}
    counted = count()

    def shape_of(array: Any) -> tuple[int, ...]:
        return tuple(size_of_axis(places[id(array)], axis, size) for axis, size in enumerate(array.shape))

    memo: dict[int, Any] = {}
    made = [_resized(value, shape_of, generator, memo, lambda number: numbers.get(next(counted), number)) for value in own]
    return Point("resized", tuple(in_order(args, made, names)))


def _whole_in(args: tuple[Any, ...]) -> list[int]:
    """The whole numbers that sizes may be equal to, in the order in which they are met."""
    found: list[int] = []

    def note(number: int) -> int:
        found.append(number)
        return number

    memo: dict[int, Any] = {}
    for value in own_copy(args):
        _resized(value, lambda array: array.shape, np.random.default_rng(0), memo, note)
    return found


def _is_binary(value: Any) -> bool:
    """Are these floats a mask, or labels with a 1 in each row?"""
    return value.dtype.kind == "f" and bool(np.all((value == 0) | (value == 1))) and bool(np.any(value == 0)) and bool(np.any(value == 1))


def _binary(value: Any, shape: tuple[int, ...], generator: np.random.Generator) -> Any:
    """Of the same kind at another shape: with a single 1 in each row or column, where it is so."""
    for axis in (1, 0) if value.ndim == 2 else ():
        if np.all(value.sum(axis=axis) == 1):
            rows = np.eye(shape[axis])[generator.integers(shape[axis], size=shape[1 - axis])]
            return (rows if axis else rows.T).astype(value.dtype)
    return generator.choice(value.reshape(-1), size=shape)


def _resized(
    value: Any,
    shape_of: Callable[[Any], tuple[int, ...]],
    generator: np.random.Generator,
    memo: dict[int, Any],
    number_of: Callable[[int], int] = lambda number: number,
) -> Any:
    if type(value) is int:
        return number_of(value)
    if id(value) in memo:
        return memo[id(value)]
    made: Any = value
    if isinstance(value, np.ndarray):
        shape = shape_of(value)
        if _is_binary(value):
            made = _binary(value, shape, generator)
        elif value.dtype.kind == "f" and value.size and not np.any(value):  # where gradients are collected, perhaps
            made = np.zeros(shape, value.dtype)
        elif value.dtype.kind == "f":
            positive = value.size and bool(np.all(value > 0))
            made = generator.normal(scale=size_of(value) or 1.0, size=shape)
            made = (np.abs(made) + 0.1 * (size_of(value) or 1.0) if positive else made).astype(value.dtype)
        elif value.size and shape != value.shape:
            made = generator.choice(value.reshape(-1), size=shape)
    elif isinstance(value, dict):
        made = {key: _resized(part, shape_of, generator, memo, number_of) for key, part in value.items()}
    elif isinstance(value, list):
        made = [_resized(part, shape_of, generator, memo, number_of) for part in value]
    elif type(value) is tuple:
        made = tuple(_resized(part, shape_of, generator, memo, number_of) for part in value)
    elif is_own_class(type(value)):
        memo[id(value)] = value
        for name, part in attributes(value):
            put(value, name, _resized(part, shape_of, generator, memo, number_of))
    memo[id(value)] = made
    return made
