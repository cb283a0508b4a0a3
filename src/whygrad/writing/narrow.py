"""Factors that are the same all along an axis of a large array: they stand before a sum over it, and meet each other before the array."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from whygrad.autodiff.cotangents import fitted, is_finite
from whygrad.gates.arithmetic import divide, multiply, negate
from whygrad.gates.arrays.shape import reshape, shape_of
from whygrad.gates.table import Gate

#: An array of fewer entries is multiplied gate by gate: nobody waits for it.
LARGE = 1 << 15
#: A factor is narrow that has so many times fewer entries.
TIMES = 8
#: The gate that a value of the way back came out of, and what went in; None for anything else.
MadeBy = Callable[[Any], tuple[Gate | None, list[Any]]]


class _Factors(NamedTuple):
    """A product: what varies along the axes of a sum, what doesn't, and what it is divided by."""

    wide: list[Any]
    narrow: list[Any]
    below: list[Any]


def grouped(share: Any, made_by: MadeBy) -> Any:
    """`wide * (gamma / std)` for `wide * gamma / std`; any other value as it is."""
    gate, parts = made_by(share)
    inner, factors = made_by(parts[0]) if gate is multiply or gate is divide else (None, [])
    if inner is not multiply or _size(share) < LARGE:
        return share
    for wide, narrow in (factors, factors[::-1]):
        beside = np.broadcast_shapes(shape_of(narrow), shape_of(parts[1]))
        if shape_of(wide) == shape_of(share) and min(map(_size, (narrow, parts[1]))) > 1 and TIMES * math.prod(beside) <= _size(share):
            return _if_finite(wide * (narrow * parts[1] if gate is multiply else narrow / parts[1]), share)
    return share


def summed(share: Any, operand: Any, made_by: MadeBy) -> Any:
    """`fitted(share, operand)`, with the factors that don't vary along the axes that are summed in front of the sum."""
    whole, shape = shape_of(share), shape_of(operand)
    plain = fitted(share, operand)
    if _size(share) < LARGE or whole == shape or not hasattr(operand, "dtype"):
        return plain
    extra = len(whole) - len(shape)
    axes = [k for k, size in enumerate(whole) if k < extra or shape[k - extra] != size]
    found = _Factors([], [], [])
    is_negative = _take_apart(share, axes, len(whole), found, made_by)
    if len(found.wide) not in (1, 2) or not (found.narrow or found.below):
        return plain
    wide = found.wide[0] if len(found.wide) == 1 else found.wide[0] * found.wide[1]
    if shape_of(wide) != whole:
        return plain
    result = fitted(wide, operand)
    for one in found.narrow:
        result = result * _within(one, shape)
    for one in found.below:
        result = result / _within(one, shape)
    result = fitted(-result if is_negative else result, operand)
    return _if_finite(result, plain) if shape_of(result) == shape else plain


def _take_apart(value: Any, axes: Sequence[int], depth: int, found: _Factors, made_by: MadeBy) -> bool:
    """Sort the factors of a product, of which what holds nothing narrow stays as it is; is its sign turned?"""
    gate, parts = made_by(value)
    inner, is_negative = _Factors([], [], []), False
    if gate is negate:
        is_negative = not _take_apart(parts[0], axes, depth, inner, made_by)
    elif gate is divide and _is_narrow(parts[1], axes, depth):
        is_negative = _take_apart(parts[0], axes, depth, inner, made_by)
        inner.below.append(parts[1])
    elif gate is multiply:
        for one in parts:
            if _is_narrow(one, axes, depth):
                inner.narrow.append(one)
            else:
                is_negative ^= _take_apart(one, axes, depth, inner, made_by)
    if not (inner.narrow or inner.below):
        found.wide.append(value)
        return False
    for mine, those in zip(found, inner, strict=True):
        mine.extend(those)
    return is_negative


def _is_narrow(value: Any, axes: Sequence[int], depth: int) -> bool:
    """Has this, stretched to so many axes, one entry only along these, though it is no number?"""
    shape = shape_of(value)
    return _size(value) > 1 and all(axis < depth - len(shape) or shape[axis - depth] == 1 for axis in axes)


def _within(value: Any, shape: Sequence[int]) -> Any:
    """A narrow factor without the leading axes that a sum takes away."""
    own = shape_of(value)
    return reshape(value, shape=own[len(own) - len(shape) :]) if len(own) > len(shape) else value


def _if_finite(value: Any, otherwise: Any) -> Any:
    return value if is_finite(value) else otherwise


def _size(value: Any) -> int:
    return math.prod(shape_of(value))
