"""What a page says of each thing in a circuit: what it makes on the way forward, and by which rule and which numbers it hands
the gradient back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from whygrad.autodiff.reverse import local_gradient
from whygrad.autodiff.symbolic import Symbol
from whygrad.drawing.boxes import Box
from whygrad.drawing.numbers import NumberWiring
from whygrad.explaining.chart import Chart, Edge
from whygrad.explaining.naming import Names
from whygrad.explaining.seen import Seen
from whygrad.explaining.steps import Steps, partial
from whygrad.graph import CONSTANT
from whygrad.reports.equations import side
from whygrad.reports.html import formulas
from whygrad.reports.html.formulas import Links
from whygrad.reports.html.nearby import Nearby
from whygrad.reports.html.tongues import Tongues, plain
from whygrad.text import Text, _

#: Code that is longer is no name for the left side of an equation.
LONGEST_NAME = 48
LONGEST_FORMULA = 160
#: Gates of a circuit above which its chain rule isn't worked out as a whole.
MOST_CHARTED = 100_000
#: Gates of a box through which its own local gradients are still worked out.
MOST_GATES = 1_000


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
    >>> "2 * 3" in Lessons(wiring, Tongues(words("en"))).of_gate(wiring.members[-1]).forward
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
            names = Names(wiring.trace, chart, wiring.program.statements, pinned=pinned, passed_over=passed_over)
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
        return Nearby(self.wiring) if len(self.wiring.members) > MOST_CHARTED else None

    def symbol(self, node: int) -> Symbol:
        """What a node is called: by its name, by a letter, or by its code."""
        return self.steps_of(node).names.symbol(node) if self.nearby is None else self.nearby.symbol(node)

    def _code(self, node: int) -> Symbol:
        """What a node is computed by."""
        return self.steps_of(node).names.code(node) if self.nearby is None else self.nearby.code(node)

    def _locals(self, node: int) -> list[tuple[Edge, Symbol]]:
        """The edges into a gate, each with its local gradient as a formula."""
        if self.nearby is not None:
            return [(edge, self.nearby.local(edge)) for edge in self.nearby.edges(node)]
        steps = self.steps_of(node)
        return [(edge, steps.local(edge)) for edge in steps.chart.edges.get(node, ())]

    def links(self, nodes: Iterable[int]) -> Links:
        """The names of some nodes, linked to their gates; constants are no gates."""
        gates = self.wiring.graph.gates
        return Links({self.symbol(node).python: node for node in nodes if gates[node] is not CONSTANT})

    def derivative(self, node: int) -> str:
        """∂output/∂node, linked."""
        written = self._partial(Symbol.named(self.wiring.output, 0.0), self.symbol(node))
        return f'<span data-node="{node}" class="gradient">{plain(written)}</span>'

    def _partial(self, of: Symbol, wrt: Symbol) -> str:
        """∂of/∂wrt; what has a long code and no name is only hinted at."""
        named = [one if len(one.python) <= LONGEST_NAME else Symbol.named("…", one.value) for one in (of, wrt)]
        return partial(named[0], named[1], 0.0).python

    # --- things

    def of_input(self, node: int) -> Lesson:
        wiring, symbol = self.wiring, self.symbol(node)
        about = self.tongues.html(Text(_("`{name}` is an input."), {"name": symbol.python}))
        forward = formulas.equation([self.links([node]).html(symbol.python), formulas.value(float(wiring.graph.values[node]))])
        if list(wiring.seeds.values()) != [1.0]:  # then the gradient is that of no one number of the program
            return Lesson(about, forward, "")
        fields = {"name": symbol.python, "output": wiring.output, "change": 0.001 * wiring.gradient(node)}
        nudge = Text(_("If `{name}` grows by 0.001, `{output}` changes by about {change}."), fields)
        return Lesson(about, forward, f'<p class="note">{self.tongues.html(nudge)}</p>')

    def of_gate(self, node: int) -> Lesson:
        wiring = self.wiring
        gate = wiring.graph.gates[node]
        sources = wiring.operands[node]
        links = self.links([node, *sources])
        own, code = self.symbol(node), self._code(node)
        sides = [links.html(own.python)] if own.name else []
        sides += [links.html(code.python)] if len(code.python) <= LONGEST_FORMULA else []
        numbers = formulas.with_numbers(gate, [wiring.graph.values[source] for source in sources])
        sides += [plain(numbers)] if len(numbers) <= LONGEST_FORMULA else []
        sides.append(formulas.value(float(wiring.graph.values[node])))
        rows = []
        for edge, local in self._locals(node):
            formula = local.python
            shown = [links.html(self._partial(own, self.symbol(edge.source)))]
            shown += [links.html(formula)] if len(formula) <= LONGEST_FORMULA else []
            rows.append(self._handed_back(node, edge.source, [*shown, formulas.local(edge.local)], edge.local))
        about = f"{self.tongues.html(gate.title)}. {self.tongues.html(gate.story)}"
        return Lesson(about, formulas.equation(sides), "".join(rows) or self._stops())

    def of_box(self, box: Box) -> Lesson:
        leaving = self.wiring.net.leaving(box.gates)
        title = self.tongues.html(box.title) if isinstance(box.title, Text) else f"<code>{plain(box.title)}</code>"
        if box.module is not None and len(leaving) == 1 and len(entering := self._entering(box)) == 1:
            return self._of_module(box, leaving[0], entering[0])
        count = Text(_("{n} gate seen as one"), {"n": len(box.gates)}, plural=_("{n} gates seen as one"))
        about = f"{title}: {self.tongues.html(count)}."
        values = [
            formulas.equation([self.links([node]).html(self._short(node)), formulas.value(float(self.wiring.graph.values[node]))])
            for node in leaving[:6]
        ]
        return Lesson(about, " ".join(values), self._back_through(box, leaving))

    def _of_module(self, box: Box, out: int, argument: int) -> Lesson:
        module = box.module
        assert module is not None
        steps = self.steps_of(out)
        steps.names.box({out, argument})
        form = steps.module(Seen(module, argument, out, frozenset(box.gates)))
        links = self.links([out, argument])
        atom = form.argument.python if form.argument.name else f"({form.argument.python})"
        made = module.closed_form_python.format(z=atom, out=form.out.python)
        forward = formulas.equation([links.html(form.out.python), links.html(made), formulas.value(float(self.wiring.graph.values[out]))])
        left = links.html(self._partial(form.out, form.argument))
        short = [left, *(links.html(side(one)) for one in form.short.sides), formulas.local(form.short.value)]
        back = self._handed_back(out, argument, short, form.short.value)
        long = [links.html(text) for one in form.long.sides if len(text := side(one)) <= 2 * LONGEST_FORMULA]
        if long:
            lead = self.tongues.html(_("Gate by gate it comes to the same:"))
            back += f'<p class="note">{lead}<br>{formulas.equation([left, *long, formulas.local(form.long.value)])}</p>'
        return Lesson(f"{self.tongues.html(module.title)}. {self.tongues.html(module.story)}", forward, back)

    def start(self) -> str:
        """The gradient of the output with respect to itself, with which the way back begins."""
        found = []
        for node, seed in self.wiring.seeds.items():
            found.append(formulas.equation([self.derivative(node), formulas.gradient(float(seed))]))
        lead = self.tongues.html(
            _("The way back begins at the output: its gradient with respect to itself is 1, or what comes from above.")
        )
        return f"<p>{lead}</p>{''.join(found)}"

    # --- the way back

    def _handed_back(self, node: int, source: int, local: list[str], number: float) -> str:
        """To one operand: the local gradient × the gradient from above."""
        above = self.wiring.gradient(node)
        share = formulas.product([formulas.gradient(above), formulas.local(number)])
        chain = formulas.product([self.derivative(node), local[0]])
        whole = formulas.equation([chain, share, formulas.gradient(number * above)])
        name = self.links([source]).html(self._short(source))
        return f'<div class="share" data-node="{source}"><p>→ {name}</p>{formulas.equation(local)}{whole}</div>'

    def _back_through(self, box: Box, leaving: list[int]) -> str:
        entering = self._entering(box)
        if len(leaving) != 1 or len(box.gates) > MOST_GATES:
            net = self.wiring.net
            edges = net.entering(box.gates)
            shares = {source: self.wiring.shares(edges[net.sources[edges] == source]) for source in entering[:12]}
            rows = [
                f'<div class="share" data-node="{source}"><p>→ {self.links([source]).html(self._short(source))}</p>'
                f"{formulas.equation([formulas.gradient(share)])}</div>"
                for source, share in shares.items()
            ]
            return "".join(rows) or self._stops()
        (out,) = leaving
        found = self._through(box, out)
        rows = []
        for source in entering[:12]:
            number = found.get(source, 0.0)
            left = self.links([out, source]).html(self._partial(self.symbol(out), self.symbol(source)))
            rows.append(self._handed_back(out, source, [left, formulas.local(number)], number))
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

    def _stops(self) -> str:
        return f'<p class="note">{self.tongues.html(_("Nothing that varies goes into it, so no gradient is handed on."))}</p>'

    def _short(self, node: int) -> str:
        text = self.symbol(node).python
        return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"
