"""From a chart of gates to the steps of a derivation, each with its formula and its numbers."""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from functools import partial as bound

from whygrad.autodiff.symbolic import Symbol, local_gradient, symbol
from whygrad.explaining import chart as charts
from whygrad.explaining.chart import Chart, Edge
from whygrad.explaining.derivation import (
    Equation,
    GateStep,
    InputDerivation,
    LeftOut,
    LocalGradient,
    ModuleForm,
    Path,
    SeveralForm,
    Side,
    Stage,
    Step,
)
from whygrad.explaining.formulas import formula
from whygrad.explaining.naming import Names
from whygrad.explaining.seen import Seen
from whygrad.explaining.several import Seen as Several
from whygrad.explaining.several import several_form, several_in
from whygrad.gates.arithmetic import identity
from whygrad.gates.modules import MODULES, Module
from whygrad.gates.table import Gate
from whygrad.graph import INPUT
from whygrad.tracing.script import Program
from whygrad.tracing.source import Span

#: What is written out of each kind; of more, the first ones from the output back, and how many more there are.
MOST_STAGES = 40
MOST_GATES = 30
#: Paths of one input: all of them up to this many, else the few with the largest products.
MOST_PATHS = 6
FEW_PATHS = 3
#: Gates of a path that a person would still read.
LONGEST_PATH = 24
#: Terms of a sum that are written out, and characters of a formula.
MOST_TERMS = 8
#: Gates that a value goes into, up to which its stage is looked into at all.
MOST_USES = 200
LONGEST_FORMULA = 240
#: A local gradient longer than this is taken in two stages, through values that have no name.
LONGEST_LOCAL = 56
#: The chain rule in one equation: so many products, of so many local gradients.
MOST_CHAINS = 4
LONGEST_CHAIN = 6


@dataclass(frozen=True)
class Use:
    """A later value that a value goes into, directly or through values without a name."""

    node: int
    formula: Symbol
    value: float


