"""Gates that are seen as one: the calls of a program's own functions, and the well-known modules that its gates amount to.

A module is recognised by value: the gates between one node and another are run on other numbers, and what comes out is
compared with the table of modules. So a box never covers gates that compute anything else.
"""

from __future__ import annotations

import ast
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from whygrad.checking.evaluate import FAILED, is_real, tried
from whygrad.checking.modules import DISTINCTIVE, gates_in
from whygrad.checking.values import close
from whygrad.drawing.wiring import Recognised, Wiring
from whygrad.gates.modules import MODULES, Module
from whygrad.graph import CONSTANT, INPUT
from whygrad.text import Text, _
from whygrad.tracing.source import Span, span_of, span_of_instruction

#: Gates in a module at most: no closed form in the table has more, however it is written.
MOST_GATES = 14
#: Gates in a circuit above which no modules are looked for.
MOST_SEARCHED = 20_000
#: Gates of all turns of a loop together from which it is a box; characters of its code that stand for it.
FEWEST_OF_LOOP, MOST_CODE = 7, 34
#: Turns that are seen one beside the other.
MOST_TURNS = 6
#: Places in its domain at which a module has to agree.
PLACES = (0.07, 0.23, 0.41, 0.62, 0.79, 0.94)


@dataclass(eq=False)
class Box:
    """Gates seen as one. Boxes lie inside one another, and never across."""

    title: Text | str
    kind: str  # call, module, loop, turn, fold
    gates: frozenset[int]  # with those of the boxes inside
    names: frozenset[str] = frozenset()  # what it can be asked for by
    module: Module | None = None
    story: Text | None = None  # what is to be said of it
    span: Span | None = None  # of the call, or of the last gate
    inside: list[Box] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The last of its gates: in the order of these, every box comes after all that it is computed from."""
        return max(self.gates)


def boxes(wiring: Wiring) -> list[Box]:
    """The outermost boxes of a circuit, each with those inside it."""
    found = {box.gates: box for box in _calls(wiring)}
    for box in _loops(wiring):
        found.setdefault(box.gates, box)
    for module in _modules(wiring, list(found.values())):
        same = found.setdefault(module.gates, module)
        if same is not module:
            same.module, same.story = module.module, module.story
            same.names |= module.names
    return _nested(found.values())


def _nested(found: Iterable[Box]) -> list[Box]:
    """The boxes that lie in no other; the others put inside."""
    outermost: list[Box] = []
    around: dict[int, Box] = {}  # the innermost box so far of each gate
    for box in sorted(found, key=lambda box: (-len(box.gates), box.last)):
        holder = around.get(box.last)
        (holder.inside if holder is not None else outermost).append(box)
        for gate in box.gates:
            around[gate] = box
    return outermost


# --- calls


def _calls(wiring: Wiring) -> list[Box]:
    """A box for each call that made gates, but for those in which the output itself is made."""
    gates = list(wiring.operands)
    statements = wiring.program.statements
    found: dict[frozenset[int], Box] = {}
    for call in wiring.calls.made:
        own = frozenset(gates[bisect_left(gates, call.start) : bisect_left(gates, call.end)])
        function = statements.get(call.site)
        if not own or call.frame in wiring.frames or not isinstance(function, ast.FunctionDef):
            continue
        if own in found:  # a function that only calls another
            continue
        names = frozenset({function.name, *_names_of(wiring, own)})
        here = call.code.co_filename == wiring.program.file
        span = span_of_instruction(call.code, call.instruction) if here else None
        found[own] = Box(function.name, "call", own, names, span=span)
    return list(found.values())


def _names_of(wiring: Wiring, gates: frozenset[int]) -> set[str]:
    """The names of what leaves some gates."""
    return {wiring.names[gate] for gate in gates if gate in wiring.names and not wiring.users[gate] <= gates}


# --- loops


def _loops(wiring: Wiring) -> Iterator[Box]:
    """A box for each loop that makes its turns in boxes of their own, where it has more than a few gates."""
    gates = list(wiring.operands)
    statements = wiring.program.statements
    for loop in wiring.loops:
        turns = [frozenset(gates[bisect_left(gates, turn.start) : bisect_left(gates, turn.stop)]) for turn in loop.turns]
        turns = [turn for turn in turns if turn]
        whole = frozenset(gate for turn in turns for gate in turn)
        statement = statements.get(loop.site)
        if len(turns) < 2 or len(whole) < FEWEST_OF_LOOP or statement is None:
            continue
        row = wiring.program.source.code_of(statement).split("\n", 1)[0].strip().removesuffix(":")
        code = row if len(row) <= MOST_CODE else f"{row[: MOST_CODE - 1]}…"
        yield Box(f"{code} × {len(turns)}", "loop", whole, frozenset(_names_of(wiring, whole)), span=span_of(statement))
        yield from _turns(wiring, turns)


def _turns(wiring: Wiring, turns: Sequence[frozenset[int]]) -> Iterator[Box]:
    """A box for each turn, and where there are many, for those between the first two and the last."""
    for number, turn in enumerate(turns, 1):
        if len(turn) > 1:
            title = Text(_("turn {n}"), {"n": number})
            yield Box(title, "turn", turn, frozenset(_names_of(wiring, turn)), span=wiring.span(min(turn)))
    waiting = [(2, len(turns) - 1)] if len(turns) > MOST_TURNS else []
    while waiting:
        first, end = waiting.pop()
        gates = frozenset(gate for turn in turns[first:end] for gate in turn)
        title = Text(_("turns {first} to {last}"), {"first": first + 1, "last": end})
        yield Box(title, "turn", gates, frozenset(_names_of(wiring, gates)), span=wiring.span(min(gates)))
        size = -(-(end - first) // MOST_TURNS)
        waiting += [(k, min(k + size, end)) for k in range(first, end, size) if min(k + size, end) - k > 1] if size > 1 else []


# --- modules


def _modules(wiring: Wiring, calls: Sequence[Box]) -> list[Box]:
    """The modules in a circuit, the largest first; none lies across a call or another module."""
    if wiring.recognised is not None:
        proposed = [_known(wiring, one) for one in wiring.recognised]
    elif len(wiring.operands) > MOST_SEARCHED:
        return []
    else:
        search = _Search(wiring)
        proposed = [box for gate in wiring.operands for box in search.ending_at(gate)]
    chosen: list[Box] = []
    at: dict[int, list[Box]] = defaultdict(list)
    for box in calls:
        for gate in box.gates:
            at[gate].append(box)
    for box in sorted(proposed, key=lambda box: (-len(box.gates), box.last)):
        near = {id(other): other for gate in box.gates for other in at[gate]}.values()
        if all(box.gates <= other.gates or other.gates <= box.gates for other in near):
            chosen.append(box)
            for gate in box.gates:
                at[gate].append(box)
    return [box for box in chosen if not _hides_a_name(wiring, box, chosen)]


def _known(wiring: Wiring, one: Recognised) -> Box:
    last = max(one.gates)
    names = frozenset({one.name, *([wiring.names[last]] if last in wiring.names else [])})
    return Box(one.title, "module", one.gates, names, story=one.story, span=wiring.span(last))


def _hides_a_name(wiring: Wiring, box: Box, others: Sequence[Box]) -> bool:
    """Is there a module inside whose value has a name of its own? The program's own steps go first."""
    return any(other.gates < box.gates and other.last in wiring.names and other.last != box.last for other in others)


