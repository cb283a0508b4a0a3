"""What is too much for one picture is folded: by statement, by the turns of a loop, by whole loops, as far as it takes."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Hashable, Sequence
from functools import cached_property
from itertools import groupby

from whygrad.drawing.boxes import Box
from whygrad.drawing.wiring import Wiring
from whygrad.text import Text, _
from whygrad.tracing.instrument import site_of
from whygrad.tracing.source import Span, span_of

#: Characters of a statement's code that stand for it.
MOST_CODE = 28

Item = int | Box
Key = tuple[Hashable, ...]


class Folder:
    """Folds the items of a level (gates and boxes, in order) into fewer."""

    def __init__(self, wiring: Wiring) -> None:
        self.wiring = wiring
        self._keys: dict[Item, Key] = {}

    def folded(self, items: Sequence[Item], room: int) -> list[Item]:
        """The items in at most `room` boxes, which follow the program's own parts as far as these are few enough."""
        if len(items) <= room:
            return list(items)
        keyed = [(self._key(item), item) for item in items]
        finer = [[item] for item in items]
        for level in range(max(len(key) for key, _item in keyed), 0, -1):
            runs = [[item for _key, item in run] for _same, run in groupby(keyed, lambda one, level=level: one[0][:level])]  # type: ignore[misc]
            if 1 < len(runs) <= room:
                return [self._fold(run, level) for run in runs]
            if len(runs) == 1:
                break
            finer = runs
        size = -(-len(finer) // room)
        return [self._fold([item for run in finer[start : start + size] for item in run], 0) for start in range(0, len(finer), size)]

    def _fold(self, items: Sequence[Item], level: int) -> Item:
        if len(items) == 1:
            return items[0]
        gates = frozenset(gate for item in items for gate in (item.gates if isinstance(item, Box) else (item,)))
        names = {self.wiring.names[gate] for gate in gates if gate in self.wiring.names and not self.wiring.users[gate] <= gates}
        inside = [item for item in items if isinstance(item, Box)]
        return Box(self._title(items, level), "fold", gates, frozenset(names), span=self._span(items[0]), inside=inside)

    def _title(self, items: Sequence[Item], level: int) -> Text | str:
        key = self._key(items[-1])
        part = key[min(level, len(key)) - 1] if level and key else None
        if isinstance(part, int):
            return Text(_("turn {n}"), {"n": part})
        if isinstance(part, ast.stmt):
            row = self.wiring.program.source.code_of(part).split("\n", 1)[0].strip().removesuffix(":")
            return row if len(row) <= MOST_CODE else f"{row[: MOST_CODE - 1]}…"
        parted = next((pair for pair in zip(self._key(items[0]), key, strict=False) if pair[0] != pair[1]), None)
        if parted is not None and all(isinstance(turn, int) for turn in parted):
            return Text(_("turns {first} to {last}"), {"first": parted[0], "last": parted[1]})
        first, last = self.wiring.shown(self._span(items[0])), self.wiring.shown(self._span(items[-1]))
        if first is None or last is None:
            return Text(_("{n} gate"), {"n": len(items)}, plural=_("{n} gates"))
        if first.line == last.line:
            return Text(_("line {line}"), {"line": first.line})
        return Text(_("lines {first} to {last}"), {"first": min(first.line, last.line), "last": max(first.line, last.line)})

    def _span(self, item: Item) -> Span | None:
        return item.span if isinstance(item, Box) else self.wiring.span(item)

    def _key(self, item: Item) -> Key:
        """The statements around an item from the outermost in, each loop followed by the number of its turn."""
        if item not in self._keys:
            self._keys[item] = self._made_key(item)
        return self._keys[item]

    def _made_key(self, item: Item) -> Key:
        span = self._span(item)
        if span is None:
            return ()
        index = item.last if isinstance(item, Box) else item
        key: list[Hashable] = []
        for statement in self._around(span):
            key.append(statement)
            if isinstance(statement, ast.For | ast.While) and (ticks := self.wiring.calls.ticks.get(site_of(statement))):
                key.append(bisect_right(ticks, index))
        return tuple(key)

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
