"""Forward mode: from the inputs to the outputs, each gate passes on how its output moves as its inputs do.

A linear gate moves as its inputs do; one that is linear in each input by the product rule; an entry-by-entry gate by its
local gradients. For the rest the reverse rule is turned round: it is linear in the gradient from above, and the transpose
of its transpose is what is wanted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from whygrad.autodiff.cotangents import contribution, cotangents, dtype_of, local_gradient, product
from whygrad.gates.arrays.elementwise import cast
from whygrad.gates.arrays.shape import broadcast_to, shape_of
from whygrad.gates.table import Gate
from whygrad.graph import CONSTANT, INPUT, NONE, Graph
from whygrad.tracing.arrays import handle, is_traced, wrap
from whygrad.tracing.keeping import Keeper


def tangents(graph: Graph, seeds: Mapping[int, Any], outputs: Iterable[int], *, traced: bool = False) -> dict[int, Any]:
    """The tangents of these outputs, given those of some inputs; an output that depends on none of them is absent."""
    wanted = list(outputs)
    found: dict[int, Any] = dict(seeds)
    end = max(wanted, default=-1) + 1
    with np.errstate(all="ignore"):
        for index in range(min(seeds, default=0), end):
            if index in found or graph.first[index] == NONE:
                continue
            sources = graph.inputs(index)
            if any(source in found for source in sources):
                moved = _tangent(graph, index, sources, found, traced)
                if moved is not None:
                    found[index] = moved
    return {node: found[node] for node in wanted if node in found}


def _tangent(graph: Graph, index: int, sources: tuple[int, ...], found: Mapping[int, Any], traced: bool) -> Any:
    gate, attributes = graph.gates[index], graph.attributes.get(index, {})
    if gate.is_step:
        return None
    out = handle(graph, index) if traced else graph.values[index]
    operands = [handle(graph, source) if traced else graph.values[source] for source in sources]
    moving = [position for position, source in enumerate(sources) if source in found]
    changes = {position: found[sources[position]] for position in moving}
    if gate.vjps is None:
        moved = _by_local_gradients(gate, out, operands, changes, attributes)
    elif gate.linear == "joint":
        moved = _jointly(gate, operands, changes, attributes)
    elif gate.linear == "each":
        moved = _sum(gate(*[*operands[:k], changes[k], *operands[k + 1 :]], **attributes) for k in moving)
    else:
        moved = _sum(_turned(graph, gate, position, out, operands, attributes, changes[position], traced) for position in moving)
    return None if moved is None else _like(moved, out)


def _sum(parts: Iterable[Any]) -> Any:
    total: Any = None
    for part in parts:
        if part is not None:
            total = part if total is None else total + part
    return total


def _by_local_gradients(gate: Gate, out: Any, operands: list[Any], changes: Mapping[int, Any], attributes: Mapping[str, Any]) -> Any:
    slopes = {position: local_gradient(gate, position, change, out, operands, attributes) for position, change in changes.items()}
    return _sum(product(changes[position], slope) for position, slope in slopes.items() if slope is not None)


def _jointly(gate: Gate, operands: list[Any], changes: Mapping[int, Any], attributes: Mapping[str, Any]) -> Any:
    """A gate that is linear in all it is given: what doesn't move counts as 0, what is no number (an index, a mask) as it is."""
    values = []
    for position, operand in enumerate(operands):
        if position in changes:
            values.append(changes[position])
        elif gate.is_number(position):
            values.append(np.zeros(shape_of(operand), getattr(operand, "dtype", np.float64)))
        else:
            values.append(operand)
    return gate(*values, **attributes)


def _turned(
    graph: Graph, gate: Gate, position: int, out: Any, operands: list[Any], attributes: Mapping[str, Any], change: Any, traced: bool
) -> Any:
    """The tangent through the reverse rule: g ↦ rule(g) is linear, so its own reverse, from `change`, is the tangent."""
    inner = graph if traced else Graph()
    start = np.zeros(shape_of(out), getattr(out, "dtype", np.float64))[()]
    if traced:
        g = handle(graph, graph.append(INPUT, (), start))
    else:
        inner.trace, inner.guards = _Plain(inner), []
        g = wrap(inner, inner.append(INPUT, (), start), start)
    down = contribution(gate, position, g, out, operands, attributes)
    if down is None or not is_traced(down):
        return None
    found = cotangents(inner, {down.index: change}, [g.index], traced=traced)
    return found.get(g.index)


class _Plain:
    """The little that a graph of one rule needs of a trace."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.keeper = Keeper(graph)

    def lifted(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            value = np.asarray(value)
        return wrap(self.graph, self.graph.append(CONSTANT, (), value), value)

    def checkpoint(self, count: int) -> None:
        """There is always room for one rule."""


def _like(moved: Any, out: Any) -> Any:
    """A tangent in the shape and dtype of the output."""
    if tuple(shape_of(moved)) != tuple(shape_of(out)):
        moved = broadcast_to(moved, shape=tuple(shape_of(out)))
    kind = getattr(out, "dtype", None)
    if kind is None or is_traced(moved):
        return cast(moved, dtype=kind.name) if kind is not None and dtype_of(moved) != kind else moved
    if not hasattr(moved, "dtype"):
        return kind.type(moved)
    return moved if moved.dtype == kind else cast(moved, dtype=kind.name)
