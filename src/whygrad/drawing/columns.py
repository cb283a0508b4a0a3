"""The columns of a graph as NumPy has them, each made once: what is asked of a million nodes is asked of all of them together."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from whygrad.graph import NONE, Graph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from whygrad.gates.table import Gate

    Column = NDArray[np.signedinteger[Any]]
    Mask = NDArray[np.bool_]


class Numbers(dict[Any, int]):
    """A number for each of different things, given when it is first met."""

    def __missing__(self, thing: Any) -> int:
        self[thing] = len(self)
        return self[thing]


class Columns:
    """The columns of one graph, to which nothing is added any more. Memory that is written for the first time is what they take most
    of their time for, so that numbers of nodes are kept as short as they may be.

    >>> from whygrad.tracing.traced import Traced
    >>> graph = Graph()
    >>> x = Traced.input(graph, 3.0)
    >>> y, z = x * x, x + 1.0
    >>> Columns(graph).feeding([y.index]).tolist()
    [True, True, False, False]
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._numbers = Numbers()

    @cached_property
    def kinds(self) -> NDArray[np.int32]:
        """By node, the number of its kind of gate."""
        return np.fromiter(map(self._numbers.__getitem__, self.graph.gates), np.int32, len(self.graph))

    def of(self, gate: Gate) -> Mask:
        """Which nodes are of this kind."""
        found: Mask = self.kinds == self._numbers[gate]
        return found

    @cached_property
    def first(self) -> Column:
        return np.fromiter(self.graph.first, np.int32, len(self.graph))

    @cached_property
    def second(self) -> Column:
        return np.fromiter(self.graph.second, np.int32, len(self.graph))

    def feeding(self, nodes: Sequence[int]) -> Mask:
        """`Graph.feeding`, from the other side: which nodes are of no use to these is mostly soon told."""
        graph, end = self.graph, max(nodes) + 1
        found = np.zeros(len(graph), bool)
        found[:end] = True
        first, second = np.maximum(self.first[:end], NONE), self.second[:end]
        rows = self.first[:end][self.first[:end] < NONE]
        many = np.array([source for row in rows.tolist() for source in graph.many[-2 - row]], np.int64)
        used = np.zeros(end + 1, bool)  # NONE is the place behind all
        used[first] = used[second] = used[many] = used[nodes] = True
        waiting = np.flatnonzero(~used[:end]).tolist()
        if not waiting:
            return found
        every = np.concatenate((first, second, many, nodes))
        left = np.bincount(every[every >= 0], minlength=end).data
        while waiting:
            node = waiting.pop()
            found[node] = False
            for source in graph.inputs(node):
                left[source] -= 1
                if not left[source]:
                    waiting.append(source)
        return found