class _Search:
    """Looks for gates that compute a known function of one number."""

    def __init__(self, wiring: Wiring) -> None:
        self.wiring = wiring
        self.graph = wiring.graph
        self.modules = [module for module in MODULES.values() if gates_in(module) >= DISTINCTIVE]

    def ending_at(self, last: int) -> list[Box]:
        """The modules whose output is this gate."""
        found = []
        inside = {last}
        frontier = self._varying(last)
        while len(inside) <= MOST_GATES:
            if len(frontier) == 1 and len(inside) > 1:
                module = self._recognised(sorted(inside), next(iter(frontier)))
                if module is not None:
                    found.append(self._box(module, inside, last))
            following = max(frontier, default=-1)
            if following < 0 or self.graph.gates[following] is INPUT or not self.wiring.users[following] <= inside:
                break
            inside.add(following)
            frontier = (frontier - {following}) | self._varying(following)
        return found

    def _box(self, module: Module, inside: set[int], last: int) -> Box:
        names = {module.name, *([self.wiring.names[last]] if last in self.wiring.names else [])}
        return Box(Text(module.title), "module", frozenset(inside), frozenset(names), module, Text(module.story), self.wiring.span(last))

    def _varying(self, gate: int) -> set[int]:
        gates = self.graph.gates
        return {source for source in self.wiring.operands[gate] if gates[source] is not CONSTANT}

    def _recognised(self, inside: list[int], argument: int) -> Module | None:
        values = self.graph.values
        own = values[argument]
        for module in self.modules:
            made = tried(module.forward, own) if is_real(own) else FAILED
            if is_real(made) and close(values[inside[-1]], made, abs(made)) and self._agrees(module, inside, argument):
                return module
        return None

    def _agrees(self, module: Module, inside: list[int], argument: int) -> bool:
        """Do these gates compute this function, all over its domain?"""
        low, high = module.domain
        for share in PLACES:
            number = low + (high - low) * share
            made = self._run(inside, argument, number)
            true = tried(module.forward, number)
            if not (is_real(made) and is_real(true) and close(made, true, max(abs(true), 1e-3))):
                return False
        return True

    def _run(self, inside: list[int], argument: int, number: float) -> Any:
        values: dict[int, Any] = {argument: number}
        for gate in inside:
            operands = [values.get(source, self.graph.values[source]) for source in self.wiring.operands[gate]]
            values[gate] = tried(self.graph.gates[gate].forward, *operands)
            if values[gate] is FAILED:
                return math.nan
        return values[inside[-1]]
