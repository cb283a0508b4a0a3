"""Gates that are seen as one: the calls of a program's own functions, and the well-known modules that its gates amount to.

A module is recognised by value: the gates between one node and another are run on other numbers, and what comes out is
compared with the table of modules. So a box never covers gates that compute anything else.
"""

from __future__ import annotations

import ast
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from whygrad.checking.evaluate import FAILED, is_real, tried
from whygrad.checking.modules import DISTINCTIVE, gates_in
from whygrad.checking.values import close
from whygrad.drawing.net import Gates
from whygrad.drawing.wiring import Recognised, Wiring
from whygrad.gates.modules import MODULES, Module
from whygrad.graph import CONSTANT, INPUT
from whygrad.text import Text, _
from whygrad.tracing.source import Span, span_of, span_of_instruction

if TYPE_CHECKING:
    from whygrad.drawing.columns import Column
    from whygrad.tracing.calls import Call

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
    gates: Gates  # with those of the boxes inside
    names: frozenset[str] = frozenset()  # what it can be asked for by, beside the names of what leaves it
    module: Module | None = None
    story: Text | None = None  # what is to be said of it
    span: Span | None = None  # of the call, or of the last gate

    @property
    def last(self) -> int:
        """The last of its gates: in the order of these, every box comes after all that it is computed from."""
        return self.gates.last


#: In the place of a box: an item of a level is a single gate.
GATE = -1


@dataclass(frozen=True)
class Level:
    """What is directly inside some gates, in order: boxes, and the gates beside them. By item, the places of its first gate and of
    its last one, and which box it is.
    """

    boxes: Boxes
    first: Column
    last: Column
    which: Column

    def __len__(self) -> int:
        return len(self.which)

    def item(self, number: int) -> int | Box:
        """A gate's node, or a box."""
        which = int(self.which[number])
        return int(self.boxes.net.gates[self.last[number]]) if which == GATE else self.boxes.box(which)

    @property
    def calls(self) -> Column:
        """By item, the call that it is; below 0 for what is none."""
        found = np.full(len(self), -1, np.int64)
        runs = np.flatnonzero(self.which >= 0)
        found[runs] = self.boxes.call_of[self.which[runs]]
        return found

    def boxes_alone(self) -> list[Box]:
        """The boxes, in order."""
        return [self.boxes.box(which) for which in self.which.tolist() if which != GATE]


