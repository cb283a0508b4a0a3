"""What is too much for one picture is folded: by statement, by the turns of a loop, by whole loops, as far as it takes."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from whygrad.drawing.boxes import GATE, Box, Level
from whygrad.drawing.wiring import Wiring
from whygrad.text import Text, _
from whygrad.tracing.instrument import Site, site_of
from whygrad.tracing.source import Span, span_of, span_of_instruction

if TYPE_CHECKING:
    from types import CodeType

    from whygrad.drawing.columns import Column
    from whygrad.drawing.net import Gates

#: Nodes at the end that tell whether it is worth a look at all of them.
SAMPLE = 1000
#: Characters of a statement's code that stand for it.
MOST_CODE = 28

Item = int | Box
#: A part of an item's key: a statement around it, or of a loop the turn.
Part = ast.stmt | int


@dataclass(frozen=True)
class _Keyed:
    """The items of a level with their keys: the statements around an item from the outermost in, each loop followed by the number
    of its turn. Items of one place in the program have the same statements around them."""

    level: Level
    chains: list[tuple[ast.stmt | Site, ...]]  # a site stands for the turn of that loop
    chain_of: Column  # by item
    first: Column  # by item, its first gate
    nodes: Column  # by item, its last gate
    ticks: dict[Site, list[int]]

    def key(self, item: int, *, first: bool = False) -> tuple[Part, ...]:
        """The key of one item: of one that holds several turns, the last of them, or else the first."""
        node = int((self.first if first else self.nodes)[item])
        return tuple(
            bisect_right(self.ticks[part], node) if isinstance(part, tuple) else part for part in self.chains[int(self.chain_of[item])]
        )

    def starts(self) -> Iterator[Column]:
        """By the number of parts of the keys that are looked at, from one up, where another key begins."""
        numbers: dict[ast.stmt, int] = {}
        begins = np.zeros(len(self.level), bool)
        begins[0] = True
        for depth in range(max(map(len, self.chains))):
            parts = self._parts(depth, numbers)
            begins[1:] |= parts[1:] != parts[:-1]
            yield np.flatnonzero(begins)

    def _parts(self, depth: int, numbers: dict[ast.stmt, int]) -> Column:
        """One part of every item's key, as a number; -1 where the key is shorter."""
        own = np.full(len(self.chains), -1, np.int32)
        loops: dict[Site, list[int]] = {}
        for number, chain in enumerate(self.chains):
            part = chain[depth] if depth < len(chain) else None
            if isinstance(part, tuple):
                loops.setdefault(part, []).append(number)
            elif part is not None:
                own[number] = numbers.setdefault(part, len(numbers))
        found = own[self.chain_of]
        for site, inside in loops.items():
            items = np.flatnonzero(np.isin(self.chain_of, inside))
            # The turns that began before each item: both are in order, and there are fewer turns to look up.
            begin = np.searchsorted(self.nodes[items], np.array(self.ticks[site], np.int64))
            found[items] = np.cumsum(np.bincount(begin, minlength=len(items) + 1)[:-1])
        return found


