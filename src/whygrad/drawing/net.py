"""The gates of a circuit and what they are computed from, as columns: a circuit may have a million of them, of which a picture shows
a few dozen. What is asked of all of them at once is answered by NumPy; an object is made of what is seen only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from whygrad.gates.arithmetic import identity
from whygrad.graph import INPUT, NONE

if TYPE_CHECKING:
    from whygrad.drawing.columns import Column, Columns


class Gates(Set[int]):
    """Some gates of a circuit, as a set of their nodes: a run of them in order of execution, known by its ends, or any.

    Of one circuit, equal sets are the same run or hold the same nodes, so that they can be compared without a look at each node.
    """

    __slots__ = ("net", "some", "start", "stop")

    def __init__(self, net: Net, start: int, stop: int, some: frozenset[int] | None = None) -> None:
        self.net = net
        self.start = start  # the place of the first gate in the order, and that behind the last one
        self.stop = stop
        self.some = some  # None for all that are between

    @property
    def first(self) -> int:
        """The first of the gates."""
        return int(self.net.gates[self.start])

    @property
    def last(self) -> int:
        """The last of them: in the order of these, every box comes after all that it is computed from."""
        return int(self.net.gates[self.stop - 1])

    @property
    def index(self) -> slice | Column:
        """The places of the gates in the columns."""
        return slice(self.start, self.stop) if self.some is None else self.net.place[sorted(self.some)]

    def those_of(self, nodes: Column) -> list[int]:
        """The gates of a column of nodes in order that are among these."""
        if self.some is not None:
            return [node for node in nodes.tolist() if node in self.some]
        first, end = np.searchsorted(nodes, (self.first, self.last + 1)).tolist()
        within = nodes[first:end]
        found: list[int] = within[self.net.place[within] >= 0].tolist()
        return found

    def __len__(self) -> int:
        return self.stop - self.start if self.some is None else len(self.some)

    def __iter__(self) -> Iterator[int]:
        return iter(self.net.gates[self.start : self.stop].tolist() if self.some is None else sorted(self.some))

    def __contains__(self, node: object) -> bool:
        if self.some is not None:
            return node in self.some
        return isinstance(node, int) and node >= 0 and bool(self.start <= self.net.place[node] < self.stop)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Gates):
            return (self.start, self.stop, self.some) == (other.start, other.stop, other.some)
        return super().__eq__(other)

    def __hash__(self) -> int:
        return hash((self.start, self.stop, len(self)))

    def __le__(self, other: Set[Any]) -> bool:
        if not isinstance(other, Gates):
            return super().__le__(other)
        if not (other.start <= self.start and self.stop <= other.stop):
            return False
        if other.some is None:
            return True
        return self.some <= other.some if self.some is not None else all(node in other.some for node in self)

    def __lt__(self, other: Set[Any]) -> bool:
        return len(self) < len(other) and self <= other

    @classmethod
    def _from_iterable(cls, it: Iterable[Any]) -> frozenset[Any]:
        """What `&`, `|` and `-` give."""
        return frozenset(it)


class Net:
    """The gates of a circuit in order of execution, and their edges: each operand of each gate.

    `members` are the inputs and the gates, `outputs` the nodes that are used outside too. All columns but `place`, `root` and
    `last_use`, which are by node, are by the place of a gate or of an edge.
    """

    def __init__(self, columns: Columns, members: Column, outputs: Iterable[int]) -> None:
        self.graph = columns.graph
        self.root = _roots(columns)
        is_input = columns.of(INPUT)[members]
        self.inputs: list[int] = members[is_input].tolist()
        self.gates: Column = members[~is_input]
        self.place: Column = np.full(len(self.graph), -1, np.int32)
        self.place[self.gates] = np.arange(len(self.gates), dtype=np.int32)
        self._wire(columns.first[self.gates], columns.second[self.gates])
        #: Of each node, the place of the last gate that uses it, -1 if none does; of an output, a place behind all.
        self.last_use: Column = np.full(len(self.graph), -1, np.int32)
        self.last_use[self.sources] = self.targets  # in ascending order: the last one stays
        self.last_use[list(outputs)] = len(self.gates)
        self._entering: dict[Gates, Entering] = {}

    def _wire(self, first: Column, second: Column) -> None:
        rows = np.flatnonzero(first < NONE).tolist()
        many = [self.graph.many[-2 - row] for row in first[rows].tolist()]
        operands = np.stack((first, second), 1)
        has = operands >= 0
        counts = has.sum(1, dtype=np.int32)
        counts[rows] = [len(row) for row in many]
        #: Of each gate its first edge, and behind them the number of all.
        self.starts: Column = np.zeros(len(self.gates) + 1, np.int32)
        np.cumsum(counts, out=self.starts[1:])
        sources = operands[has] if not has.all() else operands.reshape(-1)
        if rows:
            alone = np.ones(self.starts[-1], bool)
            joined = np.empty(self.starts[-1], np.int32)
            for row, own in zip(rows, many, strict=True):
                edges = slice(*self.starts[row : row + 2])
                joined[edges], alone[edges] = own, False
            joined[alone] = sources
            sources = joined
        #: Of each edge the node that it comes from, below all of its later names, and the gate that it goes into.
        self.sources: Column = self.root[sources]
        self.targets: Column = np.repeat(np.arange(len(self.gates), dtype=np.int32), counts)

    def some(self, nodes: Iterable[int]) -> Gates:
        """These gates as a set."""
        found = frozenset(nodes)
        places = self.place[list(found)]
        start, stop = int(places.min()), int(places.max()) + 1
        return Gates(self, start, stop, None if stop - start == len(found) else found)

    def run(self, start: int, stop: int) -> Gates:
        """The gates from one place in the order up to another."""
        return Gates(self, start, stop)

    def union(self, parts: Sequence[Gates]) -> Gates:
        """The gates of several parts, which come one after the other."""
        if all(part.some is None for part in parts) and all(one.stop == other.start for one, other in pairwise(parts)):
            return Gates(self, parts[0].start, parts[-1].stop)
        return self.some(node for part in parts for node in part)

    def between(self, start: int, end: int) -> Gates:
        """The gates among the nodes from `start` up to `end`."""
        return Gates(self, *np.searchsorted(self.gates, (start, end)).tolist())

    def positions(self, edges: Column) -> Column:
        """As which operand of its gate each edge goes in."""
        return edges - self.starts[self.targets[edges]]

    def operands(self, gate: int) -> tuple[int, ...]:
        """The nodes that a gate is computed from, names passed over."""
        return tuple(self.root[list(self.graph.inputs(gate))].tolist())

    def edges_of(self, gate: int) -> Column:
        """The edges of the operands of a gate, in order."""
        place = self.place[gate]
        return np.arange(self.starts[place], self.starts[place + 1])

    def users(self, node: int) -> list[int]:
        """The gates that a node goes into, in order, each once."""
        sources, targets = self._by_source
        start, stop = np.searchsorted(sources, (node, node + 1)).tolist()
        return list(dict.fromkeys(self.gates[targets[start:stop]].tolist()))

    @cached_property
    def _by_source(self) -> tuple[Column, Column]:
        order = np.argsort(self.sources, kind="stable")
        return self.sources[order].astype(np.int64), self.targets[order]  # as what is looked up is

    def leaving(self, gates: Gates) -> list[int]:
        """Those of the gates whose values are used outside of them, or are outputs."""
        if gates.some is None:
            nodes = self.gates[gates.start : gates.stop]
            return nodes[self.last_use[nodes] >= gates.stop].tolist()  # type: ignore[no-any-return]
        return [node for node in gates if self.is_used_beyond(node, gates)]

    def is_used_beyond(self, node: int, gates: Gates) -> bool:
        """Is the value of one of the gates used by any other, or an output?"""
        if self.last_use[node] >= gates.stop:
            return True
        return gates.some is not None and not all(user in gates.some for user in self.users(node))

    def entering(self, gates: Gates) -> Entering:
        """What comes into the gates from outside."""
        if gates not in self._entering:
            self._entering[gates] = self._found_entering(gates)
        return self._entering[gates]

    def _found_entering(self, gates: Gates) -> Entering:
        if gates.some is None:
            first, end = int(self.starts[gates.start]), int(self.starts[gates.stop])
            edges: Column = first + np.flatnonzero(self.place[self.sources[first:end]] < gates.start)
        else:
            own = [np.arange(self.starts[place], self.starts[place + 1]) for place in np.asarray(gates.index).tolist()]
            edges = np.concatenate(own)
            edges = edges[[source not in gates.some for source in self.sources[edges].tolist()]]
        return Entering(self, edges, self._each_once(self.sources[edges]))

    def _each_once(self, nodes: Column) -> Column:
        """Each of these nodes where it is first met: where several numbers are put in one place, the last one stays."""
        numbers = np.arange(len(nodes))
        self._met[nodes[::-1]] = numbers[::-1]
        found: Column = nodes[self._met[nodes] == numbers]
        return found

    @cached_property
    def _met(self) -> Column:
        return np.empty(len(self.graph), np.int64)


@dataclass(frozen=True)
class Entering:
    """What comes into some gates from outside: the edges, in order, and the nodes that they come from, each once, as it is first met."""

    net: Net
    edges: Column
    sources: Column

    def edges_from(self, nodes: Sequence[int]) -> Column:
        """The edges that come from some of these nodes, in order."""
        if len(nodes) == len(self.sources):
            return self.edges
        own = self.net.sources[self.edges]
        found: Column = self.edges[own == nodes[0] if len(nodes) == 1 else np.isin(own, nodes)]
        return found


def _roots(columns: Columns) -> Column:
    """Of each node, that of the number itself, below all of its later names."""
    found = np.arange(len(columns.graph), dtype=np.int32)
    names = np.flatnonzero(columns.of(identity))
    found[names] = columns.first[names]
    while len(names) and (found[names] != (deeper := found[found[names]])).any():
        found[names] = deeper
    return found


class Operands(Mapping[int, tuple[int, ...]]):
    """By the gate, the nodes that it is computed from, names passed over."""

    def __init__(self, net: Net) -> None:
        self._net = net

    def __getitem__(self, gate: int) -> tuple[int, ...]:
        return self._net.operands(gate)

    def __iter__(self) -> Iterator[int]:
        return iter(self._net.gates.tolist())

    def __len__(self) -> int:
        return len(self._net.gates)


class Users(Mapping[int, set[int]]):
    """By the input or gate, the gates that it goes into; of an output, none is one of them too."""

    def __init__(self, net: Net, members: Column) -> None:
        self._net = net
        self._members = members
        self._known = np.zeros(len(net.graph), bool)
        self._known[members] = True

    def __getitem__(self, node: int) -> set[int]:
        beyond = {NONE} if self._net.last_use[node] == len(self._net.gates) else set()
        return {*self._net.users(node), *beyond}

    def __iter__(self) -> Iterator[int]:
        return iter(self._members.tolist())

    def __len__(self) -> int:
        return len(self._members)

    def __contains__(self, node: object) -> bool:
        return isinstance(node, int) and node >= 0 and bool(self._known[node])
