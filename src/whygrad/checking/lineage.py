"""What depends on what in one run of a program: the values that names were given, and the nodes that they are made of."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from whygrad.checking.names import Reading, is_named, mentions
from whygrad.checking.values import nodes
from whygrad.gates.arithmetic import identity
from whygrad.tracing.instrument import Site
from whygrad.tracing.running import Event, Key, Trace
from whygrad.tracing.script import Program

#: What a gradient is scaled or cut by on its way to a step.
_STEP = re.compile(r"lr|learning_rate|rate|eta|alpha|taxa\w*|\w*norm\w*|clip\w*|\w*_clip|limit\w*", re.IGNORECASE)


@dataclass
class Version:
    """One value that a claimed name had: the events that made it, by their positions in the trace."""

    reading: Reading
    frame: int
    events: list[int]


class Lineage:
    """The events of one trace, and the ancestors and descendants of their values."""

    def __init__(self, program: Program, trace: Trace) -> None:
        self.program = program
        self.trace = trace
        self.graph = trace.graph
        self.events = trace.events
        self.claim_positions: set[int] = set()
        self._below: dict[tuple[int, ...], set[int]] = {}
        self._above: dict[int, set[int]] = {}
        self._continuing: dict[str, frozenset[Site]] = {}

    @cached_property
    def by_name(self) -> dict[str, list[int]]:
        """The events of each name, by their positions."""
        found: dict[str, list[int]] = defaultdict(list)
        for position, event in enumerate(self.events):
            found[event[0][1]].append(position)  # `event.name`, which takes as long as all the rest
        return found

    def above(self, position: int) -> set[int]:
        """The ancestors of an event's value."""
        if position not in self._above:
            self._above[position] = self.graph.ancestors(nodes(self.events[position].value))
        return self._above[position]

    def made(self, position: int) -> list[int]:
        """The nodes of an event's value that did not exist before it: a second name for a list shares those of the first."""
        before = self._time_before(position) if position in self.claim_positions else 0
        return [node for node in nodes(self.events[position].value) if node >= before]

    def _time_before(self, position: int) -> int:
        """The number of nodes before the statement that an event belongs to."""
        own = self.events[position]
        while position and self.events[position - 1].time == own.time and self.events[position - 1].key.site == own.key.site:
            position -= 1
        return self.events[position - 1].time if position else 0

    def below(self, positions: Iterable[int]) -> set[int]:
        """The descendants of events' values."""
        starts = tuple(sorted({node for position in positions for node in self.made(position)}))
        if starts not in self._below:
            self._below[starts] = self.graph.descendants(starts)
        return self._below[starts]

    def depends(self, position: int, on: int) -> bool:
        return bool(self.below([on]).intersection(nodes(self.events[position].value)))

    def continuing(self, name: str) -> frozenset[Site]:
        """The statements that build on the value that a name holds already."""
        if name not in self._continuing:
            statements = self.program.statements.items()
            self._continuing[name] = frozenset(site for site, statement in statements if builds_on_itself(statement, name))
        return self._continuing[name]

    def continues(self, event: Event) -> bool:
        """Does this event build on the value that the name had: `+=`, `dx[i] = …`, `dx = dx + …`?"""
        return event.kind == "mutate" or builds_on_itself(self.program.statements.get(event.key.site), event.name)

    def is_aftermath(self, event: Event) -> bool:
        """Is a gradient that is made already clipped, normalised or scaled to a step by this statement?"""
        statement = self.program.statements.get(event.key.site)
        if not isinstance(statement, ast.Assign | ast.AugAssign):
            return False
        if isinstance(statement, ast.AugAssign):
            if not isinstance(statement.op, ast.Mult | ast.Div):
                return False
            if isinstance(statement.value, ast.Constant):
                return self._steps_by(event.name)
        elif not mentions(statement.value, event.name):
            return False
        names = {node.id for node in ast.walk(statement.value) if isinstance(node, ast.Name)}
        return any(name in ("min", "max") or _STEP.fullmatch(name) for name in names)

    def _steps_by(self, name: str) -> bool:
        """Is a variable moved by just this, with no rate beside it?"""
        statements = self.program.statements.values()
        steps = [node.value for node in statements if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Sub)]
        differences = [node.value for node in statements if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp)]
        steps += [value.right for value in differences if isinstance(value.op, ast.Sub)]
        return any(is_named(step, name) for step in steps)

    def aliases(self, own: set[int]) -> set[int]:
        found = set(own)
        for index in range(min(own, default=0) + 1, len(self.graph)):
            if self.graph.gates[index] is identity and self.graph.inputs(index)[0] in found:
                found.add(index)
        return found

    def root(self, node: int) -> int:
        while self.graph.gates[node] is identity:
            node = self.graph.inputs(node)[0]
        return node

    def roots(self, key: Key | None) -> set[int]:
        """The nodes of a value under its first name, plain inputs left out."""
        event = next((event for event in self.events if event.key == key), None)
        return {self.root(node) for node in nodes(event.value)} if event is not None else set()


def builds_on_itself(statement: ast.stmt | None, name: str) -> bool:
    """`x += …`, or an assignment to x whose value mentions x."""
    if isinstance(statement, ast.AugAssign):
        return True
    return isinstance(statement, ast.Assign) and mentions(statement.value, name)


def accumulating(statement: ast.stmt | None) -> bool:
    """A sum that grows: `s += …`, `s = s + …`, `s.append(…)`."""
    if isinstance(statement, ast.Assign):
        return isinstance(statement.value, ast.BinOp) and isinstance(statement.value.op, ast.Add)
    return isinstance(statement, ast.AugAssign | ast.Expr)
