"""Reverse mode: from the output back to every node, local gradient × gradient from above, summed over paths."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from whygrad.graph import INPUT, Graph
from whygrad.tracing.traced import at


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
    found, _ = _sweep(graph, seeds, wrt, traced)
    return found


def adjoints_with_scale(graph: Graph, seeds: Mapping[int, Any]) -> tuple[dict[int, float], dict[int, float]]:
    """The adjoint of every node that varies, and the sum of the magnitudes of what was summed into it: the scale that
    rounding errors live on."""
    inputs = [index for index, gate in enumerate(graph.gates) if gate is INPUT]
    return _sweep(graph, seeds, inputs, False)


def _sweep(graph: Graph, seeds: Mapping[int, Any], wrt: Iterable[int], traced: bool) -> tuple[dict[int, Any], dict[int, Any]]:
    above: dict[int, Any] = dict(seeds)
    scale: dict[int, Any] = {} if traced else {index: abs(seed) for index, seed in seeds.items()}
    wanted = set(wrt)
    needed = graph.descendants(wanted) if wanted else set()
    values = graph.values
    for index in range(max(seeds, default=-1), min(wanted, default=0) - 1, -1):
        upstream = above.get(index)
        if upstream is None or index not in needed:
            continue
        inputs = graph.inputs(index)
        if not inputs:
            continue
        gate = graph.gates[index]
        out = at(graph, index) if traced else values[index]
        operands = [at(graph, i) for i in inputs] if traced else [values[i] for i in inputs]
        for position, source in enumerate(inputs):
            if source not in needed:
                continue
            try:
                local = gate.local_gradient(position, out, operands)
            except (ArithmeticError, ValueError):
                local = math.nan  # an infinite slope: a square root at 0
            if local is None:
                continue
            contribution = upstream * local
            above[source] = contribution if source not in above else above[source] + contribution
            if not traced:
                scale[source] = scale.get(source, 0.0) + scale[index] * abs(local)
    return above, scale