class Boxes:
    """All boxes of a circuit. Most of them are never seen: a call is a row of columns until it is."""

    def __init__(self, wiring: Wiring) -> None:
        self.wiring = wiring
        self.net = wiring.net
        self._boxes: dict[int, Box] = {}
        self._modules: dict[Gates, Box] = {}
        calls, loops = _calls(wiring), list(_loops(wiring))
        self._lay(calls, loops)
        self._modules = {box.gates: box for box in _modules(wiring, self)}
        if self._modules:
            self._lay(calls, [*loops, *self._modules.values()])

    def _lay(self, calls: Sequence[Column], ready: Sequence[Box]) -> None:
        """All boxes that are runs of gates, each before those inside it; of equal ones the first. The others are `scattered`."""
        self._ready = [box for box in ready if box.gates.some is None]
        scattered: dict[Gates, Box] = {}
        for box in ready:
            if box.gates.some is not None:
                scattered.setdefault(box.gates, box)
        self.scattered = sorted(scattered.values(), key=lambda box: -len(box.gates))
        start = np.concatenate([calls[0], np.array([box.gates.start for box in self._ready], np.int64)])
        stop = np.concatenate([calls[1], np.array([box.gates.stop for box in self._ready], np.int64)])
        which = np.concatenate([calls[2], -1 - np.arange(len(self._ready))])  # below 0: one of those that are made already
        order = np.lexsort((-stop, start))
        new = np.ones(len(order), bool)
        new[1:] = (start[order][1:] != start[order][:-1]) | (stop[order][1:] != stop[order][:-1])
        self.start, self.stop, self.call_of = (column[order][new] for column in (start, stop, which))

    def box(self, number: int) -> Box:
        """One of the runs of gates (from 0 up), or of the scattered ones (from -2 down)."""
        if number < GATE:
            return self.scattered[-2 - number]
        if number not in self._boxes:
            which = int(self.call_of[number])
            box = self._ready[-1 - which] if which < 0 else self._call(self.wiring.calls.made[which], number)
            module = self._modules.get(box.gates, box)
            if module is not box:
                box.module, box.story = module.module, module.story
                box.names |= module.names
            self._boxes[number] = box
        return self._boxes[number]

    def _call(self, call: Call, number: int) -> Box:
        function = self.wiring.program.statements[call.site]
        assert isinstance(function, ast.FunctionDef)
        here = call.code.co_filename == self.wiring.program.file
        span = span_of_instruction(call.code, call.instruction) if here else None
        gates = self.net.run(int(self.start[number]), int(self.stop[number]))
        name = function.name if function.name != "__call__" else self.wiring.program.classes.get(call.site, function.name)
        return Box(name, "call", gates, frozenset({name, function.name}), span=span)

    def outermost(self) -> list[Box]:
        """The boxes that lie in no other."""
        return self.level(self.net.run(0, len(self.net.gates)), whole=True).boxes_alone()

    def inside(self, box: Box) -> list[Box]:
        """The outermost boxes in another."""
        return self.level(box.gates).boxes_alone()

    def level(self, gates: Gates, *, whole: bool = False) -> Level:
        """What is directly inside some gates; with `whole`, that may be a box of all of them."""
        runs = self._runs_in(gates, whole=whole)
        scattered = [number for number, box in enumerate(self.scattered) if box.gates < gates]
        scattered = self._outer(scattered, runs)
        if scattered:
            over = [self.scattered[number].gates for number in scattered]
            runs = runs[[not any(self._gates(run) <= one for one in over) for run in runs.tolist()]]
        free = self._free(gates, runs, scattered)
        if not len(runs) and not scattered:
            return Level(self, free, free, np.full(len(free), GATE))
        first = [free, self.start[runs], np.array([self.scattered[number].gates.start for number in scattered], np.int64)]
        last = [free, self.stop[runs] - 1, np.array([self.scattered[number].gates.stop - 1 for number in scattered], np.int64)]
        which = [np.full(len(free), GATE), runs, -2 - np.array(scattered, np.int64)]
        found = [np.concatenate(columns) for columns in (first, last, which)]
        order = np.argsort(found[1], kind="stable") if len(free) < len(found[1]) else slice(None)
        return Level(self, *(column[order] for column in found))

    def _gates(self, run: int) -> Gates:
        return self.net.run(int(self.start[run]), int(self.stop[run]))

    def _runs_in(self, gates: Gates, *, whole: bool) -> Column:
        """The outermost runs in some gates."""
        low, high = np.searchsorted(self.start, (gates.start, gates.stop)).tolist()
        start, stop = self.start[low:high], self.stop[low:high]
        inside = stop <= gates.stop
        if gates.some is None and not whole:
            inside &= (start > gates.start) | (stop < gates.stop)
        found: Column = low + np.flatnonzero(inside)
        if gates.some is not None:
            found = found[[self._gates(run) < gates for run in found.tolist()]] if len(found) else found
        reached = np.maximum.accumulate(self.stop[found])
        return found[np.concatenate(([True], self.start[found][1:] >= reached[:-1]))] if len(found) else found

    def _outer(self, scattered: list[int], runs: Column) -> list[int]:
        """Of scattered boxes, from the largest down, those that lie in no other, nor in one of the runs."""
        found: list[int] = []
        for number in scattered:
            own = self.scattered[number].gates
            around = int(np.searchsorted(self.start[runs], own.start, "right")) - 1
            if around >= 0 and own <= self._gates(int(runs[around])):
                continue
            if not any(own <= self.scattered[other].gates for other in found):
                found.append(number)
        return found

    def _free(self, gates: Gates, runs: Column, scattered: Sequence[int]) -> Column:
        """The places of those of the gates that are in no box there."""
        if gates.some is None and not len(runs) and not scattered:
            return np.arange(gates.start, gates.stop)
        covered = np.zeros(gates.stop - gates.start + 1, np.int64)
        np.add.at(covered, self.start[runs] - gates.start, 1)
        np.add.at(covered, self.stop[runs] - gates.start, -1)
        covered = np.cumsum(covered)[:-1]
        for number in scattered:
            covered[np.asarray(self.scattered[number].gates.index) - gates.start] = 1
        if gates.some is None:
            return gates.start + np.flatnonzero(covered == 0)
        places: Column = np.asarray(gates.index)
        free: Column = places[covered[places - gates.start] == 0]
        return free

    def around(self, place: int) -> list[Gates]:
        """The gates of each box that the gate at a place lies in."""
        innermost, parents = self._parents
        found, run = [], int(innermost[place])
        while run >= 0:
            found.append(self._gates(run))
            run = parents[run]
        node = int(self.net.gates[place])
        return found + [box.gates for box in self.scattered if node in box.gates]

    @cached_property
    def _parents(self) -> tuple[Column, list[int]]:
        """Of each gate the innermost run around it, and of each run the one around that."""
        innermost = np.full(len(self.net.gates), -1, np.int64)
        parents = []
        for run, (start, stop) in enumerate(zip(self.start.tolist(), self.stop.tolist(), strict=True)):
            parents.append(int(innermost[start]))
            innermost[start:stop] = run
        return innermost, parents


