"""What a group of gates hands down to what goes into it, as formulas: its own derivative rules, run on values that have names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from whygrad.autodiff.cotangents import cotangents
from whygrad.autodiff.spelling import EULER
from whygrad.explaining.arrays.derivation import Named
from whygrad.explaining.arrays.grouping import Group
from whygrad.gates.arrays.modules import Rule
from whygrad.gates.arrays.shape import Shape
from whygrad.graph import Graph
from whygrad.tracing.active import RUNNING
from whygrad.tracing.arrays import apply, is_traced
from whygrad.tracing.function import FunctionTrace, is_float
from whygrad.tracing.naming import Names
from whygrad.writing.latex import Latex
from whygrad.writing.lines import Lines


@dataclass(frozen=True)
class Formula:
    """Lines of NumPy, the last of which gives the value; the right side in LaTeX; the value as the lines compute it."""

    code: tuple[str, ...]
    latex: str
    value: Any
    operands: frozenset[str]


@dataclass(frozen=True)
class Rules:
    """A group's own formula, and by source what it hands down; None where no gradient passes."""

    forward: Formula
    down: Mapping[int, Formula | None]


class _Small:
    """A graph of one group: its sources are inputs, known by their names."""

    def __init__(self, graph: Graph, group: Group, named: Mapping[int, Named], gradient: Named | None, taken: Collection[str]) -> None:
        self.graph = graph
        self.group = group
        self.gradient = gradient
        self.trace = FunctionTrace()
        self.symbols: dict[int, Named] = {}  # by node of the small graph
        self.known: dict[int, Any] = {}  # by node of the large graph, the traced value
        self.named = named
        self.taken = taken

    def run(self, wanted: Sequence[int]) -> Rules:
        with _running(self.trace):
            for source in self.group.sources:
                self.known[source] = self._given(source)
            for node in self.group.gates:
                operands = [self.known[source] for source in self.graph.inputs(node)]
                attributes = {name: _plain(value) for name, value in self.graph.attributes.get(node, {}).items()}
                self.known[node] = apply(self.graph.gates[node], operands, attributes)
            out = self.known[self.group.out].index
            forward = self._formula(out)
            if self.gradient is None:
                return Rules(forward, {})
            self.symbols[out] = self.named[self.group.out]
            above = self._symbol(self.gradient)
            places = {source: self.known[source].index for source in wanted}
            found = cotangents(self.trace.graph, {out: above}, places.values(), traced=True)
            down = {source: self._down(found.get(place)) for source, place in places.items()}
        return Rules(forward, down)

    def followed(self, rules_: Sequence[Rule], inputs: Sequence[int], attributes: Mapping[str, Any]) -> list[Formula]:
        """What rules make of the gradient from above, the output and the inputs."""
        assert self.gradient is not None
        with _running(self.trace):
            out, above = self._symbol(self.named[self.group.out]), self._symbol(self.gradient)
            operands = [self._given(source) for source in inputs]
            made = [self._down(rule(above, out, *operands, **attributes)) for rule in rules_]
        return [formula for formula in made if formula is not None]

    def _given(self, source: int) -> Any:
        """A source: by its name, or a number as it is written."""
        named = self.named.get(source)
        if named is None:
            value = self.graph.values[source]
            return self.trace.lifted(value) if not isinstance(value, np.ndarray) else self.trace.fresh(value)
        return self._symbol(named)

    def _symbol(self, named: Named) -> Any:
        made = self.trace.input(named.value)
        self.symbols[made.index] = named
        return made

    def _down(self, share: Any) -> Formula | None:
        if share is None:
            return None
        node = share.index if is_traced(share) else self.trace.lifted(share).index
        return self._formula(node)

    def _formula(self, node: int) -> Formula:
        graph = self.trace.graph
        lines = Lines(graph, Names(self.taken))
        lines.after_their_base = False  # or it looked as if the program had another array of that name
        lines.known.update({index: one.name for index, one in self.symbols.items()})
        for index in lines.needed([node]):
            lines.write(index)
        latex = Latex(graph, {index: one.latex for index, one in self.symbols.items()}, shapes=True, e_is_a_name=EULER in self.taken)
        text, before = lines.text(node), list(lines.lines)
        if before and before[-1].startswith(f"{text} = "):  # it was long, and is nothing else
            text = before.pop().removeprefix(f"{text} = ")
        code = (*lines.constants, *before, text)
        written = {name for line in code for name in re.findall(r"\w+", line)}
        used = frozenset(one.name for one in self.symbols.values() if one.name in written)
        return Formula(code, latex.text(node), graph.values[node], used)


def rules(graph: Graph, group: Group, named: Mapping[int, Named], gradient: Named | None, taken: Collection[str]) -> Rules:
    """The formulas of one group; `named` are the values that have a name, `gradient` is that of the group's output, if it has one.

    `taken` are all names that stand for something: what a formula needs beside them is called otherwise.
    """
    wanted = [source for source in group.sources if source in named and is_float(named[source].value)]
    with np.errstate(all="ignore"):
        return _Small(graph, group, named, gradient, taken).run(wanted)


def followed(
    graph: Graph,
    group: Group,
    named: Mapping[int, Named],
    gradient: Named,
    taken: Collection[str],
    rules_: Sequence[Rule],
    attributes: Mapping[str, Any],
) -> list[Formula]:
    """Rules of a group's output and its sources, each as a formula."""
    own = {name: _plain(value) for name, value in attributes.items()}
    with np.errstate(all="ignore"):
        return _Small(graph, group, named, gradient, taken).followed(rules_, group.sources, own)


@contextmanager
def _running(trace: FunctionTrace) -> Iterator[None]:
    RUNNING.traces.append(trace)
    try:
        yield
    finally:
        RUNNING.traces.pop()
        trace.close()


def _plain(value: Any) -> Any:
    """An attribute without what it knows of the graph that it comes from."""
    return tuple(value) if type(value) is Shape else value