class Steps:
    """Writes the steps of one derivation."""

    def __init__(
        self, program: Program, chart: Chart, names: Names, seen: Mapping[int, Seen], inputs: Mapping[int, str], *, every: bool = False
    ) -> None:
        self.most_stages, self.most_gates = (len(chart.nodes),) * 2 if every else (MOST_STAGES, MOST_GATES)
        self.program = program
        self.chart = chart
        self.graph = chart.graph
        self.names = names
        self.seen = seen
        self.output = names.symbol(chart.output)
        self._inputs = list(inputs)
        self._said = inputs
        self._locals: dict[tuple[int, int], Symbol] = {}
        self._between: set[int] = set()
        while longer := self._in_need_of_stages():
            self._between |= longer

    def _is_stage(self, node: int) -> bool:
        return node == self.chart.output or self.names.is_named(node) or node in self._between

    @cached_property
    def _stages(self) -> list[int]:
        """The nodes whose gradients are stages: what is computed, from the output back, then the inputs. An input that is computed
        from another one takes its place among what is computed, or its gradient would be used before it is there.
        """
        inputs = set(self.chart.inputs)
        own = [node for node in reversed(self.chart.nodes) if self._is_stage(node) and node not in inputs and node != self.chart.output]
        asked = [node for node in self._inputs if node in self.chart.adjoints and node != self.chart.output]
        between = [node for node in asked if self.chart.edges[node]]
        return sorted(own[: self.most_stages] + between, reverse=True) + [node for node in asked if not self.chart.edges[node]]

    def _in_need_of_stages(self) -> set[int]:
        """Values without a name, just before a named one, where the way there is too long for one formula."""
        found: set[int] = set()
        for node in [node for node in self.chart.nodes if self._is_stage(node)][-self.most_stages :] + self._inputs:
            for use in self._stage_uses(node):
                if len(use.formula.python) > LONGEST_LOCAL and use.node not in self.seen:
                    sources = {edge.source for edge in self.chart.edges[use.node]}
                    found |= {source for source in sources if not self._is_stage(source) and self._codes[self._code(source)] == 1}
        return found

    def _code(self, node: int) -> str:
        return self.names.symbol(node).python

    @cached_property
    def _codes(self) -> Counter[str]:
        """How often each code stands for a node of its own: a sum that is computed twice can't be told from its twin."""
        return Counter(map(self._code, self.chart.nodes))

    def forward(self) -> tuple[Equation, ...]:
        """The named values on the way, in execution order; a second name of one, right after it."""
        made = self._made[-self.most_stages :]
        found = {node: [Equation(self.names.symbol(node), _readable(self.names.code(node)), self.graph.values[node])] for node in made}
        for name, node in self.names.renamed():
            if node in found or not self.chart.edges.get(node):
                value = self.graph.values[node]
                found.setdefault(node, []).append(Equation(self.names.named(name, value), _readable(self.names.symbol(node)), value))
        return tuple(equation for node in sorted(found) for equation in found[node])

    @cached_property
    def _made(self) -> list[int]:
        named = [node for node in self.chart.nodes if node == self.chart.output or self.names.is_named(node)]
        return [node for node in named if self.graph.gates[node] is not INPUT and self.chart.edges[node]]

    # --- gate by gate

    def gates(self) -> tuple[GateStep, ...]:
        """Every gate with its local gradients, from the output back."""
        return tuple(self.gate(node) for node in self._with_gates()[: self.most_gates])

    def _with_gates(self) -> list[int]:
        return [node for node in reversed(self.chart.nodes) if self.chart.edges[node]]

    def gate(self, node: int) -> GateStep:
        """One gate with its local gradients."""
        gate = identity if node in self.chart.kept else self.graph.gates[node]
        sources = self.graph.inputs(node)
        found = [(edge, self.local(edge)) for edge in self.chart.edges[node]]
        return gate_step(gate, self.names.code(node), self.program.span_of(self.graph[node]), found, node, sources, self.names.symbol)

    def local(self, edge: Edge) -> Symbol:
        """The local gradient of one input of a gate, as a formula."""
        key = edge.target, edge.position
        if key not in self._locals:
            is_name = edge.target in self.chart.kept
            self._locals[key] = symbol(1) if is_name else self._local(edge)
        return self._locals[key]

    def _local(self, edge: Edge) -> Symbol:
        operands = [self.names.symbol(source) for source in self.graph.inputs(edge.target)]
        return local_formula(self.graph.gates[edge.target], edge, self.names.out(edge.target), operands)

    # --- several gates as one

    def modules(self) -> tuple[ModuleForm, ...]:
        """The well-known functions among the gates, from the output back."""
        return tuple(self.module(self.seen[node]) for node in sorted(self.seen, reverse=True))

    def several(self) -> tuple[SeveralForm, ...]:
        """Functions of several numbers among the gates, from the output back."""
        found = [several_form(self.chart, one, self.names, partial, bound(self._within, one)) for one in several_in(self.chart, self.names)]
        return tuple(form for form in found if form.gradients)

    def _within(self, seen: Several, node: int) -> Symbol:
        """The derivative of a function by one of its numbers, the long way."""
        (use,) = (use for use in self._uses(node, lambda one: one == seen.out, seen.gates) if use.node == seen.out)
        return use.formula

    def _short(self, seen: Seen) -> Symbol:
        """A module's local gradient, as the textbook writes it."""
        return _textbook(seen.module, self.names.symbol(seen.argument), self.names.symbol(seen.out))

    def module(self, seen: Seen) -> ModuleForm:
        """Gates as one: the short local gradient and the long way round."""
        out, argument = self.names.symbol(seen.out), self.names.symbol(seen.argument)
        short = self._short(seen)
        (long,) = (use for use in self._uses(seen.argument, lambda node: node == seen.out, seen.gates) if use.node == seen.out)
        left = partial(out, argument, long.value)
        one, other = Equation(left, (_side(short),), short.value), Equation(left, (_side(long.formula),), long.value)
        made = Equation(out, self._closed_form(seen), self.graph.values[seen.out])
        return ModuleForm(seen.module, out, argument, made, one, other, self._simplified(seen, long.formula, short, left))

    def _closed_form(self, seen: Seen) -> tuple[Side, ...]:
        """A module as the textbook defines it; nothing far out, where that overflows."""
        names = {"z": self.names.symbol(seen.argument), "out": self.names.symbol(seen.out)}
        try:
            return (_side(formula(seen.module.closed_form_python.format(z="z", out="out"), names)),)
        except (ArithmeticError, ValueError):
            return ()

    def _simplified(self, seen: Seen, long: Symbol, short: Symbol, left: Symbol) -> Equation | None:
        """From the long way to the short form; each step has to come to the same number, far out too, where a formula may overflow."""
        names = {"z": self.names.symbol(seen.argument), "out": self.names.symbol(seen.out)}
        texts = seen.module.simplification
        try:
            sides = [long, *(formula(text.format(z="z", out="out"), names) for text in texts), short]
        except (ArithmeticError, ValueError):
            return None
        holds = all(math.isclose(side.value, short.value, rel_tol=1e-7, abs_tol=1e-12) for side in sides)
        return Equation(left, tuple(map(_side, sides)), short.value) if texts and holds else None

    # --- stage by stage

    def stages(self) -> tuple[Stage, ...]:
        """The gradient of every named value, each from those that it goes into."""
        return tuple(self._stage(node) for node in self._stages)

    def left_out(self) -> LeftOut:
        """How much is not written out."""
        inputs = set(self.chart.inputs)
        stages = sum(self._is_stage(node) and node not in inputs for node in self.chart.nodes) - 1
        gates = len(self._with_gates())
        return LeftOut(
            forward=max(len(self._made) - self.most_stages, 0),
            gates=max(gates - self.most_gates, 0),
            stages=max(stages - self.most_stages, 0),
        )

    def _stage_uses(self, node: int) -> list[Use]:
        """The stages that a value goes into; the whole of a module with the module's own short form."""
        if len(self.chart.uses[node]) > MOST_USES:
            return []
        found = []
        for use in self._uses(node, self._is_stage):
            seen = self.seen.get(use.node)
            is_whole = seen is not None and seen.argument == node and not any(map(self._is_stage, seen.gates - {seen.out}))
            found.append(replace(use, formula=self._short(seen)) if seen is not None and is_whole else use)
        return found

    def _stage(self, node: int) -> Stage:
        uses = self._stage_uses(node)
        name = self.names.symbol(node)
        left = partial(self.output, name, self.chart.adjoints[node])
        sides: tuple[Side, ...] = ()
        if 0 < len(uses) <= MOST_TERMS:
            chain = Side(tuple(self._term(use, partial(self.names.symbol(use.node), name, use.value)) for use in uses))
            formulas = Side(tuple(self._term(use, use.formula) for use in uses))
            numbers = Side(tuple(self._numbers(use) for use in uses))
            sides = (chain, *([formulas] if all(len(use.formula.python) <= LONGEST_FORMULA for use in uses) else []), numbers)
        return Stage(name, Equation(left, sides, self.chart.adjoints[node]), len(uses) or len(self.chart.uses[node]))

    def _term(self, use: Use, local: Symbol) -> tuple[Symbol, ...]:
        """Gradient from above × local gradient; at the output the gradient from above is 1."""
        if use.node == self.chart.output:
            return (use.formula,)
        return (partial(self.output, self.names.symbol(use.node), self.chart.adjoints[use.node]), local)

    def _numbers(self, use: Use) -> tuple[Symbol, ...]:
        if use.node == self.chart.output:
            return (Symbol(use.value),)
        return (Symbol(self.chart.adjoints[use.node]), Symbol(use.value))

    def _uses(self, start: int, is_stage: Callable[[int], bool], within: Iterable[int] | None = None) -> list[Use]:
        """The stages that a value goes into, each with its derivative: the products of local gradients, summed over the ways
        that lead through values which are no stages."""
        allowed = None if within is None else set(within)
        formulas: dict[int, Symbol] = {start: symbol(1)}
        values: dict[int, float] = defaultdict(float, {start: 1.0})
        waiting, found = [start], []
        while waiting:
            node = heapq.heappop(waiting)
            if node != start and is_stage(node):
                found.append(Use(node, formulas[node], values[node]))
                continue
            for edge in self.chart.uses[node]:
                if allowed is not None and edge.target not in allowed:
                    continue
                if edge.target not in formulas:
                    heapq.heappush(waiting, edge.target)
                    formulas[edge.target] = symbol(0)
                formulas[edge.target] = formulas[edge.target] + self.local(edge) * formulas[node]
                values[edge.target] += edge.local * values[node]
        return found

    # --- path by path

    def _chain(self, node: int) -> Equation:
        """The chain rule through all stages at once; where that is too much, the input's own stage."""
        ways = self._ways(node, LONGEST_CHAIN)
        if node == self.chart.output:  # by another name
            return Equation(partial(self.output, self.names.named(self._said[node], self.output.value), 1.0), (), 1.0)
        if not ways:
            return self._stage(node).equation
        left = partial(self.output, self.names.symbol(node), self.chart.adjoints[node])
        symbols, formulas, numbers = [], [], []
        for way in ways:
            steps = list(reversed(way))
            symbols.append(tuple(self._link(source, use) for source, use in steps))
            formulas.append(tuple(use.formula for _, use in steps))
            numbers.append(tuple(Symbol(use.value) for _, use in steps))
        return Equation(left, (Side(tuple(symbols)), Side(tuple(formulas)), Side(tuple(numbers))), self.chart.adjoints[node])

    def _link(self, source: int, use: Use) -> Symbol:
        """∂target/∂source; at the output the formula, if ∂output/∂source is more than what this one link gives."""
        if use.node == self.chart.output and use.value != self.chart.adjoints[source]:
            return use.formula
        return partial(self.names.symbol(use.node), self.names.symbol(source), use.value)

    def _ways(self, node: int, most: int) -> list[list[tuple[int, Use]]] | None:
        """The ways through the stages, from the input up, each link with the node that it starts from; None if they are too many."""
        if node == self.chart.output:
            return [[]]
        if not most:
            return None
        found: list[list[tuple[int, Use]]] = []
        uses = self._stage_uses(node)
        if not uses:
            return None
        for use in uses:
            rest = self._ways(use.node, most - 1)
            if rest is None or len(found) + len(rest) > MOST_CHAINS:
                return None
            found += [[(node, use), *way] for way in rest]
        return found

    def inputs(self) -> tuple[InputDerivation, ...]:
        """The paths of the inputs."""
        few = {node: FEW_PATHS if self.chart.path_counts[node] > MOST_PATHS else MOST_PATHS for node in self._inputs}
        found = self.chart.paths(MOST_PATHS)
        return tuple(self._input(node, found[node][:most]) for node, most in few.items())

    def _input(self, node: int, paths: list[charts.Path]) -> InputDerivation:
        readable = [path for path in paths if len(path.edges) <= LONGEST_PATH]
        gradient = self.chart.adjoints[node]
        every = self.chart.path_counts[node] == len(readable)
        rest = 0.0 if every else gradient - sum(path.product for path in readable)
        name = self.names.symbol(node) if node != self.chart.output else self.names.named(self._said[node], self.output.value)
        written = tuple(map(self.path, readable))
        return InputDerivation(name, gradient, self._chain(node), written, self.chart.path_counts[node], rest, self.chart.longest[node])

    def path(self, path: charts.Path) -> Path:
        """A path with its local gradients as formulas."""
        return Path(tuple(self._steps(path)), path.product)

    def _steps(self, path: charts.Path) -> Iterable[Step]:
        so_far = 1.0
        for edge in reversed(path.edges):
            so_far *= edge.local
            gate = identity if edge.target in self.chart.kept else self.graph.gates[edge.target]
            span = self.program.span_of(self.graph[edge.target])
            yield Step(gate, span, self.names.symbol(edge.target), self.names.symbol(edge.source), self.local(edge), edge.local, so_far)


