"""What a page says of each thing in a circuit: what it makes on the way forward, and by which rule and which numbers it hands
the gradient back. The sentences and equations are those of the derivation; a page has them in every language, linked to the gates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from whygrad.autodiff.reverse import local_gradient
from whygrad.autodiff.symbolic import Symbol
from whygrad.drawing.boxes import Box
from whygrad.drawing.numbers import NumberWiring
from whygrad.explaining.chart import Chart, Edge
from whygrad.explaining.derivation import Equation, GateStep
from whygrad.explaining.naming import Names
from whygrad.explaining.seen import Seen
from whygrad.explaining.steps import Steps, partial
from whygrad.reports.html.formulas import inline, linked, mark
from whygrad.reports.html.nearby import Nearby
from whygrad.reports.html.tongues import Tongues, plain
from whygrad.reports.lesson import Block
from whygrad.reports.lesson_html import mathml
from whygrad.reports.lesson_of_gates import GateTeacher
from whygrad.text import Text, _

#: Gates of a circuit above which its chain rule isn't worked out as a whole.
MOST_CHARTED = 100_000
#: Gates of a box through which its own local gradients are still worked out.
MOST_GATES = 1_000
#: What enters or leaves a box, of which more is said.
MOST_NAMED = 12
#: Inputs of one gate to each of which it is told what comes back: a maximum may have a hundred thousand.
MOST_HANDED = 60


@dataclass(frozen=True)
class Lesson:
    """HTML: what it is, how it makes its value, what it hands back."""

    about: str
    forward: str
    backward: str


@dataclass
class Lessons:
    """The lessons of one circuit.

    >>> from whygrad.drawing.numbers import wired
    >>> from whygrad.reports.words import words
    >>> wiring = wired("x = 3.0\\ny = 2 * x\\n")
    >>> '<mrow data-node="0"><mi>x</mi></mrow>' in Lessons(wiring, Tongues(words("en"))).of_gate(wiring.members[-1]).forward
    True
    """

    wiring: NumberWiring
    tongues: Tongues
    _steps: dict[int, Steps] = field(default_factory=dict)  # by the output's node

    @cached_property
    def inputs(self) -> list[int]:
        """The inputs of the circuit."""
        return self.wiring.net.inputs

    # --- the names

    def steps_to(self, output: int) -> Steps:
        """The chain rule of one of the output's numbers: mostly, of the only one."""
        if output not in self._steps:
            wiring = self.wiring
            chart = Chart(wiring.graph, output, self.inputs)
            given = {node: wiring.names[node] for node in self.inputs if node in wiring.names}
            counts = Counter(given.values())
            name = wiring.output if len(wiring.seeds) == 1 else wiring.names.get(output, "")
            pinned = {node: own for node, own in given.items() if counts[own] == 1} | ({chart.output: name} if name else {})
            passed_over = {claimed.name.split("[", 1)[0] for own in wiring.claimed.values() for claimed in own}
            names = Names(wiring.trace, chart, wiring.program.statements, pinned=pinned, passed_over=passed_over, mark=mark)
            self._steps[output] = Steps(wiring.program, chart, names, {}, {})
        return self._steps[output]

    def steps_of(self, node: int) -> Steps:
        """The chain rule in which a node has its part: that of the first of the output's numbers that depends on it."""
        for output in self.wiring.seeds:
            found = self.steps_to(output)
            if node in found.chart.adjoints:
                return found
        return self.steps_to(next(iter(self.wiring.seeds)))

    @cached_property
    def nearby(self) -> Nearby | None:
        """The symbols, where the circuit is too large for its chain rule as a whole."""
        return Nearby(self.wiring) if len(self.wiring.nodes) > MOST_CHARTED else None

    def symbol(self, node: int) -> Symbol:
        """What a node is called: by its name, by a letter, or by its code."""
        return self.steps_of(node).names.symbol(node) if self.nearby is None else self.nearby.symbol(node)

    def _step(self, node: int) -> tuple[GateStep, list[Edge]]:
        """A gate with its local gradients, and the edges that these are of."""
        if self.nearby is not None:
            return self.nearby.gate(node), self.nearby.edges(node)
        steps = self.steps_of(node)
        return steps.gate(node), steps.chart.edges[node]

    def gradient(self, node: int) -> Symbol:
        """∂output/∂node, all of it linked to the node."""
        own = replace(self.symbol(node), mark="")
        named = self.nearby.named if self.nearby is not None else self.steps_of(node).names.named
        return replace(partial(named(self.wiring.output, 0.0), own, self.wiring.gradient(node)), mark=mark(node))

    def derivative(self, node: int) -> str:
        """The same as what stands within a formula."""
        return linked(mathml(self.gradient(node).latex))

    # --- things

    def of_input(self, node: int) -> Lesson:
        wiring, symbol = self.wiring, self.symbol(node)
        about = f"<p>{self.tongues.html(Text(_('`{name}` is an input.'), {'name': symbol.python}))}</p>"
        forward = self._value(node)
        if list(wiring.seeds.values()) != [1.0]:  # then the gradient is that of no one number of the program
            return Lesson(about, forward, "")
        fields = {"name": symbol.python, "output": wiring.output, "change": 0.001 * wiring.gradient(node)}
        nudge = Text(_("If `{name}` grows by 0.001, `{output}` changes by about {change}."), fields)
        return Lesson(about, forward, f'<p class="note">{self.tongues.html(nudge)}</p>')

    def of_gate(self, node: int) -> Lesson:
        step, edges = self._step(node)
        both = list(zip(edges, step.locals, strict=True))
        rows = [self._share(node, edge.source, local.equation) for edge, local in both[:MOST_HANDED]]
        if len(both) > MOST_HANDED:
            more = Text(_("… and {n} input more."), {"n": len(both) - MOST_HANDED}, plural=_("… and {n} inputs more."))
            rows.append(f'<p class="note">{self.tongues.html(more)}</p>')
        about = f"<p>{self.tongues.html(step.gate.title)}.</p>{self.told(lambda teacher: [teacher.why(step)])}"
        return Lesson(about, self.told(lambda teacher: [teacher.made(step)]), "".join(rows) or self._stops())

    def of_box(self, box: Box) -> Lesson:
        leaving = self.wiring.net.leaving(box.gates)
        title = self.tongues.html(box.title) if isinstance(box.title, Text) else f"<code>{plain(box.title)}</code>"
        if box.module is not None and len(leaving) == 1 and len(entering := self._entering(box)) == 1:
            return self._of_module(box, leaving[0], entering[0])
        count = Text(_("{n} gate seen as one"), {"n": len(box.gates)}, plural=_("{n} gates seen as one"))
        about = f"<p>{title}: {self.tongues.html(count)}.</p>"
        return Lesson(about, "".join(map(self._value, leaving[:MOST_NAMED])), self._back_through(box, leaving))

    def _of_module(self, box: Box, out: int, argument: int) -> Lesson:
        module = box.module
        assert module is not None
        steps = self.steps_of(out)
        steps.names.box({out, argument})
        form = steps.module(Seen(module, argument, out, frozenset(box.gates)))
        about = f"<p>{self.tongues.html(module.title)}. {self.tongues.html(module.story)}</p>"
        forward = self.told(lambda teacher: [teacher.equation(form.made, role="value")])
        return Lesson(about, forward, self._share(out, argument, form.short) + self.told(lambda teacher: teacher.long_way(form)))

    def start(self) -> str:
        """The gradient of the output with respect to itself, with which the way back begins."""
        lead = self.tongues.html(
            _("The way back begins at the output: its gradient with respect to itself is 1, or what comes from above.")
        )
        found = [Equation(self.gradient(node), (), float(seed)) for node, seed in self.wiring.seeds.items()]
        return f"<p>{lead}</p>{self.told(lambda teacher: map(teacher.equation, found))}"

    # --- the way back

    def _share(self, node: int, source: int, local: Equation) -> str:
        """What goes to one operand: the local gradient × the gradient from above."""
        above = self.gradient(node)

        def told(teacher: GateTeacher) -> Iterator[Block]:
            yield teacher.equation(local, role="local")
            yield teacher.handed_down(above, replace(local.left, value=local.value), above.value * local.value)

        return self._to(source, self.told(told))

    def _to(self, source: int, html: str) -> str:
        return f'<div class="share" data-node="{source}"><p>→ {inline(self.symbol(source).latex)}</p>{html}</div>'

    def _back_through(self, box: Box, leaving: list[int]) -> str:
        entering = self._entering(box)
        if len(leaving) != 1 or len(box.gates) > MOST_GATES:
            shares = self.wiring.shares_into(box.gates, MOST_NAMED)
            rows = [self._to(source, self._adds(source, share)) for source, share in shares.items()]
            return "".join(rows) or self._stops()
        (out,) = leaving
        found = self._through(box, out)
        rows = []
        for source in entering[:MOST_NAMED]:
            number = found.get(source, 0.0)
            rows.append(self._share(out, source, Equation(partial(self.symbol(out), self.symbol(source), number), (), number)))
        return "".join(rows) or self._stops()

    def _through(self, box: Box, out: int) -> dict[int, float]:
        """The local gradients of a box as one gate: the chain rule inside it."""
        graph, found = self.wiring.graph, {out: 1.0}
        for gate in sorted(box.gates, reverse=True):
            if gate in found:
                operands = [graph.values[source] for source in self.wiring.operands[gate]]
                for position, source in enumerate(self.wiring.operands[gate]):
                    local = local_gradient(graph.gates[gate], position, graph.values[gate], operands)
                    if local is not None:
                        found[source] = found.get(source, 0.0) + found[gate] * float(local)
        return found

    def _entering(self, box: Box) -> list[int]:
        """The varying nodes that a box is computed from."""
        return self.wiring.varying_into(box.gates)

    # --- parts

    def told(self, made: Callable[[GateTeacher], Iterable[Block]]) -> str:
        """What the teacher says, in every language."""
        return linked(self.tongues.blocks(lambda words: made(GateTeacher(words))))

    def _value(self, node: int) -> str:
        """A name and its number."""
        equation = Equation(self.symbol(node), (), float(self.wiring.graph.values[node]))
        return self.told(lambda teacher: [teacher.equation(equation, role="value")])

    def _adds(self, node: int, share: float) -> str:
        """A part of a gradient."""
        return self.told(lambda teacher: [teacher.part_of(self.gradient(node), share)])

    def _stops(self) -> str:
        return f'<p class="note">{self.tongues.html(_("Nothing that varies goes into it, so no gradient is handed on."))}</p>'