def boxes(wiring: Wiring) -> list[Box]:
    """The outermost boxes of a circuit."""
    return Boxes(wiring).outermost()


# --- calls


def _calls(wiring: Wiring) -> tuple[Column, Column, Column]:
    """Of each call that made gates, but for those in which the output itself is made, the place of its first gate, that behind its
    last one, and which call it is."""
    made, statements = wiring.calls.made, wiring.program.statements
    sites = list(map(attrgetter("site"), made))
    is_function = {site: isinstance(statements.get(site), ast.FunctionDef) for site in set(sites)}
    numbers = chain.from_iterable(map(attrgetter("frame", "start", "end"), made))
    frames, start, end = np.fromiter(numbers, np.int64, 3 * len(made)).reshape(-1, 3).T
    counted = ~np.isin(frames, list(wiring.frames))
    if not all(is_function.values()):
        counted &= np.fromiter(map(is_function.__getitem__, sites), bool, len(made))
    start, stop = (np.searchsorted(wiring.net.gates, column) for column in (start, end))
    has = np.flatnonzero(counted & (start < stop))
    return start[has], stop[has], has


# --- loops


def _loops(wiring: Wiring) -> Iterator[Box]:
    """A box for each loop that makes its turns in boxes of their own, where it has more than a few gates."""
    statements = wiring.program.statements
    for loop in wiring.loops:
        turns = {number: turn for number, one in enumerate(loop.turns, 1) if (turn := wiring.net.between(one.start, one.stop))}
        statement = statements.get(loop.site)
        if len(turns) < 2 or sum(map(len, turns.values())) < FEWEST_OF_LOOP or statement is None:
            continue
        row = wiring.program.source.code_of(statement).split("\n", 1)[0].strip().removesuffix(":")
        code = row if len(row) <= MOST_CODE else f"{row[: MOST_CODE - 1]}…"
        yield Box(f"{code} × {len(turns)}", "loop", wiring.net.union([*turns.values()]), span=span_of(statement))
        yield from _turns(wiring, turns)


def _turns(wiring: Wiring, numbered: Mapping[int, Gates]) -> Iterator[Box]:
    """A box for each turn, by its number, and where there are many, for those between the first two and the last."""
    numbers, turns = [*numbered], [*numbered.values()]
    for number, turn in numbered.items():
        if len(turn) > 1:
            yield Box(Text(_("turn {n}"), {"n": number}), "turn", turn, span=wiring.span(turn.first))
    waiting = [(2, len(turns) - 1)] if len(turns) > MOST_TURNS else []
    while waiting:
        first, end = waiting.pop()
        gates, fields = wiring.net.union(turns[first:end]), {"first": numbers[first], "last": numbers[end - 1]}
        yield Box(Text(_("turns {first} to {last}"), fields), "turn", gates, span=wiring.span(gates.first))
        size = -(-(end - first) // MOST_TURNS)
        waiting += [(k, min(k + size, end)) for k in range(first, end, size) if min(k + size, end) - k > 1] if size > 1 else []


# --- modules


def _modules(wiring: Wiring, others: Boxes) -> list[Box]:
    """The modules in a circuit, the largest first; none lies across a call or another module."""
    if wiring.recognised is not None:
        proposed = [_known(wiring, one) for one in wiring.recognised]
    elif len(wiring.net.gates) > MOST_SEARCHED:
        return []
    else:
        search = _Search(wiring)
        proposed = [box for gate in wiring.operands for box in search.ending_at(gate)]
    chosen: list[Box] = []
    at: dict[int, list[Gates]] = defaultdict(list)  # by place, the modules so far
    for box in sorted(proposed, key=lambda box: (-len(box.gates), box.last)):
        places = np.arange(len(wiring.net.gates))[box.gates.index].tolist()
        near = {other for place in places for other in (*others.around(place), *at[place])}
        if all(box.gates <= other or other <= box.gates for other in near):
            chosen.append(box)
            for place in places:
                at[place].append(box.gates)
    return [box for box in chosen if not _hides_a_name(wiring, box, chosen)]


def _known(wiring: Wiring, one: Recognised) -> Box:
    gates = wiring.net.some(one.gates)
    return Box(one.title, "module", gates, frozenset({one.name}), story=one.story, span=wiring.span(gates.last))


def _hides_a_name(wiring: Wiring, box: Box, others: Sequence[Box]) -> bool:
    """Is there a module inside whose value has a name of its own? The program's own steps go first."""
    return any(other.last in wiring.names and other.last != box.last and other.gates < box.gates for other in others)


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
        gates, span = self.wiring.net.some(inside), self.wiring.span(last)
        return Box(Text(module.title), "module", gates, frozenset({module.name}), module, Text(module.story), span)

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
