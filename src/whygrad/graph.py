"""The computational graph: nodes in execution order, stored as columns.

A column is a flat list or array, because a graph of a million nodes must be cheap to build and to walk: an object a node
would cost ten times as much, and reference cycles would keep the garbage collector busy. `Node` is a view, made on demand.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import CodeType
from typing import Any, NamedTuple

from whygrad.gates.table import Gate

INPUT = Gate("input", lambda: None, (), 0, "", "", "", "", (), "")
CONSTANT = Gate("constant", lambda: None, (), 0, "", "", "", "", (), "")

#: In place of an input's index: there is none.
NONE = -1


@dataclass(frozen=True)
class Node:
    """A view of one node: which gate, from which nodes, what value, from which instruction of which code."""

    index: int
    gate: Gate
    inputs: tuple[int, ...]
    value: Any
    code: CodeType | None
    instruction: int
    attributes: Mapping[str, Any] = field(default_factory=dict)


class Guard(NamedTuple):
    """A value of the graph on which the program's own course depended: a branch was taken, a number of turns was made."""

    index: int  # type: ignore[assignment]
    expected: Any
    code: CodeType | None
    instruction: int


@dataclass(slots=True)  # not frozen: loops that write make many of them
class Overwritten:
    """In place of a value whose memory the program has written over since; a replay computes it anew."""

    shape: tuple[int, ...]
    dtype: Any


class Graph:
    """Nodes in execution order; every node's inputs come before it.

    `first` and `second` hold the indices of a node's inputs, NONE where there is none. A gate of more than two has all of
    them in a row of `many`; its `first` says which row, counted down from -2.
    `codes` and `instructions` say where in the user's code it was made: `tracing.source` turns them into a span, only
    when asked. `attributes` holds what a gate is told beside its inputs (an axis, a shape), for the nodes that have any.
    With `guards`, what was made concrete (by an `if`, by `range`) is kept, so that a replay can tell whether it would go
    another way. From the node `checkpoint` on, `trace` is asked whether there may be more.
    """

    __slots__ = (
        "attributes",
        "checkpoint",
        "codes",
        "constants",
        "first",
        "gates",
        "guards",
        "instructions",
        "many",
        "second",
        "trace",
        "values",
    )

    def __init__(self) -> None:
        self.gates: list[Gate] = []
        self.first: list[int] = []
        self.second: list[int] = []
        self.many: list[tuple[int, ...]] = []
        self.values: list[Any] = []
        self.codes: list[CodeType | None] = []
        self.instructions = array("i")
        self.constants: dict[tuple[type, Any], int] = {}
        self.attributes: dict[int, Mapping[str, Any]] = {}
        self.guards: list[Guard] | None = None
        self.checkpoint = sys.maxsize
        self.trace: Any = None

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, index: int) -> Node:
        return Node(
            index,
            self.gates[index],
            self.inputs(index),
            self.values[index],
            self.codes[index],
            self.instructions[index],
            self.attributes.get(index, {}),
        )

    def __iter__(self) -> Iterator[Node]:
        return map(self.__getitem__, range(len(self)))

    def inputs(self, index: int) -> tuple[int, ...]:
        """The indices of the nodes that this node is computed from."""
        first, second = self.first[index], self.second[index]
        if second >= 0:  # written out here, too: nothing of a graph is asked for so often
            return (first, second)
        return (first,) if first >= 0 else self.operands(first, second)

    def operands(self, first: int, second: int) -> tuple[int, ...]:
        """The indices that a pair of entries of the columns `first` and `second` stands for."""
        if second >= 0:
            return (first, second)
        if first >= 0:
            return (first,)
        return () if first == NONE else self.many[-2 - first]

    def append(self, gate: Gate, inputs: tuple[int, ...], value: Any, code: CodeType | None = None, instruction: int = 0) -> int:
        """Enter a node and return its index."""
        index = len(self.values)
        self.gates.append(gate)
        if len(inputs) > 2:
            self.first.append(-2 - len(self.many))
            self.second.append(NONE)
            self.many.append(inputs)
        else:
            self.first.append(inputs[0] if inputs else NONE)
            self.second.append(inputs[1] if len(inputs) == 2 else NONE)
        self.values.append(value)
        self.codes.append(code)
        self.instructions.append(instruction)
        if index >= self.checkpoint:
            self.trace.checkpoint(index)
        return index

    def constant(self, value: Any) -> int:
        """The node of a constant; equal constants share one."""
        # 0.0 and -0.0 are equal keys, and are not the same number
        key = (type(value), value or repr(value))
        index = self.constants.get(key)
        if index is None:
            index = self.constants[key] = self.append(CONSTANT, (), value)
        return index

    def ancestors(self, nodes: Iterable[int]) -> set[int]:
        """Every node that these are computed from, themselves included."""
        seen = set(nodes)
        waiting = list(seen)
        while waiting:
            for parent in self.inputs(waiting.pop()):
                if parent not in seen:
                    seen.add(parent)
                    waiting.append(parent)
        return seen

    def descendants(self, nodes: Iterable[int]) -> set[int]:
        """Every node that is computed from these, themselves included."""
        return {index for index, depends in enumerate(self.depending(nodes)) if depends}

    def depending(self, nodes: Iterable[int]) -> bytearray:
        """`descendants` as a column: 1 for a node that is computed from these, 0 for one that is not."""
        found = bytearray(len(self))
        for index in nodes:
            found[index] = 1
        for index, (first, second) in enumerate(zip(self.first, self.second, strict=True)):
            if first >= 0:
                if found[first] or (second >= 0 and found[second]):
                    found[index] = 1
            elif first != NONE and any(found[source] for source in self.many[-2 - first]):
                found[index] = 1
        return found

    def feeding(self, nodes: Iterable[int]) -> bytearray:
        """`ancestors` as a column: 1 for a node that one of these is computed from, 0 for one that is not."""
        found = bytearray(len(self))
        for index in nodes:
            found[index] = 1
        # A column that is read from its end shows, when a node's turn comes, whether any later node is computed from it.
        for wanted, first, second in zip(*map(reversed, (found, self.first, self.second)), strict=True):
            if not wanted or first == NONE:
                continue
            if first >= 0:
                found[first] = 1
                if second >= 0:
                    found[second] = 1
            else:
                for source in self.many[-2 - first]:
                    found[source] = 1
        return found
