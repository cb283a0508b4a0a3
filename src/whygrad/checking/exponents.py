"""Numbers that say how often something is multiplied by itself: these can't be a little more or less."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from whygrad.checking.values import root
from whygrad.gates.arithmetic import power
from whygrad.tracing.running import Trace


def whole_exponents(trace: Trace) -> set[str]:
    """The names of whole numbers that something is raised to."""
    graph = trace.graph
    if not any(type(leaf.value) is int for leaf in trace.leaves):
        return set()
    exponents = {root(graph, graph.second[index]) for index in _places(graph.gates, power)}
    return {leaf.key.name for leaf in trace.leaves if leaf.index in exponents and type(leaf.value) is int}


def _places(column: list[Any], wanted: Any) -> Iterator[int]:
    """Where something stands in a column, which mostly isn't often."""
    at = -1
    with suppress(ValueError):
        while True:
            at = column.index(wanted, at + 1)
            yield at