def gate_step(
    gate: Gate,
    code: Symbol,
    span: Span | None,
    edges: Iterable[tuple[Edge, Symbol]],
    node: int,
    sources: Iterable[int],
    called: Callable[[int], Symbol],
) -> GateStep:
    """One gate: what its node and those that go into it are called, and its edges with their local gradients as formulas."""
    out, found = called(node), []
    for edge, local in edges:
        wrt = called(edge.source)
        found.append(LocalGradient(Equation(partial(out, wrt, edge.local), _readable(local), edge.local), wrt))
    return GateStep(out, code, gate, span, tuple(found), tuple(map(called, sources)))


def local_formula(gate: Gate, edge: Edge, out: Symbol, operands: Sequence[Symbol]) -> Symbol:
    """The local gradient of an edge: what the textbook has for a gate that is a module too, since tanh's own rule takes other ways
    far out, to be exact there; else by the gate's rule.
    """
    module = MODULES.get(gate.name)
    if module is not None:
        found = _textbook(module, operands[edge.position], out)
        if math.isclose(found.value, edge.local, rel_tol=1e-9):
            return found
    by_rule = local_gradient(gate, edge.position, out, operands)
    return Symbol(edge.local) if by_rule is None else by_rule


def _textbook(module: Module, argument: Symbol, out: Symbol) -> Symbol:
    """A module's local gradient, as the textbook writes it."""
    return formula(module.local_python[0].format(z="z", out="out"), {"z": argument, "out": out})


def _readable(formula: Symbol) -> tuple[Side, ...]:
    """A formula as the one side of an equation; none if nobody would read it."""
    return (_side(formula),) if len(formula.python) <= LONGEST_FORMULA else ()


def _side(formula: Symbol) -> Side:
    return Side(((formula,),))


def partial(of: Symbol, wrt: Symbol, value: float) -> Symbol:
    """∂of/∂wrt, with what is no name in parentheses.

    >>> partial(Symbol.named("f", 6.0), Symbol.named("x", 3.0), 2.0).python
    '∂f/∂x'
    """
    names = [one.python if one.name else f"({one.python})" for one in (of, wrt)]
    latex = [one.latex if one.name else rf"\left({one.latex}\right)" for one in (of, wrt)]
    return Symbol.named(f"∂{names[0]}/∂{names[1]}", value, latex=rf"\frac{{\partial {latex[0]}}}{{\partial {latex[1]}}}")
