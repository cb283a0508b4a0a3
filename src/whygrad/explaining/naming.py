"""What the nodes of a graph are called: by the program's own names, else by their code; what is long gets a letter."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from whygrad.autodiff.notation import latex_name, subscript
from whygrad.autodiff.spelling import EULER, constants_in, spelled
from whygrad.autodiff.symbolic import Symbol
from whygrad.checking.values import entries
from whygrad.explaining.chart import Chart
from whygrad.graph import CONSTANT, INPUT
from whygrad.tracing.instrument import Site
from whygrad.tracing.running import Trace
from whygrad.tracing.traced import Traced

#: Code longer than this gets a letter of its own.
LONGEST = 40


class Names:
    """The symbols of one run's nodes.

    A name that takes several values has a number below: h₁ is what h was first. `pinned` nodes have the names that are
    given, which are never numbered; `passed_over` are names that are not used. `mark` gives what stands before a node in LaTeX.
    """

    def __init__(
        self,
        trace: Trace,
        chart: Chart,
        statements: Mapping[Site, ast.stmt],
        *,
        pinned: Mapping[int, str],
        passed_over: Collection[str],
        mark: Callable[[int], str] | None = None,
    ) -> None:
        self.chart = chart
        self._mark = mark
        self.graph = trace.graph
        self.taken = {event.name for event in trace.events}
        self.boxed = {chart.output}
        self.numbered: list[str] = []  # the names that take several values
        self.letters: dict[int, str] = {}
        self._others: dict[str, set[int]] = {}  # by a further name of a number that has one already, the nodes that it is a name of
        self._names = self._named(trace, statements, pinned, passed_over)
        self._symbols: dict[int, Symbol] = {}
        names = dict.fromkeys([*self._names.values(), *(name for name, _node in self.renamed())])
        self._spelled = spelled(names, constants_in(self.graph, chart.above))
        self._looks = set(self._spelled.values())

    def named(self, name: str, value: Any) -> Symbol:
        """A name of the program's, written so that it can be told from every other one."""
        latex = self._spelled.get(name) or latex_name(name)
        return Symbol(value, name=name, latex_name=latex, e_is_a_name=EULER in self._looks)

    def box(self, nodes: Collection[int]) -> None:
        """Give these nodes a letter if they have no name, however short their code is."""
        self.boxed |= set(nodes)

    def is_named(self, node: int) -> bool:
        """Has this node a name of the program's, or a letter?"""
        return node in self._names or node in self.letters

    def symbol(self, node: int) -> Symbol:
        """A node's name; the code of one that has none; a number that is written out as it is."""
        node = self.chart.root(node)
        if node not in self._symbols:
            for needed in self._unnamed_below(node):
                made = self._made(needed)
                self._symbols[needed] = made if self._mark is None or made.is_literal else replace(made, mark=self._mark(needed))
        return self._symbols[node]

    def code(self, node: int) -> Symbol:
        """What a node is computed by, whether or not it has a name."""
        gate = self.graph.gates[node]
        if node in self.chart.kept or gate in (INPUT, CONSTANT):
            return self.symbol(node) if node not in self.chart.kept else self.symbol(self.graph.inputs(node)[0])
        return Symbol.written(gate, [self.symbol(source) for source in self.graph.inputs(node)], self.graph.values[node])

    def out(self, node: int) -> Symbol:
        """A node as a derivative rule needs it: by its name, and with its code at hand."""
        own = self.symbol(node)
        return replace(own, definition=self.code(node)) if own.name else own

    def values(self) -> dict[str, float]:
        """Every name that stands in a formula, with its value."""
        return {one.name: one.value for one in self._symbols.values() if one.name}

    def in_formulas(self) -> list[tuple[int, str]]:
        """The nodes that stand in formulas by a name, and this name."""
        return [(node, one.name) for node, one in self._symbols.items() if one.name]

    def renamed(self) -> list[tuple[str, int]]:
        """Second names on the way, each of one number alone: y, after y = x, in y * y."""
        kept = {*self._names.values(), *self.numbered}
        return [(name, next(iter(nodes))) for name, nodes in self._others.items() if name not in kept and len(nodes) == 1]

    def _named(
        self, trace: Trace, statements: Mapping[Site, ast.stmt], pinned: Mapping[int, str], passed_over: Collection[str]
    ) -> dict[int, str]:
        """The first name of each node, one of the outermost scope if there is one."""
        found: dict[int, str] = {}
        for outermost in (True, False):
            for event in trace.events:
                if (event.frame == 0) is not outermost or event.name in passed_over:
                    continue
                counts = isinstance(statements.get(event.key.site), ast.For | ast.AsyncFor)
                for place, item in _parts(event.value):
                    if type(item) is not Traced or item.index not in self.chart.above:
                        continue
                    node = self.chart.root(item.index)
                    if not (counts and self.graph.gates[node] is INPUT and type(item.value) is int):  # a turn's number is a number
                        name = found.setdefault(node, event.name + place)
                        if event.frame == 0 and not place and name != event.name and node != self.chart.output:
                            self._others.setdefault(event.name, set()).add(node)
        return self._with_versions(found, pinned)

    def _with_versions(self, found: Mapping[int, str], pinned: Mapping[int, str]) -> dict[int, str]:
        named = {**found, **pinned}
        of_name: dict[str, list[int]] = {}
        for node in sorted(named):
            of_name.setdefault(named[node], []).append(node)
        for name, nodes in of_name.items():
            if len(nodes) > 1:
                self.numbered.append(name)
                first = 0 if self.graph.gates[nodes[0]] is INPUT else 1
                for count, node in enumerate(nodes, first):
                    if node not in pinned:
                        named[node] = name + subscript(count)
        return named

    def _unnamed_below(self, node: int) -> list[int]:
        """The nodes whose symbols go into the symbol of this one, in execution order."""
        seen, waiting = {node}, [node]
        while waiting:
            at = waiting.pop()
            if at in self._names or at in self._symbols:
                continue
            for source in map(self.chart.root, self.graph.inputs(at)):
                if source not in seen:
                    seen.add(source)
                    waiting.append(source)
        return sorted(at for at in seen if at not in self._symbols)

    def _made(self, node: int) -> Symbol:
        value, gate = self.graph.values[node], self.graph.gates[node]
        if node in self._names:
            return self.named(self._names[node], value)
        if gate in (INPUT, CONSTANT):
            return Symbol(value)
        written = Symbol.written(gate, [self._symbols[self.chart.root(source)] for source in self.graph.inputs(node)], value)
        if node not in self.boxed and len(written.python) <= LONGEST:
            return written
        self.letters[node] = self._letter()
        return self.named(self.letters[node], value)

    def _letter(self) -> str:
        count = 1
        while f"t{count}" in self.taken or latex_name(f"t{count}") in self._looks:
            count += 1
        self.taken.add(f"t{count}")
        return f"t{count}"


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    """The numbers in a value, and in an object of the program's own, each with its place as it is written: `[0]`, `.data`."""
    attributes = vars(value) if getattr(type(value), "__module__", "") == "__main__" and hasattr(value, "__dict__") else {"": value}
    for name, part in attributes.items():
        for path, item in entries(part):
            yield (f".{name}" if name else "") + "".join(f"[{step!r}]" for step in path), item
