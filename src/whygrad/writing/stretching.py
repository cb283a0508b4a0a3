"""Broadcasts that need not be written, since NumPy stretches by itself what stands beside an array of the whole shape."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np

from whygrad.graph import Graph


def stretches_itself(graph: Graph, index: int, users: Iterable[tuple[int, tuple[int, ...]]], narrow: Collection[int]) -> bool:
    """Is a broadcast only used by operators that have the whole shape at their other side? Then what it stretches will do for it.

    `users` are the nodes that use it, with their inputs; `narrow` those that are written before they are stretched.
    """
    whole = _kind(graph.values[index])
    for user, sources in users:
        if len(sources) != 2 or graph.gates[user].vjps is not None or graph.attributes.get(user):
            return False
        others = [source for source in sources if source != index]
        if len(others) != 1 or others[0] in narrow or _kind(graph.values[others[0]]) != whole:
            return False
    return True


def _kind(value: Any) -> tuple[tuple[int, ...], Any]:
    return tuple(np.shape(value)) if not hasattr(value, "shape") else tuple(value.shape), getattr(value, "dtype", None)
