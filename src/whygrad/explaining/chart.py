"""The part of a graph that lies between some inputs and an output: its gates, and every path through them.

A new name for a value is no gate here: the nodes of both are one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from whygrad.autodiff.reverse import adjoints, local_gradient
from whygrad.gates.arithmetic import identity
from whygrad.graph import Graph


class Edge(NamedTuple):
    """One input of one gate: from which node, to which, at which place, and the local gradient there."""

    source: int
    target: int
    position: int
    local: float


class Path(NamedTuple):
    """A way from the output back to a node, its last edge first in `edges`, and the product of its local gradients."""

    edges: tuple[Edge, ...]
    product: float


class _Way(NamedTuple):
    """A path as it grows: the edge that was taken last, and the way up to there."""

    product: float
    edge: Edge | None = None
    above: _Way | None = None


class Chart:
    """Gates between inputs and an output.

    >>> from whygrad.tracing.traced import Traced
    >>> graph = Graph()
    >>> x = Traced.input(graph, 3.0)
    >>> chart = Chart(graph, (x * x).index, [x.index])
    >>> chart.path_counts[x.index], chart.adjoints[x.index], [path.product for path in chart.paths(5)[x.index]]
    (2, 6.0, [3.0, 3.0])
    """

    def __init__(self, graph: Graph, output: int, inputs: Iterable[int]) -> None:
        self.graph = graph
        self.above = graph.ancestors([output])
        given = list(inputs)
        self.kept = self._kept(given)
        self.output = self.root(output)
        self.inputs = [self.root(node) for node in given]
        below = graph.descendants(given)
        found = adjoints(graph, {self.output: 1.0}, self.inputs)
        between = {self.root(node) for node in self.above & below}
        #: In execution order; the output is the last.
        self.nodes = sorted(node for node in between if node in found and node <= self.output)
        self.adjoints = {node: found[node] for node in self.nodes}
        self._known_ways: dict[int, dict[int, list[_Way]]] = {}

    def root(self, node: int) -> int:
        """The node that a new name was given to."""
        while self.graph.gates[node] is identity and node not in self.kept:
            node = self.graph.inputs(node)[0]
        return node

    def _kept(self, given: Collection[int]) -> set[int]:
        """New names that are differentiated by, of numbers that the output depends on in other ways too: y = x, in y * x."""
        kept: set[int] = set()
        renamed = [node for node in given if self.graph.gates[node] is identity]
        if not renamed:
            return kept
        users: dict[int, set[int]] = defaultdict(set)
        for node in self.above:
            for source in self.graph.inputs(node):
                users[source].add(node)
        for start in renamed:
            node = start
            while self.graph.gates[node] is identity:
                before = self.graph.inputs(node)[0]
                if users[before] - {node}:
                    kept.add(start)
                    break
                node = before
        return kept

    @cached_property
    def edges(self) -> dict[int, list[Edge]]:
        """By the node that they lead to, the edges from nodes of the chart, in the order of the gate's inputs."""
        graph, found = self.graph, {}
        for node in self.nodes:
            if node in self.kept:
                source = self.root(graph.inputs(node)[0])
                found[node] = [Edge(source, node, 0, 1.0)] if source in self.adjoints else []
                continue
            inputs = graph.inputs(node)
            operands = [graph.values[source] for source in inputs]
            own = []
            for position, source in enumerate(inputs):
                root = self.root(source)
                if root in self.adjoints:
                    local = local_gradient(graph.gates[node], position, graph.values[node], operands)
                    if local is not None:
                        own.append(Edge(root, node, position, local))
            found[node] = own
        return found

    @cached_property
    def uses(self) -> dict[int, list[Edge]]:
        """The same edges by the node that they come from, in execution order."""
        found: dict[int, list[Edge]] = defaultdict(list)
        for node in self.nodes:
            for edge in self.edges[node]:
                found[edge.source].append(edge)
        return found

    @cached_property
    def path_counts(self) -> dict[int, int]:
        """How many paths lead from each node to the output."""
        counts = dict.fromkeys(self.nodes, 0)
        counts[self.output] = 1
        for node in reversed(self.nodes):
            for edge in self.edges[node]:
                counts[edge.source] += counts[node]
        return counts

    @cached_property
    def longest(self) -> dict[int, int]:
        """How many gates the longest path from each node to the output has."""
        lengths = dict.fromkeys(self.nodes, 0)
        for node in reversed(self.nodes):
            for edge in self.edges[node]:
                lengths[edge.source] = max(lengths[edge.source], lengths[node] + 1)
        return lengths

    def paths(self, most: int, of: Iterable[int] | None = None) -> dict[int, list[Path]]:
        """For each input, or those that are said, the paths with the largest products, at most so many; in execution order if that is
        all of them."""
        ways = self._ways(most)
        found = {}
        for node in self.inputs if of is None else of:
            paths = [Path(tuple(_edges(way)), way.product) for way in ways.get(node, ())]
            if self.path_counts.get(node, 0) <= most:
                paths.sort(key=lambda path: [(edge.target, edge.position) for edge in path.edges])
            found[node] = paths
        return found

    def _ways(self, most: int) -> dict[int, list[_Way]]:
        """The paths of all inputs, which share what they have in common: written out, each may be as long as the program runs."""
        if most not in self._known_ways:
            ways: dict[int, list[_Way]] = defaultdict(list)
            ways[self.output] = [_Way(1.0)]
            wanted = set(self.inputs)
            for node in reversed(self.nodes):
                ways[node] = sorted(ways[node], key=_size)[:most]
                for edge in self.edges[node]:
                    ways[edge.source] += [_Way(way.product * edge.local, edge, way) for way in ways[node]]
                if node not in wanted:
                    del ways[node]
            self._known_ways[most] = ways
        return self._known_ways[most]


def _size(way: _Way) -> float:
    return -abs(way.product) if not math.isnan(way.product) else math.inf


def _edges(way: _Way) -> Iterator[Edge]:
    """The edges of a way, the one at the input first."""
    step: _Way | None = way
    while step is not None and step.edge is not None:
        yield step.edge
        step = step.above
