"""Reverse mode: from the output back to every node, local gradient × gradient from above, summed over paths."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from whygrad.gates.arithmetic import add, identity, multiply, subtract
from whygrad.gates.table import Gate
from whygrad.graph import CONSTANT, INPUT, NONE, Graph
from whygrad.tracing.traced import at

#: In the place of an adjoint: no gradient comes here. It is known by itself, and to add to it needs no look: -0.0 + x is x, bit by bit.
NOTHING = float("-0.0")


def adjoints(graph: Graph, seeds: Mapping[int, Any], wrt: Iterable[int], *, traced: bool = False) -> dict[int, Any]:
    """The adjoint of every node between `wrt` and the seeded outputs: the derivative of Σ seed · output.

    With `traced`, the rules run on traced numbers, so that every adjoint is a node of the same graph and can be drawn,
    explained or differentiated again; else on plain floats. A node that no output depends on is absent.

    >>> from whygrad.graph import Graph
    >>> from whygrad.tracing.traced import Traced
    >>> graph = Graph()
    >>> x = Traced.input(graph, 3.0)
    >>> y = x * x
    >>> adjoints(graph, {y.index: 1.0}, [x.index])[x.index]
    6.0

    Source: Griewank and Walther, Evaluating Derivatives (2008), chapter 3.
    """
    if not traced:
        return {index: adjoint for index, adjoint in enumerate(sweep(graph, seeds, wrt)) if adjoint is not NOTHING}
    above: dict[int, Any] = dict(seeds)
    for index, source, local in _edges(graph, above, set(wrt), traced=True):
        contribution = above[index] * local
        above[source] = contribution if source not in above else above[source] + contribution
    return above


def adjoints_with_scale(graph: Graph, seeds: Mapping[int, Any]) -> tuple[dict[int, float], dict[int, float]]:
    """The adjoint of every node that varies, and the sum of the magnitudes of what was summed into it: the scale that
    rounding errors live on."""
    above, scale = dict(seeds), {index: abs(seed) for index, seed in seeds.items()}
    inputs = {index for index, gate in enumerate(graph.gates) if gate is INPUT}
    for index, source, local in _edges(graph, above, inputs, traced=False):
        above[source] = above.get(source, 0.0) + above[index] * local
        scale[source] = scale.get(source, 0.0) + scale[index] * abs(local)
    return above, scale


def adjoints_without(graph: Graph, seeds: Mapping[int, float], wrt: Iterable[int], held: Collection[int]) -> dict[int, float]:
    """The adjoints as they would be if the nodes in `held` were constants: the sum over the paths that avoid them."""
    above = dict(seeds)
    for index, source, local in _edges(graph, above, set(wrt), traced=False):
        if index not in held:
            above[source] = above.get(source, 0.0) + above[index] * local
    return above


def _edges(graph: Graph, above: Mapping[int, Any], wanted: set[int], *, traced: bool) -> Iterable[tuple[int, int, Any]]:
    """Every edge on a path from `wanted` to the nodes in `above`, with its local gradient, from the last node back."""
    needed = graph.descendants(wanted)
    for index in range(max(above, default=-1), min(wanted, default=0) - 1, -1):
        if index not in above or index not in needed:
            continue
        inputs = graph.inputs(index)
        out = at(graph, index) if traced else graph.values[index]
        operands = [at(graph, i) for i in inputs] if traced else [graph.values[i] for i in inputs]
        for position, source in enumerate(inputs):
            if source in needed:
                local = local_gradient(graph.gates[index], position, out, operands)
                if local is not None:
                    yield index, source, local


def local_gradient(gate: Gate, position: int, out: Any, operands: Sequence[Any]) -> Any:
    """A gate's local gradient: None where it is zero by nature, nan where there is none, as of a root at 0."""
    try:
        return gate.local_gradient(position, out, operands)
    except (ArithmeticError, ValueError):
        return math.nan  # an infinite slope: a square root at 0


