"""What the turns of a loop add to one gradient, `x.T @ dz` each: one product of all turns, with their rows one below another."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np

from whygrad.autodiff.cotangents import is_finite
from whygrad.gates.arithmetic import add
from whygrad.gates.arrays.products import matmul
from whygrad.gates.arrays.reduction import sum_
from whygrad.gates.arrays.shape import concatenate, transpose
from whygrad.graph import Graph
from whygrad.tracing.arrays import handle

#: So many turns are added at once; fewer are read more easily one by one.
MANY = 8


def at_once(graph: Graph, index: int, start: int) -> Any | None:
    """A sum of products of many turns as one product; None where it is none. What the way back made begins at the node `start`."""
    summands = _summands(graph, index, start)
    alike: dict[Hashable, list[int]] = {}
    for summand in summands:
        alike.setdefault(_kind(graph, summand, start), []).append(summand)
    groups = {kind: several for kind, several in alike.items() if kind is not None and len(several) >= MANY}
    if not groups:
        return None
    parts = [handle(graph, one) for kind, several in alike.items() if kind not in groups for one in several]
    total, *others = [*(_stacked(graph, several) for several in groups.values()), *parts]
    for other in others:
        total = total + other
    return total if is_finite(total) else None


def _summands(graph: Graph, index: int, start: int) -> list[int]:
    """What is added up, the last turn first, as the way back meets them."""
    found: list[int] = []
    while index >= start and graph.gates[index] is add:
        index, last = graph.inputs(index)
        found.append(last)
    return [index, *reversed(found)]


def _kind(graph: Graph, index: int, start: int) -> Hashable | None:
    """What products of rows must have in common to be made at once; None for anything else."""
    if index < start:
        return None
    gate, sources = graph.gates[index], graph.inputs(index)
    shapes = [np.shape(graph.values[source]) for source in sources]
    kinds = [getattr(graph.values[source], "dtype", None) for source in sources]
    is_turned = gate is matmul and graph.gates[sources[0]] is transpose and graph.attributes[sources[0]]["axes"] == (1, 0)
    if is_turned and len(shapes[1]) == 2:
        return (matmul, shapes[0][0], shapes[1][1], *kinds)
    if gate is sum_ and graph.attributes[index] == {"axis": (0,), "keepdims": False}:
        return (sum_, *shapes, *kinds)
    return None


def _stacked(graph: Graph, several: list[int]) -> Any:
    rows = [graph.inputs(one)[-1] for one in several]
    below = concatenate(*[handle(graph, row) for row in rows], axis=0)
    if graph.gates[several[0]] is sum_:
        return sum_(below, axis=(0,), keepdims=False)
    turned = [graph.inputs(graph.inputs(one)[0])[0] for one in several]
    return matmul(transpose(concatenate(*[handle(graph, one) for one in turned], axis=0), axes=(1, 0)), below)
