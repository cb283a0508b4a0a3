"""A circuit as it was recorded: the gates behind an output, with their values, their gradients, their names, and the gradients that
the learner claims. Of single numbers it is made in `numbers`, of arrays in `arrays`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from whygrad.checking.report import Problem
from whygrad.checking.values import root
from whygrad.drawing.columns import Columns
from whygrad.drawing.net import Gates, Net, Operands, Users
from whygrad.graph import Graph
from whygrad.text import Text
from whygrad.tracing.calls import Calls
from whygrad.tracing.following import Loop
from whygrad.tracing.script import Program
from whygrad.tracing.source import Edit, Span, lifted
from whygrad.tracing.traced import plain

if TYPE_CHECKING:
    from whygrad.drawing.columns import Column


@dataclass(frozen=True)
class Given:
    """An array that is written at a gate, and what the program calls it, if anything."""

    name: str
    value: Any


#: In the place of a learner's own gradient: there is one, and all that is known of it is whether it is right.
UNSEEN = object()


@dataclass(frozen=True)
class Claimed:
    """The learner's own value for the gradient of a node; None where their value has no such entry. One that is wrong may be right in
    the turn of a loop that is drawn.
    """

    name: str
    yours: Any
    right: bool
    right_here: bool = False


@dataclass(frozen=True)
class Change:
    """An edit of the program that the picture takes for granted, and why."""

    message: Text
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Recognised:
    """Gates that compute a well-known function: what it is called, and its story."""

    title: Text
    story: Text
    gates: frozenset[int]
    name: str


@dataclass(kw_only=True)
class Wiring(ABC):
    """A circuit as it was recorded: everything is about nodes of `graph`, each name's node being that of the number itself."""

    file: str
    program: Program
    output: str
    seeds: dict[int, Any]
    frames: frozenset[int]  # the frames of the calls in which the output is made
    claimed: dict[int, list[Claimed]] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    above: int = 0  # lines of the program that are not shown: what a cell of a notebook has from earlier ones
    notes: tuple[Text, ...] = ()  # on what it is the circuit of

    #: Things that are shown at once at most, and of one level: what a person can read.
    most_visible: ClassVar = 150
    most_of_level: ClassVar = 150
    #: Things in all views of a page together.
    most_drawn: ClassVar = 1800

    @property
    def vouched(self) -> Collection[int]:
        """The nodes whose gradient the learner's own code is known to have right on its way, though it claims nothing of them."""
        return ()

    @property
    def recognised(self) -> Sequence[Recognised] | None:
        """The modules in it, where they are known before anything is drawn."""
        return None

    @property
    def loops(self) -> Sequence[Loop]:
        """The loops whose turns are boxes even if there are few."""
        return ()

    @property
    @abstractmethod
    def graph(self) -> Graph:
        """The graph of the run."""

    @property
    @abstractmethod
    def calls(self) -> Calls:
        """The calls of the run, and the turns of its loops."""

    @property
    @abstractmethod
    def members(self) -> list[int]:
        """The inputs and gates that the output is computed from, in order of execution; names and constants left out."""

    @cached_property
    def nodes(self) -> Column:
        """The same as a column."""
        return np.array(self.members, np.int64)

    @property
    @abstractmethod
    def names(self) -> Mapping[int, str]:
        """What the program calls each node."""

    @abstractmethod
    def line(self, index: int) -> int | None:
        """The line of a gate; of an input, the line that gave it its value."""

    @abstractmethod
    def gradient(self, index: int) -> Any:
        """The gradient of the output with respect to a node of the circuit."""

    @abstractmethod
    def share(self, index: int, position: int) -> Any:
        """What a gate hands back to one of its operands."""

    @abstractmethod
    def handed_down(self, index: int, above: Any) -> tuple[Any, ...]:
        """What a gate makes of any gradient from above, for each of its operands."""

    @abstractmethod
    def input_key(self, index: int, *, coarse: bool) -> Hashable:
        """What an input is kept together with others by, where there are many."""

    def root(self, index: int) -> int:
        """The node of a number, below all of its later names."""
        return root(self.graph, index)

    def title(self, index: int) -> str:
        """What stands in a gate."""
        return self.graph.gates[index].symbol

    def constant(self, index: int) -> Any:
        """What is written at a gate for an operand that is no thing of the circuit."""
        return plain(self.graph.values[index])

    @cached_property
    def net(self) -> Net:
        """The gates and their edges as columns."""
        return Net(self.columns, self.nodes, self.seeds)

    @cached_property
    def columns(self) -> Columns:
        """The columns of the graph."""
        return Columns(self.graph)

    @property
    def operands(self) -> Mapping[int, tuple[int, ...]]:
        """By the gate, the nodes that it is computed from, names passed over."""
        return Operands(self.net)

    @cached_property
    def users(self) -> Mapping[int, set[int]]:
        """The gates that each node goes into; of an output, none is one of them too."""
        return Users(self.net, self.nodes)

    def names_leaving(self, gates: Gates) -> set[str]:
        """The names of what leaves some gates."""
        return {self.names[gate] for gate in self.net.leaving(gates) if gate in self.names}

    def varying_into(self, gates: Gates) -> list[int]:
        """The inputs and gates that some gates are computed from."""
        return [source for source in np.sort(self.net.entering(gates).sources).tolist() if source in self.users]

    def hidden(self, gates: Gates) -> list[Claimed]:
        """The claims about numbers that are made and used up within these gates."""
        return [claimed for index in self.hidden_nodes(gates) for claimed in self.claimed[index]]

    def hidden_nodes(self, gates: Gates) -> list[int]:
        """Those numbers."""
        return [index for index in self.claimed if index in gates and not self.net.is_used_beyond(index, gates)]

    def shares(self, edges: Column) -> Any:
        """What comes back by several edges together: of different arrays, by the first of them."""
        total: Any = None
        first: set[int] = set()
        gates, places, sources = self.net.gates[self.net.targets[edges]], self.net.positions(edges), self.net.sources[edges]
        for gate, place, source in zip(gates.tolist(), places.tolist(), sources.tolist(), strict=True):
            share = self.share(gate, place)
            first.add(source)
            if share is None or (total is not None and len(first) > 1 and getattr(total, "shape", ()) != getattr(share, "shape", ())):
                continue
            total = share if total is None else total + share
        return total

    def share_into(self, gates: Gates, nodes: tuple[int, ...]) -> Any:
        """What some gates hand back together to nodes that they are computed from."""
        if (gates, nodes) not in self._shares_into:
            self._shares_into[gates, nodes] = self.shares(self.net.entering(gates).edges_from(nodes))
        return self._shares_into[gates, nodes]

    @cached_property
    def _shares_into(self) -> dict[tuple[Gates, tuple[int, ...]], Any]:
        """What is known of that already."""
        return {}

    def shares_into(self, gates: Gates, most: int) -> dict[int, Any]:
        """The same by the node, of the first so many that get anything."""
        found = ((source, self.share_into(gates, (source,))) for source in self.varying_into(gates))
        return dict(islice(((source, share) for source, share in found if share is not None), most))

    def span(self, index: int) -> Span | None:
        """Where in the program as it was written a gate stands; of an input, nothing is known but its name."""
        return self.program.span_of(self.graph[index])

    def shown(self, span: Span | None) -> Span | None:
        """The same place in the text that is shown; None where it isn't."""
        return None if span is None else lifted(span, self.above)


def place(path: tuple[Any, ...]) -> str:
    """A place in a value as code."""
    return "".join(f"[{step!r}]" for step in path)
