"""What of a gradient flows through which named value: a true gradient is a sum over paths, and each path goes through something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from whygrad.autodiff.cotangents import cotangents
from whygrad.graph import Graph


@dataclass(frozen=True)
class Flow:
    """A graph with the gradient from above, and the nodes that have names in it: values of the forward pass, and inputs."""

    graph: Graph
    seeds: Mapping[int, Any]
    named: Mapping[str, int]
    inputs: Mapping[str, int]

    def node(self, name: str) -> int | None:
        """The node of an input or of a named value."""
        return self.inputs.get(name, self.named.get(name))

    def between(self, name: str) -> list[str]:
        """The named values on the way from this one to the output, both left out; of several names for a value, the first."""
        start = self.node(name)
        if start is None:
            return []
        depends, on_way = self.graph.depending([start]), set(self.graph.ancestors(list(self.seeds)))
        found: dict[int, str] = {}
        for other, node in self.named.items():
            if node != start and node not in self.seeds and node in on_way and depends[node]:
                found.setdefault(node, other)
        return list(found.values())

    def through(self, name: str, others: Sequence[str]) -> Any:
        """What comes to a value on the paths through others; None where nothing does.

        Of two, where one lies on a way through the other, each path counts once.
        """
        start = self.node(name)
        nodes = sorted({self.named[other] for other in others}, reverse=True)  # those nearest to the output first
        whole = cotangents(self.graph, self.seeds, nodes)
        assert start is not None
        total: Any = None
        taken: dict[int, Any] = {}
        for node in nodes:
            own = whole.get(node)
            if own is None:
                continue
            if taken:
                before = cotangents(self.graph, taken, [node]).get(node)
                own = own if before is None else own - before
            taken[node] = own
            part = cotangents(self.graph, {node: own}, [start]).get(start)
            total = part if total is None else total if part is None else total + part
        return None if total is None or not np.any(total) else total
