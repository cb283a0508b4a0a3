"""The symbols of a circuit that is too large to be named as a whole: of each gate those of what is near it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from whygrad.autodiff.notation import latex_name
from whygrad.autodiff.reverse import local_gradient
from whygrad.autodiff.spelling import EULER, constants_in, spelled
from whygrad.autodiff.symbolic import Symbol
from whygrad.drawing.numbers import NumberWiring
from whygrad.explaining.chart import Edge
from whygrad.explaining.derivation import GateStep
from whygrad.explaining.naming import LONGEST
from whygrad.explaining.steps import gate_step, local_formula
from whygrad.graph import CONSTANT, INPUT
from whygrad.reports.html.formulas import mark

#: How far back a value without a name is written out.
DEEPEST = 3


class Nearby:
    """Names, code and local gradients by the gate, from its operands alone.

    >>> from whygrad.drawing.numbers import wired
    >>> wiring = wired("x = 3.0\\ny = 2 * x * x\\n")
    >>> near = Nearby(wiring)
    >>> near.code(wiring.members[-1]).python, [near.local(edge).python for edge in near.edges(wiring.members[-1])]
    ('2 * x * x', ['x', '2 * x'])
    """

    def __init__(self, wiring: NumberWiring) -> None:
        self.wiring = wiring
        self.graph = wiring.graph
        self._letters: dict[int, str] = {}
        names = dict.fromkeys([wiring.output, *wiring.names.values()])
        self._spelled = spelled(names, constants_in(self.graph, wiring.members))
        self._beside_e = EULER in self._spelled.values()

    def named(self, name: str, value: float) -> Symbol:
        """A name, written so that it can be told from every other one."""
        return Symbol(value, name=name, latex_name=self._spelled.get(name) or latex_name(name), e_is_a_name=self._beside_e)

    def symbol(self, node: int, depth: int = 0) -> Symbol:
        """A node's name, or its code; a letter for what is long."""
        value, gate = self.graph.values[node], self.graph.gates[node]
        name = self.wiring.output if node in self.wiring.seeds and len(self.wiring.seeds) == 1 else self.wiring.names.get(node)
        if name is not None:
            return replace(self.named(name, value), mark=mark(node))
        if gate in (INPUT, CONSTANT):
            return Symbol(value)
        if node not in self._letters and depth < DEEPEST:
            written = self.code(node, depth + 1)
            if len(written.python) <= LONGEST:
                return replace(written, mark=mark(node))
        return replace(self.named(self._lettered(node), value), mark=mark(node))

    def code(self, node: int, depth: int = 0) -> Symbol:
        """What a node is computed by, whether or not it has a name."""
        gate = self.graph.gates[node]
        if gate in (INPUT, CONSTANT):
            return self.symbol(node)
        return Symbol.written(gate, [self.symbol(source, depth) for source in self.wiring.operands[node]], self.graph.values[node])

    def edges(self, node: int) -> list[Edge]:
        """The edges from what varies into a gate."""
        graph, sources = self.graph, self.wiring.operands[node]
        operands = [graph.values[source] for source in sources]
        found = []
        for position, source in enumerate(sources):
            if source in self.wiring.users:
                local = local_gradient(graph.gates[node], position, graph.values[node], operands)
                found += [] if local is None else [Edge(source, node, position, local)]
        return found

    def local(self, edge: Edge) -> Symbol:
        """The local gradient of an edge, as a formula."""
        own, operands = self.symbol(edge.target), [self.symbol(source) for source in self.wiring.operands[edge.target]]
        out = replace(own, definition=self.code(edge.target)) if own.name else own
        return local_formula(self.graph.gates[edge.target], edge, out, operands)

    def gate(self, node: int) -> GateStep:
        """A gate with its local gradients."""
        found = [(edge, self.local(edge)) for edge in self.edges(node)]
        gate, sources = self.graph.gates[node], self.wiring.operands[node]
        return gate_step(gate, self.code(node), self.wiring.span(node), found, node, sources, self.symbol)

    @cached_property
    def _taken(self) -> frozenset[str]:
        return frozenset(self.wiring.names.values())

    def _lettered(self, node: int) -> str:
        if node not in self._letters:
            self._letters[node] = self._letter()
        return self._letters[node]

    def _letter(self) -> str:
        count = len(self._letters) + 1
        while f"t{count}" in self._taken:
            count += len(self._taken)
        return f"t{count}"
