"""What a page says of each thing in a circuit of arrays: what it makes, and the rule by which it hands the gradient back, in matrix form
with the shapes below, and why it is so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from whygrad.drawing.arrays import ArrayWiring
from whygrad.drawing.boxes import Box
from whygrad.explaining.arrays.derivation import ArrayEquation, ArrayModuleForm, ArrayStep, Why
from whygrad.explaining.arrays.derive import ChainRule
from whygrad.reports.html.formulas import Links, inline, linked, mark
from whygrad.reports.html.lessons import MOST_NAMED, Lesson
from whygrad.reports.html.tongues import Tongues, plain
from whygrad.reports.html.whole import whole
from whygrad.reports.lesson import Block, Role
from whygrad.reports.lesson_html import Code, mathml
from whygrad.reports.lesson_of_array_gates import ArrayGateTeacher
from whygrad.reports.plates import is_array, short_value
from whygrad.text import Text, _


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
    def chain(self) -> ChainRule:
        """The chain rule of the circuit, its names linked to their gates."""
        return self.wiring.chain.marked(mark)

    @cached_property
    def _nodes(self) -> dict[str, int]:
        """The names of all values and gradients, each with its node."""
        chain, members = self.chain, set(self.wiring.members)
        found = {named.name: node for node, named in chain.named.items() if node in members}
        return found | {named.name: node for node, named in chain.called.items() if node in members}

    def _links(self, equation: ArrayEquation) -> Links:
        """The names in the code of an equation, linked to their gates."""
        names = [one.name for one in (equation.left, *equation.operands)]
        return Links({name: self._nodes[name] for name in names if name in self._nodes})

    def name(self, node: int) -> str:
        """What a node is called in formulas."""
        named = self.chain.named.get(node)
        return named.name if named is not None else self.wiring.names.get(node, "·")

    def formula(self, node: int) -> str:
        """The same as a formula within a line."""
        named = self.chain.named.get(node)
        return plain(self.name(node)) if named is None else inline(named.latex)

    def gradient_name(self, node: int) -> str:
        """What its gradient is called."""
        called = self.chain.called.get(node)
        return called.name if called is not None else f"d{self.name(node)}"

    def derivative(self, node: int) -> str:
        """Its gradient's name, linked: what stands within a formula."""
        called = self.chain.called.get(node)
        return f"<mtext>{plain(self.gradient_name(node))}</mtext>" if called is None else linked(mathml(called.latex))

    def _derivative(self, node: int) -> str:
        return f'<math class="gradient">{self.derivative(node)}</math>'

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
        about = f"<p>{about}</p>"
        theirs = "".join(
            whole(np.asarray(claimed.yours), Text(_("your `{name}`"), {"name": claimed.name}), self.tongues)
            for claimed in self.wiring.claimed.get(node, ())
            if not claimed.right and is_array(claimed.yours)
        )
        back = "" if gradient is None else self._result(self._derivative(node), gradient, "gradient") + self._gradient(node)
        return Lesson(about, self._result(self.formula(node), value, "value") + whole(value, own, self.tongues) + back + theirs, "")

    def of_gate(self, node: int) -> Lesson:
        if node not in self._made:
            step = self.chain.step_of(node)
            self._made[node] = self._bare(node) if step is None else self._of_step(node, step)
        return self._made[node]

    def _of_step(self, node: int, step: ArrayStep) -> Lesson:
        story = "" if step.story is None else f" {self.tongues.html(step.story)}"
        back, asked = "", list[Why]()
        for share in step.shared:
            back += f'<div class="share">{self._equation(share.equation, "gradient")}</div>'
            asked += [why for why in share.whys if why not in asked]
        back += self.told(lambda teacher: map(teacher.why, asked))
        if not step.shared:
            back = f'<p class="note">{self.tongues.html(_("No gradient passes through it."))}</p>'
        about = f"<p>{self.tongues.html(step.title)}.{story}</p>"
        return Lesson(about, self._equation(step.forward, "value") + self._value(node), back + self._gradient(node))

    def _bare(self, node: int) -> Lesson:
        gate = self.wiring.graph.gates[node]
        about = f"<p>{self.tongues.html(gate.title)}. {self.tongues.html(gate.story)}</p>"
        return Lesson(about, self._result(self.formula(node), self.wiring.graph.values[node], "value"), "")

    def of_box(self, box: Box) -> Lesson:
        leaving = self.wiring.net.leaving(box.gates)
        form = self.chain.module_of(box.last) if box.story is not None and len(leaving) == 1 else None
        if form is not None:
            return self._of_module(box, form)
        title = self.tongues.html(box.title) if isinstance(box.title, Text) else f"<code>{plain(box.title)}</code>"
        count = Text(_("{n} gate seen as one"), {"n": len(box.gates)}, plural=_("{n} gates seen as one"))
        values = "".join(self._result(self.formula(node), self.wiring.graph.values[node], "value") for node in leaving[:MOST_NAMED])
        return Lesson(f"<p>{title}: {self.tongues.html(count)}.</p>", values, self._back_through(box))

    def _of_module(self, box: Box, form: ArrayModuleForm) -> Lesson:
        about = f"<p>{self.tongues.html(form.title)}. {self.tongues.html(form.story)}</p>"
        forward = self._result(inline(form.out.latex), form.out.value, "value") + self._value(box.last)
        back = self.told(lambda teacher: teacher.module(form, 1), self._links(form.short).html)
        return Lesson(about, forward, back + self._gradient(box.last))

    def _back_through(self, box: Box) -> str:
        """What comes out at the other end of a box, of all its gates together."""
        shares = self.wiring.shares_into(box.gates, MOST_NAMED)
        rows = [self._result(self._derivative(node), share, "gradient", adds=True) for node, share in shares.items()]
        return "".join(f'<div class="share">{row}</div>' for row in rows)

    # --- parts

    def told(self, made: Callable[[ArrayGateTeacher], Iterable[Block]], code: Code = plain) -> str:
        """What the teacher says, in every language."""
        return linked(self.tongues.blocks(lambda words: made(ArrayGateTeacher(words)), code))

    def _equation(self, equation: ArrayEquation, role: Role) -> str:
        """A formula with its shapes, and the code; without one, what comes out."""
        html = self.told(lambda teacher: teacher.equation(equation, role=role), self._links(equation).html)
        return html if equation.code else html + self._result(inline(equation.left.latex), equation.left.value, role)

    def _result(self, left: str, value: Any, style: str, *, adds: bool = False) -> str:
        """A name and what it comes to: a number, or the shape and the range of an array."""
        text = self.tongues.html(lambda words: short_value(value, words))
        return f'<span class="equation"><span>{left}</span> <span>{"+=" if adds else "="} <span class="{style}">{text}</span></span></span>'

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
        return lead + self._result(self._derivative(node), seed, "gradient") + whole(seed, self.gradient_name(node), self.tongues)
