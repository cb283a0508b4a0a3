"""Which values of a trace are kept: of large arrays, those that a rule will look at on the way back.

To keep them all would cost more time than to compute them, since memory that is not used again has to be asked for.
"""

from __future__ import annotations

import sys

from whygrad.gates.table import OUT
from whygrad.graph import CONSTANT, NONE, Graph, Overwritten

#: Arrays of more entries than this are looked after.
BIG = 4096
#: How many of them are looked at each time, and how far their uses are looked for.
_AT_ONCE = 32
_FAR = 2000


class Keeper:
    """Forgets the values of large arrays that the program has let go of and no rule looks at; a replay makes them anew."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.room = 0  # bytes that are kept before anything is forgotten
        self._waiting: list[int] = []
        self._next = 0

    def made(self, index: int) -> None:
        """A large array was made."""
        waiting, values = self._waiting, self.graph.values
        self.room -= values[index].nbytes
        if self.room > 0:
            waiting.append(index)
            return
        kept: list[int] = []
        for node in waiting[-_AT_ONCE:]:
            if type(values[node]) is Overwritten:
                continue
            if sys.getrefcount(values[node]) > 2:  # the program has it still
                kept.append(node)
            elif not self._is_read(node):
                values[node] = Overwritten(values[node].shape, values[node].dtype)
        waiting[-_AT_ONCE:] = kept
        waiting.append(index)

    def _is_read(self, node: int) -> bool:
        """Will the rule of this node, or of one that uses it, look at its value?"""
        graph = self.graph
        if len(graph) - node > _FAR or self._reads(node, OUT):
            return True
        first, second = graph.first, graph.second
        for index in range(node + 1, len(graph)):
            if first[index] == node or second[index] == node or (first[index] < NONE and node in graph.inputs(index)):
                positions = [k for k, source in enumerate(graph.inputs(index)) if source == node]
                if any(self._reads(index, position) for position in positions):
                    return True
        return False

    def _reads(self, index: int, what: int) -> bool:
        gate = self.graph.gates[index]
        for position, source in enumerate(self.graph.inputs(index)):
            if self.graph.gates[source] is CONSTANT:  # it gets no gradient
                continue
            if gate.looks_at(position, what):
                return True
        return False