def sweep(graph: Graph, seeds: Mapping[int, Any], wrt: Iterable[int] | None, depending: bytearray | None = None) -> list[Any]:
    """`adjoints` on plain floats, as a column beside the graph's own with `NOTHING` where there is none: fast, for large graphs.

    `depending` is `varying(graph, wrt)`, if somebody has it already.
    """
    above: list[Any] = [NOTHING] * len(graph)
    for index, seed in seeds.items():
        above[index] = seed
    needed = varying(graph, wrt) if depending is None else depending
    still = _zeros(needed)  # to these is handed down too, which is quicker than to ask each time; it is forgotten in the end
    values, gates = graph.values, graph.gates
    if any(graph.first[index] != NONE for index in still):
        gates = [gate if is_needed else CONSTANT for gate, is_needed in zip(gates, needed, strict=True)]
    product, total, nothing = multiply, add, NOTHING
    # A column that is read from its end shows, when a node's turn comes, all that later nodes have handed down to it.
    for upstream, gate, out, a, b in zip(*map(reversed, (above, gates, values, graph.first, graph.second)), strict=True):
        if upstream is nothing:
            continue
        # The commonest gates by hand, by the rules that stand in the table: a call would take twice as long as all the rest.
        if gate is product:
            try:
                above[b] += upstream * values[a]
                above[a] += upstream * values[b]
            except OverflowError:
                _beyond_floats(graph, above, needed, upstream, a, b)
        elif gate is total:
            above[b] += upstream
            above[a] += upstream
        elif gate is subtract:
            above[b] -= upstream
            above[a] += upstream
        elif gate is identity:
            above[a] += upstream
        elif a != NONE and gate is not CONSTANT:
            _handed_down(graph, above, needed, gate, upstream, out, a, b)
    for index in still:
        above[index] = seeds.get(index, NOTHING)
    return above


def _zeros(column: bytearray) -> list[int]:
    """Where a column is 0."""
    found, index = [], column.find(0)
    while index >= 0:
        found.append(index)
        index = column.find(0, index + 1)
    return found


def _beyond_floats(graph: Graph, above: list[Any], needed: bytearray, upstream: Any, a: int, b: int) -> None:
    """What is left of a product with a whole number that no float can hold: an error only where that share is needed."""
    if needed[b]:
        float(graph.values[a])
    if needed[a]:
        above[a] += upstream * graph.values[b]


def varying(graph: Graph, wrt: Iterable[int] | None = None) -> bytearray:
    """`graph.depending`; where all inputs are asked for (None says so too), only constants depend on none of them."""
    wanted = None if wrt is None else set(wrt)
    of_numbers = graph.trace is None
    if of_numbers:
        inputs = graph.gates.count(INPUT) if wanted is None else sum(graph.gates[index] is INPUT for index in wanted)
        of_numbers = graph.first.count(NONE) == inputs + len(graph.constants)  # nothing else depends on nothing
    if not of_numbers:
        return graph.depending([index for index, gate in enumerate(graph.gates) if gate is INPUT] if wanted is None else wanted)
    found = bytearray(b"\1") * len(graph)
    for index in graph.constants.values():
        found[index] = 0
    return found


def _handed_down(graph: Graph, above: list[Any], needed: bytearray, gate: Gate, upstream: Any, out: Any, a: int, b: int) -> None:
    """The step of `sweep` for any gate, by its rules."""
    if a < NONE or gate.arity is None:
        _hand_down(graph, above, needed, gate, upstream, out, graph.operands(a, b))
        return
    values, rules = graph.values, gate.local_gradients
    rule = rules[0] if needed[a] else None
    try:
        if b == NONE:
            if rule is not None:
                share = upstream * rule(out, values[a])
                above[a] += share
            return
        rule_b = rules[1] if needed[b] else None
        if rule is not None:
            share = upstream * rule(out, values[a], values[b])
        if rule_b is not None:
            share_b = upstream * rule_b(out, values[a], values[b])
            above[b] += share_b
        if rule is not None:
            above[a] += share
    except (ArithmeticError, ValueError):
        _hand_down(graph, above, needed, gate, upstream, out, graph.operands(a, b))


def _hand_down(graph: Graph, above: list[Any], needed: bytearray, gate: Gate, upstream: Any, out: Any, sources: tuple[int, ...]) -> None:
    """The step of `sweep` for a gate of many inputs, or one whose slope can't be computed."""
    operands = [graph.values[source] for source in sources]
    for position, source in enumerate(sources):
        local = local_gradient(gate, position, out, operands) if needed[source] else None
        if local is not None:
            above[source] += upstream * local
