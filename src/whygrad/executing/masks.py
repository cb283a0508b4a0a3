"""Indices for JAX, which wants to know every shape before it runs: masks become places, as many as there were when recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from whygrad.executing.program import Like, Step
from whygrad.gates.arrays.indexing import Slot

#: By gate, how many inputs stand before the parts of the index.
_BEFORE = {"getitem": 1, "setitem": 2, "index_add": 2, "last_writer": 0}


def settled(jnp: Any, step: Step, likes: list[Like], operands: list[Any]) -> tuple[list[Any], Mapping[str, Any], list[Any]]:
    """The operands and attributes of a gate with an index, and what has to be true for them to mean what NumPy would do."""
    start = _BEFORE[step.gate.name]
    shape = step.attributes["shape"] if start == 0 else likes[0].shape
    parts, kinds = list(operands[start:]), likes[start:]
    items = step.attributes["index"] if isinstance(step.attributes["index"], tuple) else (step.attributes["index"],)
    found: list[Any] = []
    new_items: list[Any] = []
    for item, axis in _with_axes(items, kinds, len(shape)):
        if not isinstance(item, Slot) or not isinstance(parts[item.position], jnp.ndarray):
            new_items.append(item)
        elif kinds[item.position].dtype == np.bool_:
            mask = parts[item.position]
            count, is_exact = _count(step, kinds, shape, likes[1] if start == 2 else None, items, item)
            if is_exact:
                found.append(jnp.count_nonzero(mask) == count)
            for places, size in zip(jnp.nonzero(mask, size=count, fill_value=mask.size), mask.shape, strict=True):
                new_items.append(Slot(len(parts)))
                parts.append(places if is_exact else jnp.where(places >= mask.size, size, places))
        else:
            places, size = parts[item.position], shape[axis]
            found.append(jnp.all((places >= -size) & (places < size)))
            new_items.append(item)
    index = tuple(new_items) if isinstance(step.attributes["index"], tuple) or len(new_items) != 1 else new_items[0]
    return [*operands[:start], *parts], {**step.attributes, "index": index}, found


def _with_axes(items: tuple[Any, ...], kinds: list[Like], axes: int) -> list[tuple[Any, int]]:
    """The items of an index, and the axis where each begins."""
    taken = [0 if item is None or item is Ellipsis else _axes_of(item, kinds) for item in items]
    rest = axes - sum(taken)
    found, at = [], 0
    for item, count in zip(items, taken, strict=True):
        found.append((item, at))
        at += rest if item is Ellipsis else count
    return found


def _axes_of(item: Any, kinds: list[Like]) -> int:
    if isinstance(item, Slot):
        return len(kinds[item.position].shape) if kinds[item.position].dtype == np.bool_ else 1
    return np.ndim(item) if getattr(np.asarray(item), "dtype", None) == np.bool_ and not isinstance(item, slice) else 1


def _count(
    step: Step, kinds: list[Like], shape: tuple[int, ...], written: Like | None, items: tuple[Any, ...], mask: Slot
) -> tuple[int, bool]:
    """How many places a mask names, and whether it has to be so many; if not, what lies behind them is outside of the array.

    `written` is what is written to the places, None where they are read.
    """

    def found(count: int) -> tuple[int, ...] | None:
        return _shape_of_read(kinds, shape, items, count)

    if written is None:
        return max(count for count in {0, 1, *step.like.shape} if found(count) == step.like.shape), True
    most = kinds[mask.position].size
    if _fits(written.shape, found(most)) and _fits(written.shape, found(most + 1)):
        return most, False
    return next(count for count in written.shape if _fits(written.shape, found(count))), True


def _shape_of_read(kinds: list[Like], shape: tuple[int, ...], items: tuple[Any, ...], count: int) -> tuple[int, ...] | None:
    """What the index reads if its masks name so many places; None where they can't."""
    new: list[Any] = []
    for item in items:
        if not isinstance(item, Slot):
            new.append(item)
        elif kinds[item.position].dtype == np.bool_:
            new += [np.zeros(count, np.intp)] * len(kinds[item.position].shape)
        else:
            new.append(np.zeros(kinds[item.position].shape, np.intp))
    try:
        found = np.broadcast_to(np.empty(()), tuple(size or 1 for size in shape))[tuple(new)]
    except IndexError:
        return None
    return tuple(found.shape)


def _fits(written: tuple[int, ...], shape: tuple[int, ...] | None) -> bool:
    if shape is None:
        return False
    while len(written) > len(shape) and written[0] == 1:
        written = written[1:]
    try:
        return np.broadcast_shapes(written, shape) == shape
    except ValueError:
        return False