class Folder:
    """Folds the items of a level (gates and boxes, in order) into fewer."""

    def __init__(self, wiring: Wiring) -> None:
        self.wiring = wiring
        self.net = wiring.net
        self._chains: dict[Span | None, tuple[ast.stmt | Site, ...]] = {None: ()}

    def folded(self, level: Level, room: int) -> list[Item]:
        """The items in at most `room` boxes, which follow the program's own parts as far as these are few enough."""
        if len(level) <= room:
            return [level.item(number) for number in range(len(level))]
        keyed = self._keyed(level)
        found = [np.arange(len(level)), *keyed.starts()] if any(keyed.chains) else [np.arange(len(level))]
        finer = found[0]
        for depth in range(len(found) - 1, 0, -1):
            starts = found[depth]
            if 1 < len(starts) <= room:
                return self._fold_all(keyed, starts, depth)
            if len(starts) == 1:
                break
            finer = starts
        return self._fold_all(keyed, finer[:: -(-len(finer) // room)], 0)

    def _fold_all(self, keyed: _Keyed, starts: Column, depth: int) -> list[Item]:
        ends = [*starts.tolist()[1:], len(keyed.level)]
        return [self._fold(keyed, start, end, depth) for start, end in zip(starts.tolist(), ends, strict=True)]

    def _fold(self, keyed: _Keyed, start: int, end: int, depth: int) -> Item:
        """A box of the items from `start` up to `end`; of one item, the item."""
        if end - start == 1:
            return keyed.level.item(start)
        return Box(self._title(keyed, start, end, depth), "fold", self._gates(keyed.level, start, end), span=self._span(keyed, start))

    def _gates(self, level: Level, start: int, end: int) -> Gates:
        first, last = level.first[start:end], level.last[start:end]
        if (level.which[start:end] >= GATE).all() and (first[1:] == last[:-1] + 1).all():
            return self.net.run(int(first[0]), int(last[-1]) + 1)
        items = [level.item(number) for number in range(start, end)]
        return self.net.some(node for item in items for node in (item.gates if isinstance(item, Box) else (item,)))

    def _title(self, keyed: _Keyed, start: int, end: int, depth: int) -> Text | str:
        key = keyed.key(end - 1)
        part = key[min(depth, len(key)) - 1] if depth and key else None
        if isinstance(part, int):
            return Text(_("turn {n}"), {"n": part})
        if isinstance(part, ast.stmt):
            row = self.wiring.program.source.code_of(part).split("\n", 1)[0].strip().removesuffix(":")
            return row if len(row) <= MOST_CODE else f"{row[: MOST_CODE - 1]}…"
        parted = next((pair for pair in zip(keyed.key(start, first=True), key, strict=False) if pair[0] != pair[1]), None)
        if parted is not None and all(isinstance(turn, int) for turn in parted):
            return Text(_("turns {first} to {last}"), {"first": parted[0], "last": parted[1]})
        first, last = self.wiring.shown(self._span(keyed, start)), self.wiring.shown(self._span(keyed, end - 1))
        if first is None or last is None:
            return Text(_("{n} gate"), {"n": end - start}, plural=_("{n} gates"))
        if first.line == last.line:
            return Text(_("line {line}"), {"line": first.line})
        return Text(_("lines {first} to {last}"), {"first": min(first.line, last.line), "last": max(first.line, last.line)})

    def _span(self, keyed: _Keyed, number: int) -> Span | None:
        item = keyed.level.item(number)
        return item.span if isinstance(item, Box) else self.wiring.span(item)

    # --- the keys

    def _keyed(self, level: Level) -> _Keyed:
        chains: dict[tuple[ast.stmt | Site, ...], int] = {}
        chain_of: Column = np.empty(len(level), np.int32)
        first = self.net.gates[level.first]
        nodes = self.net.gates[level.last] if level.last is not level.first else first

        def numbered(spans: Sequence[Span | None], which: Column) -> Column:
            found: Column = np.array([chains.setdefault(self._chain(span), len(chains)) for span in spans], np.int32)[which]
            return found

        if (level.which == GATE).all():  # of millions, each column that isn't made is time
            chain_of = numbered(*self._spans_of_gates(nodes))
            return _Keyed(level, list(chains), chain_of, first, nodes, self.wiring.calls.ticks)
        calls = level.calls
        gates, called = np.flatnonzero(level.which == GATE), np.flatnonzero(calls >= 0)
        if len(gates):
            chain_of[gates] = numbered(*self._spans_of_gates(nodes[gates]))
        if len(called):
            chain_of[called] = numbered(*self._spans_of_calls(calls[called]))
        others = np.flatnonzero((level.which != GATE) & (calls < 0))
        if len(others):
            spans = [level.item(number).span for number in others.tolist()]  # type: ignore[union-attr]
            chain_of[others] = numbered(spans, np.arange(len(others)))
        return _Keyed(level, list(chains), chain_of, first, nodes, self.wiring.calls.ticks)

    def _spans_of_gates(self, nodes: Column) -> tuple[list[Span | None], Column]:
        """The places in the program that some gates were made at, and which of them each was made at."""
        examples, which = _alike(self._codes[nodes], np.asarray(self.wiring.graph.instructions)[nodes])
        return [self.wiring.span(node) for node in nodes[examples].tolist()], which

    def _spans_of_calls(self, calls: Column) -> tuple[list[Span | None], Column]:
        """The same for calls."""
        made = [self.wiring.calls.made[call] for call in calls.tolist()]
        codes = np.array([id(call.code) for call in made], np.int64)
        examples, which = _alike(codes, np.array([call.instruction for call in made], np.int64))
        return [self._span_of_call(made[k].code, made[k].instruction) for k in examples.tolist()], which

    def _span_of_call(self, code: CodeType, instruction: int) -> Span | None:
        return span_of_instruction(code, instruction) if code.co_filename == self.wiring.program.file else None

    @cached_property
    def _codes(self) -> Column:
        """By node, which code it was made by."""
        codes = self.wiring.graph.codes
        own = codes[-1]
        if {*map(id, codes[-SAMPLE:])} == {id(own)} and codes.count(own) + codes.count(None) == len(codes):  # a script without functions
            return np.zeros(len(codes), np.int8)
        return np.fromiter(map(id, codes), np.int64, len(codes))

    def _chain(self, span: Span | None) -> tuple[ast.stmt | Site, ...]:
        """The statements around a place, each loop followed by its site."""
        if span not in self._chains:
            found: list[ast.stmt | Site] = []
            for statement in self._around(span) if span is not None else ():
                found.append(statement)
                if isinstance(statement, ast.For | ast.While) and self.wiring.calls.ticks.get(site_of(statement)):
                    found.append(site_of(statement))
            self._chains[span] = tuple(found)
        return self._chains[span]

    def _around(self, span: Span) -> tuple[ast.stmt, ...]:
        return next((chain for own, chain in self._by_line.get(span.line, ()) if own[:2] <= span[:2] and span[2:] <= own[2:]), ())

    @cached_property
    def _by_line(self) -> dict[int, list[tuple[Span, tuple[ast.stmt, ...]]]]:
        """The statements that reach over each line, the innermost first, each with those around it in its function."""
        found: dict[int, list[tuple[Span, tuple[ast.stmt, ...]]]] = {}

        def visit(node: ast.AST, around: tuple[ast.stmt, ...]) -> None:
            for child in ast.iter_child_nodes(node):
                chain = around
                if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    chain = ()
                elif isinstance(child, ast.stmt):
                    chain = (*around, child)
                visit(child, chain)
                if isinstance(child, ast.stmt) and chain:
                    span = span_of(child)
                    for line in range(span.line, span.end_line + 1):
                        found.setdefault(line, []).append((span, chain))

        visit(self.wiring.program.tree, ())
        return found


def _alike(codes: Column, instructions: Column) -> tuple[Column, Column]:
    """Of instructions in codes one of each, and which of these each is like."""
    known = np.array(sorted({*codes[:1].tolist(), *codes[1:][codes[1:] != codes[:-1]].tolist()}), np.int64)
    width = int(instructions.max()) + 1
    keys = instructions.astype(np.int64)
    if len(known) > 1:
        keys += np.searchsorted(known, codes) * width
    present = np.flatnonzero(np.bincount(keys))
    number = np.empty(len(known) * width, np.int32)
    number[present] = np.arange(len(present))
    example = np.empty(len(known) * width, np.int32)
    example[keys] = np.arange(len(keys), dtype=np.int32)
    return example[present], number[keys]
