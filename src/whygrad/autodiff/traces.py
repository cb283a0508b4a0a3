"""A recorded function, to be looked at and run anew."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import numpy as np
import optree

from whygrad.autodiff.transforms import recorded, shaped
from whygrad.executing.replay import replay
from whygrad.graph import Graph
from whygrad.text import Text, _
from whygrad.tracing.errors import ShapeError
from whygrad.tracing.function import MAX_NODES, Recording, has_floats, leaves_of

#: Nodes that a notebook shows of a recorded function.
MOST_SHOWN = 60


class Trace:
    """A recorded function: its graph, to be looked at and run anew."""

    def __init__(self, recording: Recording) -> None:
        self.graph: Graph = recording.graph
        self.value = recording.value
        self._recording = recording

    @property
    def inputs(self) -> list[int]:
        """The nodes of the inputs."""
        return [node for node in self._recording.inputs if node is not None]

    @property
    def outputs(self) -> list[int | None]:
        """The nodes of the outputs, None for one that depends on nothing."""
        return self._recording.outputs

    def replay(self, *args: Any) -> Any:
        """The output at other arguments, from the graph alone."""
        leaves, _tree = leaves_of(args)
        nodes = self._recording.inputs
        if len(leaves) != len(nodes):
            raise ShapeError(
                Text(_("The graph has {n} inputs, and {m} are given."), {"n": str(len(nodes)), "m": str(len(leaves))}),
                [Text(_("Give the arguments that the function was traced with, in the same structure."))],
            )
        given = {node: shaped(leaf, self.graph.values[node]) for node, leaf in zip(nodes, leaves, strict=True) if node is not None}
        found = iter(replay(self.graph, given, [node for node in self._recording.outputs if node is not None]))
        out = [next(found) if node is not None else leaf for node, leaf in zip(self.outputs, self._recording.leaves, strict=True)]
        return optree.tree_unflatten(self._recording.tree, out)

    def __len__(self) -> int:
        return len(self.graph)

    def __repr__(self) -> str:
        return f"<whygrad.Trace of {len(self.graph)} nodes, {len(self.inputs)} inputs, {len(self.outputs)} outputs>"

    def _repr_html_(self) -> str:
        """What a notebook shows: the nodes in their order, each with its gate, its operands and its shape."""
        lines = []
        for node in range(min(len(self.graph), MOST_SHOWN)):
            operands = ", ".join(f"t{source}" for source in self.graph.inputs(node))
            lines.append(f"t{node} = {self.graph.gates[node].name}({operands})  {np.shape(self.graph.values[node])}")
        lines += ["…"] * (len(self.graph) > MOST_SHOWN)
        return f"<pre>{html.escape(chr(10).join(lines))}</pre>"


def trace(f: Callable[..., Any], *args: Any, trap_nan: bool = False, max_nodes: int = MAX_NODES) -> Trace:
    """Run a function once and record it as a graph."""
    wanted = tuple(k for k, argument in enumerate(args) if has_floats(argument))
    return Trace(recorded(f, args, {}, wanted, trap_nan=trap_nan, max_nodes=max_nodes, outlives=True))
