"""What a page says of each thing in a circuit of arrays: what it makes, and the rule by which it hands the gradient back, in matrix form
with the shapes below, and why it is so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from whygrad.drawing.arrays import ArrayWiring
from whygrad.drawing.boxes import Box
from whygrad.explaining.arrays.derivation import ArrayEquation, ArrayModuleForm, ArrayStep, Why
from whygrad.reports.blackboard import factors
from whygrad.reports.html.formulas import Links
from whygrad.reports.html.lessons import Lesson
from whygrad.reports.html.tongues import Tongues, plain
from whygrad.reports.html.whole import whole
from whygrad.reports.plates import is_array, short_value
from whygrad.text import Text, _

#: What enters or leaves a box, of which more is said.
MOST_NAMED = 12


@dataclass
class ArrayLessons:
    """The lessons of one circuit.

    >>> from whygrad.drawing.arrays import wired_arrays
    >>> from whygrad.reports.words import words
    >>> wiring = wired_arrays("import numpy as np\\nx = np.ones((2, 3))\\nW = np.ones((3, 4))\\ny = (x @ W).sum()\\n")
    >>> "Why the transpose?" in ArrayLessons(wiring, Tongues(words("en"))).of_gate(wiring.members[2]).backward
    True
    """

    wiring: ArrayWiring
    tongues: Tongues
    _made: dict[int, Lesson] = field(default_factory=dict)  # by the node of a gate

    @cached_property
    def inputs(self) -> list[int]:
        """The inputs of the circuit."""
        return self.wiring.net.inputs

    @cached_property
    def _nodes(self) -> dict[str, int]:
        """The names of all values and gradients, each with its node."""
        chain, members = self.wiring.chain, set(self.wiring.members)
        found = {named.name: node for node, named in chain.named.items() if node in members}
        return found | {named.name: node for node, named in chain.called.items() if node in members}

    def _links(self, equation: ArrayEquation) -> Links:
        """The names in an equation, linked to their gates."""
        names = [one.name for one in (equation.left, *equation.operands)]
        return Links({name: self._nodes[name] for name in names if name in self._nodes})

    def name(self, node: int) -> str:
        """What a node is called in formulas."""
        named = self.wiring.chain.named.get(node)
        return named.name if named is not None else self.wiring.names.get(node, "·")

    def gradient_name(self, node: int) -> str:
        """What its gradient is called."""
        called = self.wiring.chain.called.get(node)
        return called.name if called is not None else f"d{self.name(node)}"

    def derivative(self, node: int) -> str:
        """Its gradient's name, linked."""
        return f'<span data-node="{node}" class="gradient">{plain(self.gradient_name(node))}</span>'

    # --- things

    def of_input(self, node: int) -> Lesson:
        value, gradient = self.wiring.graph.values[node], self.wiring.gradient(node)
        name = self.wiring.names[node]
        is_free = Text(_("`{name}` is an input."), {"name": name})
        is_given = Text(_("`{name}` is given: nothing is differentiated by it."), {"name": name})
        about = self.tongues.html(is_given if gradient is None else is_free)
        own = self.name(node)
        if own != name:
            about += " " + self.tongues.html(Text(_("In formulas it is `{name}`."), {"name": own}))
        theirs = "".join(
            whole(np.asarray(claimed.yours), Text(_("your `{name}`"), {"name": claimed.name}), self.tongues)
            for claimed in self.wiring.claimed.get(node, ())
            if not claimed.right and is_array(claimed.yours)
        )
        back = "" if gradient is None else self._result(self.derivative(node), gradient, "gradient") + self._gradient(node)
        return Lesson(about, self._result(plain(own), value, "value") + whole(value, own, self.tongues) + back + theirs, "")

    def of_gate(self, node: int) -> Lesson:
        if node not in self._made:
            step = self.wiring.chain.step_of(node)
            self._made[node] = self._bare(node) if step is None else self._of_step(node, step)
        return self._made[node]

    def _of_step(self, node: int, step: ArrayStep) -> Lesson:
        about = f"{self.tongues.html(step.title)}."
        if step.story is not None:
            about += f" {self.tongues.html(step.story)}"
        back, asked = "", list[Why]()
        for share in step.shared:
            back += f'<div class="share">{self._equation(share.equation, "gradient")}</div>'
            asked += [why for why in share.whys if why not in asked]
        back += self._whys(asked)
        if not step.shared:
            back = f'<p class="note">{self.tongues.html(_("No gradient passes through it."))}</p>'
        return Lesson(about, self._equation(step.forward, "value") + self._value(node), back + self._gradient(node))

    def _bare(self, node: int) -> Lesson:
        gate = self.wiring.graph.gates[node]
        about = f"{self.tongues.html(gate.title)}. {self.tongues.html(gate.story)}"
        return Lesson(about, self._result(plain(self.name(node)), self.wiring.graph.values[node], "value"), "")

    def of_box(self, box: Box) -> Lesson:
        leaving = self.wiring.net.leaving(box.gates)
        form = self.wiring.chain.module_of(box.last) if box.story is not None and len(leaving) == 1 else None
        if form is not None:
            return self._of_module(box, form)
        title = self.tongues.html(box.title) if isinstance(box.title, Text) else f"<code>{plain(box.title)}</code>"
        count = Text(_("{n} gate seen as one"), {"n": len(box.gates)}, plural=_("{n} gates seen as one"))
        values = "".join(self._result(plain(self.name(node)), self.wiring.graph.values[node], "value") for node in leaving[:MOST_NAMED])
        return Lesson(f"{title}: {self.tongues.html(count)}.", values, self._back_through(box))

    def _of_module(self, box: Box, form: ArrayModuleForm) -> Lesson:
        fields = {"name": form.out.name, "module": form.title, "argument": form.argument.name}
        about = self.tongues.html(Text(_("`{name}` is the {module} of `{argument}`."), fields))
        about += f" {self.tongues.html(form.story)}"
        forward = self._result(plain(form.out.name), form.out.value, "value") + self._value(box.last)
        lead = Text(_("What its {n} gates hand back together:"), {"n": form.gates})
        back = f'<p class="note">{self.tongues.html(lead)}</p><div class="share">{self._equation(form.short, "gradient")}</div>'
        return Lesson(about, forward, back + self._whys([] if form.why is None else [form.why]) + self._gradient(box.last))

    def _back_through(self, box: Box) -> str:
        """What comes out at the other end of a box, of all its gates together."""
        shares: dict[int, Any] = {}
        for gate in sorted(box.gates):
            for position, source in enumerate(self.wiring.operands[gate]):
                share = self.wiring.share(gate, position)
                if source not in box.gates and source in self.wiring.users and share is not None:
                    shares[source] = shares[source] + share if source in shares else share
        rows = [self._result(self.derivative(node), share, "gradient", adds=True) for node, share in list(shares.items())[:MOST_NAMED]]
        return "".join(f'<div class="share">{row}</div>' for row in rows)

    # --- parts

    def _equation(self, equation: ArrayEquation, style: str) -> str:
        """Code, the shape of each array below it."""
        if not equation.code:
            text = Text(_("`{name}`: I can't write this one as a formula."), {"name": equation.left.name})
            return f"<p>{self.tongues.html(text)}</p>{self._result(plain(equation.left.name), equation.left.value, style)}"
        shapes = {one.name: one.shape for one in (equation.left, *equation.operands)}
        *before, last = equation.code
        sign = "+=" if equation.adds else "="
        links = self._links(equation)
        rows = "".join(f"<span>{links.html(line)}</span>" for line in before)
        line = _over_shapes(f"{equation.left.name} {sign} {last}", shapes, links)
        return f'<div class="rule" tabindex="0">{rows}<span>{line}</span></div>'

    def _result(self, left: str, value: Any, style: str, *, adds: bool = False) -> str:
        """A name and what it comes to: a number, or the shape and the range of an array."""
        text = self.tongues.html(lambda words: short_value(value, words))
        return f'<span class="equation"><span>{left}</span> <span>{"+=" if adds else "="} <span class="{style}">{text}</span></span></span>'

    def _whys(self, whys: Iterable[Why]) -> str:
        return "".join(f'<p class="why"><b>{self.tongues.html(why.question)}</b> {self.tongues.html(why.answer)}</p>' for why in whys)

    def _value(self, node: int) -> str:
        """The numbers of a value, to be opened."""
        return whole(self.wiring.graph.values[node], self.name(node), self.tongues)

    def _gradient(self, node: int) -> str:
        """Those of its gradient."""
        return whole(self.wiring.gradient(node), self.gradient_name(node), self.tongues)

    def start(self) -> str:
        """The gradient of the output, with which the way back begins."""
        ((node, seed),) = self.wiring.seeds.items()
        if not is_array(seed):
            text = _("The way back begins at the output: its gradient with respect to itself is 1, or what comes from above.")
        elif self.wiring.claimed:
            text = _("The output is an array, so its gradient comes from above: a random one here, for the program's own gradients too.")
        else:
            text = _("The output is an array, so its gradient comes from above: here a 1 for each of its entries.")
        lead = f"<p>{self.tongues.html(text)}</p>"
        return lead + self._result(self.derivative(node), seed, "gradient") + whole(seed, self.gradient_name(node), self.tongues)


def _over_shapes(text: str, shapes: dict[str, tuple[int, ...]], links: Links) -> str:
    found = ""
    for token, shape in factors(text, shapes):
        under = "" if shape is None else f"<small>{'×'.join(map(str, shape))}</small>"
        own = f'<span class="factor"><span>{links.html(token)}</span>{under}</span>'
        found += own if shape is not None else links.html(token)
    return found
