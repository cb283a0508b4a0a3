"""Which places of an array an index names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from whygrad.gates.arrays.indexing import index_add
from whygrad.graph import CONSTANT, Graph


def is_mask(graph: Graph, parts: Iterable[int]) -> bool:
    """Are these parts of an index truth values?"""
    return all(getattr(getattr(graph.values[part], "dtype", None), "kind", "") == "b" for part in parts)


def are_distinct(graph: Graph, parts: Sequence[int]) -> bool:
    """Is no place named twice? So it is where one of the indices counts, `np.arange(n)`, along with the others."""
    values = [graph.values[part] for part in parts]
    shapes = {np.shape(value) for value in values}
    return len(shapes) == 1 and any(
        graph.gates[part] is CONSTANT and np.ndim(value) == 1 and np.all(value >= 0) and len(np.unique(value)) == len(value)
        for part, value in zip(parts, values, strict=True)
    )


def are_still_zeros(graph: Graph, index: int) -> bool:
    """Does an `index_add` add to places of fresh zeros to which nothing was added before? So it is with the parts of `z` in `z[:, :n]` …"""
    added: list[Any] = []
    while graph.gates[index] is index_add:
        base, _value, *parts = graph.inputs(index)
        if parts:  # places that are numbers of an array
            return False
        added.append(graph.attributes[index]["index"])
        index = base
    value = graph.values[index]
    if graph.gates[index] is not CONSTANT or not np.shape(value) or np.any(value):
        return False
    own, *before = [_spans(one, np.shape(value)) for one in added]
    return own is not None and all(other is not None and _are_apart(own, other) for other in before)


def _spans(index: Any, shape: tuple[int, ...]) -> list[tuple[int, int]] | None:
    """From where to where an index of whole numbers and slices goes, axis by axis; None for any other."""
    items = index if isinstance(index, tuple) else (index,)
    if len(items) > len(shape):
        return None
    found = []
    for item, size in zip(items, shape, strict=False):
        if type(item) is int:
            found.append((item % size, item % size + 1))
        elif isinstance(item, slice) and (places := range(*item.indices(size))):
            found.append((min(places), max(places) + 1))
        else:
            return None
    return found


def _are_apart(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> bool:
    return any(a[1] <= b[0] or b[1] <= a[0] for a, b in zip(one, other, strict=False))
