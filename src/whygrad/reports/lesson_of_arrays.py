"""The derivation of a function or a program on arrays as a lesson: what each gate hands down, the shapes below, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

import numpy as np

from whygrad.autodiff.notation import latex_of_number
from whygrad.explaining.arrays.derivation import ArrayDerivation, ArrayEquation, ArrayInput, ArrayModuleForm, ArrayStep, Named, Shared, Why
from whygrad.reports.frame import harmless
from whygrad.reports.lesson import Block, Equation, Formula, GateHead, Heading, Lesson
from whygrad.reports.lesson_of_array_gates import ArrayGateTeacher, in_its_own_name, times
from whygrad.reports.lesson_of_gates import before
from whygrad.reports.values import short
from whygrad.reports.words import Words
from whygrad.text import Text, _

#: Entries of a gradient that are shown.
MOST_ENTRIES = 24
#: Numbers on one line of a formula.
LONGEST_ROW = 8
#: Arrays that are named in one sentence.
MOST_NAMES = 16
#: Reasons that are a general rule: told where it is met first; of one of them, what it holds for too is said there.
_ADDED = "Why is it added here?"
_RULES = frozenset(
    {_ADDED, "Why 1?", "Why the minus?", "Why swapped?", "Why the transpose?", "Why no transpose?", "Why the outer product?"}
)


def lesson_of_arrays(derivation: ArrayDerivation, words: Words) -> Lesson:
    """The lesson, in the language of the words."""
    teacher = _Teacher(derivation, words)
    what = derivation.subject if derivation.subject and derivation.subject != derivation.file else PurePath(derivation.file).name
    title = words.say(Text(_("The chain rule for {name}"), {"name": f"`{what}`"}))
    return Lesson(harmless(title), harmless(derivation.file), words.language, tuple(teacher.blocks()))


class _Teacher(ArrayGateTeacher):
    """One derivation, in one language."""

    def __init__(self, derivation: ArrayDerivation, words: Words) -> None:
        super().__init__(words)
        self.derivation = derivation
        self.told: set[str] = set()
        self.begun: set[str] = set()  # gradients that have something to be added to
        shares = (share for step in derivation.steps for share in step.shared)
        self.added = list(dict.fromkeys(share.to.name for share in shares for why in share.whys if why.question.template == _ADDED))

    def blocks(self) -> Iterator[Block]:
        derivation = self.derivation
        yield from self.lead()
        yield Heading(self.say(_("The way forward")))
        yield from self.sizes()
        if derivation.more_forward:
            yield self.prose(before(derivation.more_forward))
        for equation in derivation.forward:
            yield from self.equation(equation, role="value")
        if derivation.letters:
            letters = derivation.letters
            fields = {"n": len(letters), "name": f"`{letters[0]}`", "last": f"`{letters[-1]}`"}
            text = Text(_("{name} is my name for a part of a line."), fields, plural=_("{name} to {last} are my names for parts of lines."))
            yield self.prose(text)
        long, short_ = _("Gate by gate, from the output back"), _("From one named value to the next, from the output back")
        yield Heading(self.say(long if derivation.form == "long" else short_))
        yield from self.start()
        for step in derivation.steps:
            yield from self.step(step)
        if derivation.more_steps:
            fields = {"n": derivation.more_steps}
            text = Text(_("… and {n} step more; `--long` gives all."), fields, plural=_("… and {n} steps more; `--long` gives all."))
            yield self.prose(text)
        if derivation.modules:
            yield Heading(self.say(_("Several gates seen as one")))
            for form in derivation.modules:
                yield from self.module_once(form)
        yield Heading(self.say(_("The gradients")))
        for one in derivation.inputs:
            yield from self.gradient(one)

    # --- the parts

    def lead(self) -> Iterator[Block]:
        derivation = self.derivation
        assert derivation.output is not None
        names = [f"∂{derivation.output.name}/∂{one.value.name}" for one in derivation.inputs]
        if not derivation.output.shape:
            yield self.prose(Text(_("What follows is the chain rule for {names}."), {"names": self.words.all_of(names)}), 0, quiet=False)
            one = derivation.inputs[0]
            fields = {"d": f"`{one.gradient_name}`", "partial": names[0], "x": f"`{one.value.name}`"}
            yield self.prose(Text(_("{d} is short for {partial}; a gradient has the shape of what it belongs to."), fields), 0)
        else:
            fields = {
                "names": self.words.all_of([f"`{one.value.name}`" for one in derivation.inputs]),
                "out": f"`{derivation.output.name}`",
            }
            yield self.prose(Text(_("What follows is the chain rule from {out} back to {names}."), fields), 0, quiet=False)
            assert derivation.above is not None
            text = _("{out} is an array, so {d} is given from above; the numbers here are for a 1 in each of its entries.")
            yield self.prose(Text(text, {**fields, "d": f"`{derivation.above.name}`"}), 0)
        for note in derivation.notes:
            yield self.prose(note, 0)

    def sizes(self) -> Iterator[Block]:
        derivation = self.derivation
        inputs = [one.value for one in derivation.inputs]
        yield self.prose(Text(_("Inputs: {names}."), {"names": _with_shapes(inputs)}), quiet=False)
        given = [*derivation.beside, *derivation.given]
        if given:
            yield self.prose(Text(_("Given: {names}."), {"names": _with_shapes(given)}), quiet=False)

    def start(self) -> Iterator[Block]:
        """The gradient of the output by itself."""
        above, output = self.derivation.above, self.derivation.output
        assert above is not None and output is not None
        if not output.shape:
            yield Equation((Formula(above.name, above.latex), Formula("1", "1")))
            text = Text(
                _("{out} changes exactly as much as itself, so its own gradient is 1: here the way back begins."),
                {"out": f"`{output.name}`"},
            )
            yield self.prose(text)

    def step(self, step: ArrayStep) -> Iterator[Block]:
        title = self.say(step.title)
        if step.span is not None:
            title = self.say(Text(_("{gate}, line {line}"), {"gate": title, "line": step.span.line}))
        yield GateHead(_whole(step.forward), title)
        reasons: list[Why] = []
        for share in step.shared:
            yield from self.begin(share.equation, 2)
            reasons += [why for why in self.new(share) if why not in reasons]
        for why in reasons:
            yield self.why(why, 2)
            if why.question.template == _ADDED and (others := self.added[1:]):
                names = [f"`{name}`" for name in others[:MOST_NAMES]] + ["…"] * (len(others) > MOST_NAMES)
                fields = {"n": len(others), "names": self.words.all_of(names) if names[-1] != "…" else ", ".join(names)}
                text = Text(
                    _("So it is for {names}, which goes into several gates too."),
                    fields,
                    plural=_("So it is for {names}, which go into several gates too."),
                )
                yield self.prose(text, 2)
        if step.story is not None and step.story.template not in self.told and not any(share.whys for share in step.shared):
            self.told.add(step.story.template)
            yield self.prose(step.story, 2)

    def module_once(self, form: ArrayModuleForm) -> Iterator[Block]:
        yield from self.module(form)
        if form.why is None and form.story.template not in self.told:
            self.told.add(form.story.template)
            yield self.prose(form.story, 2)

    def new(self, share: Shared) -> Iterator[Why]:
        """The reasons that weren't told before."""
        for why in share.whys:
            key = why.question.template if why.question.template in _RULES else f"{why.question.template} {share.to.name}"
            if key not in self.told:
                self.told.add(key)
                yield why

    def begin(self, equation: ArrayEquation, level: int) -> Iterator[Block]:
        """An equation; before the first that adds to a gradient, zeros to add to, so that the lines run as they stand."""
        left, before = equation.left, list[str]()
        if equation.adds and equation.code and left.name not in self.begun:
            self.begun.add(left.name)
            before.append(f"{left.name} = np.zeros({left.shape})" if left.shape else f"{left.name} = 0.0")
        yield from self.equation(equation, level, before=before)

    def gradient(self, one: ArrayInput) -> Iterator[Block]:
        value = np.asarray(one.gradient)
        if not one.uses and self.derivation.output is not None and one.value.name != self.derivation.output.name:
            text = Text(
                _("{name} is 0: no gate hands anything down to {x}."), {"name": f"`{one.gradient_name}`", "x": f"`{one.value.name}`"}
            )
            yield self.prose(text, quiet=False)
        elif value.size > MOST_ENTRIES:
            fields = {"name": f"`{one.gradient_name}`", "shape": times(value.shape), "low": float(value.min()), "high": float(value.max())}
            yield self.prose(Text(_("{name} has shape {shape}, and entries from {low} to {high}."), fields), quiet=False)
        elif value.ndim == 0:
            number = short(float(value))
            yield Equation((Formula(one.gradient_name, one.gradient_latex), Formula(number, latex_of_number(number).text)))
        else:
            rows = np.array2string(value, separator=", ", formatter={"float_kind": lambda number: short(float(number))})
            yield Equation((Formula(one.gradient_name, one.gradient_latex), Formula(rows, _matrix(value))))


def _whole(equation: ArrayEquation) -> Formula:
    """A gate's own equation, its code on several lines if it needs them."""
    if not equation.code:
        return Formula(equation.left.name, equation.left.latex)
    code = "\n".join(in_its_own_name(equation) or [*equation.code[:-1], f"{equation.left.name} = {equation.code[-1]}"])
    return Formula(code, f"{equation.left.latex} = {equation.latex}")


def _with_shapes(values: Sequence[Named]) -> str:
    shown = [f"`{one.name}`" + (f" ({times(one.shape)})" if one.shape else "") for one in values[:MOST_NAMES]]
    return ", ".join([*shown, *(["…"] if len(values) > MOST_NAMES else [])])


def _matrix(value: np.ndarray) -> str:
    """A small array in LaTeX: matrices as such, more axes as matrices one after another, a long row on several lines."""
    numbers = [latex_of_number(short(float(one))).text for one in value.reshape(-1)]
    if value.ndim > 2:
        return rf"\left({', '.join(map(_matrix, value))}\right)"
    if value.ndim == 2:
        width = value.shape[1]
        rows = [" & ".join(numbers[k : k + width]) for k in range(0, len(numbers), width)] if width else []
        return r"\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}"
    rows = [", ".join(numbers[k : k + LONGEST_ROW]) for k in range(0, len(numbers), LONGEST_ROW)]
    if len(rows) < 2:
        return rf"\left({''.join(rows)}\right)"
    return r"\left(\begin{aligned} &" + r", \\ &".join(rows) + r" \end{aligned}\right)"
