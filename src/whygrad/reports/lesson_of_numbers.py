"""The derivation of a program of numbers as a lesson: the way forward, gate by gate, stage by stage, path by path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from typing import Literal

from whygrad.checking.report import Edit
from whygrad.explaining.derivation import Derivation, GateStep, InputDerivation, Stage
from whygrad.explaining.steps import LONGEST_FORMULA, partial
from whygrad.reports.changes import changed_lines
from whygrad.reports.equations import number_formula
from whygrad.reports.frame import gutter_width, harmless
from whygrad.reports.lesson import Block, Changes, Equation, Formula, GateHead, Heading, Lesson, Prose, Row
from whygrad.reports.lesson_of_gates import GateTeacher, before, formula
from whygrad.reports.words import Words
from whygrad.text import Text, _

#: Short: the chain rule from one named value to the next. Long: every gate and every path, too.
Form = Literal["short", "long"]
#: Local gradients of one gate that are written out.
MOST_LOCALS = 8


def lesson_of_numbers(derivation: Derivation, words: Words, form: Form = "long") -> Lesson:
    """The lesson, in the language of the words."""
    teacher = _Teacher(derivation, words)
    title = words.say(Text(_("The chain rule for {name}"), {"name": f"`{PurePath(derivation.file).name}`"}))
    return Lesson(harmless(title), harmless(derivation.file), words.language, tuple(teacher.blocks(form)))


class _Teacher(GateTeacher):
    """One derivation, in one language."""

    def __init__(self, derivation: Derivation, words: Words) -> None:
        super().__init__(words)
        self.derivation = derivation
        self.told: set[str] = set()

    def blocks(self, form: Form) -> Iterator[Block]:
        yield from self.lead()
        yield from self.changes()
        yield from self.section(_("The way forward"), self.forward())
        if form == "long":
            yield from self.section(_("Gate by gate, from the output back"), self.gates())
            yield from self.section(_("Several gates seen as one"), self.modules())
        yield from self.section(_("The chain rule, stage by stage"), self.stages())
        if form == "long":
            yield from self.section(_("The chain rule, path by path"), self.paths())

    def section(self, heading: str, blocks: Iterator[Block]) -> list[Block]:
        found = list(blocks)
        return [Heading(self.say(heading)), *found] if found else []

    # --- the parts of a derivation

    def lead(self) -> Iterator[Block]:
        derivation = self.derivation
        assert derivation.output is not None
        names = [f"∂{derivation.output.python}/∂{one.name.python}" for one in derivation.inputs]
        yield self.prose(Text(_("What follows is the chain rule for {names}."), {"names": self.words.all_of(names)}), 0, quiet=False)
        if derivation.left_out.inputs:
            fields = {"n": derivation.left_out.inputs}
            text = Text(_("There is {n} more input; `--wrt` names it."), fields, plural=_("There are {n} more inputs; `--wrt` names them."))
            yield self.prose(text, 0)
        for note in derivation.notes:
            yield self.prose(note, 0)

    def changes(self) -> Iterator[Block]:
        """What was repaired before the program was run."""
        found = self.derivation.changes
        if not found:
            return
        yield Heading(self.say(_("I derive the program with these changes, as `whygrad check` finds them:")))
        edits: list[Edit] = []
        for change in found:
            yield self.prose(change.message, quiet=False)
            edits += change.fix.edits if change.fix is not None else ()
        yield Changes(changed_lines(self.derivation.source, edits), gutter_width(change.span for change in found) + 2)

    def forward(self) -> Iterator[Block]:
        inputs = [Equation((formula(one.name), number_formula(one.name.value)), role="value") for one in self.derivation.inputs]
        if inputs:
            yield Row(tuple(inputs))
        if plain := tuple(self.equation(one, role="value") for one in self.derivation.given if not one.sides):
            yield Row(plain)
        yield from (self.equation(one, role="value") for one in self.derivation.given if one.sides)
        yield from self.more(before(self.derivation.left_out.forward))
        for equation in self.derivation.forward:
            yield self.equation(equation, role="value")
        letters = self.derivation.letters
        if letters:
            fields = {"n": len(letters), "name": f"`{letters[0]}`", "last": f"`{letters[-1]}`"}
            text = Text(_("{name} is my name for a part of a line."), fields, plural=_("{name} to {last} are my names for parts of lines."))
            yield self.prose(text)
        for name in self.derivation.numbered:
            fields = {"first": f"{name}₁", "second": f"{name}₂", "name": name}
            yield self.prose(Text(_("`{first}`, `{second}`, … are the values that `{name}` has, one after another."), fields))

    def gates(self) -> Iterator[Block]:
        for step in self.derivation.gates:
            yield from self.gate(step)
        fields = {"n": self.derivation.left_out.gates}
        yield from self.more(
            Text(_("… and {n} gate more; `--long` gives all."), fields, plural=_("… and {n} gates more; `--long` gives all."))
        )

    def gate(self, step: GateStep) -> Iterator[Block]:
        code = formula(step.code)
        if len(step.code.python) > LONGEST_FORMULA:
            code = formula(step.out)
        elif step.out.name and step.out.python != step.code.python:
            code = Formula(f"{harmless(step.out.python)} = {code.text}", f"{step.out.latex} = {code.latex}")
        title = self.say(step.gate.title)
        if step.span is not None:
            title = self.say(Text(_("{gate}, line {line}"), {"gate": title, "line": step.span.line}))
        yield GateHead(code, title)
        yield Row(tuple(self.local(local, 2) for local in step.locals[:MOST_LOCALS]), 2)
        more = Text(_("… and {n} input more."), {"n": len(step.locals) - MOST_LOCALS}, plural=_("… and {n} inputs more."))
        yield from self.more(more, 2)
        why = self.why(step, 2)
        key = f"{step.gate.name}?" if why.why else step.gate.name
        if key not in self.told:
            self.told |= {key, step.gate.name}
            yield why

    def modules(self) -> Iterator[Block]:
        for form in self.derivation.modules:
            yield from self.module(form)
            if form.module.name not in self.told:
                self.told.add(form.module.name)
                yield self.prose(form.module.story, 2)
        for several in self.derivation.several:
            *blocks, why = self.several(several)
            yield from blocks
            if several.function.name not in self.told:
                self.told.add(several.function.name)
                yield why

    def stages(self) -> Iterator[Block]:
        for stage in self.derivation.stages:
            yield self.equation(stage.equation)
            if stage.uses > 1 and stage.equation.sides and "fork" not in self.told:
                self.told.add("fork")
                yield Prose(f"{self.say(_('Why is it added here?'))} {self.say(_forked(stage))}", 2, why=True)
            if not stage.equation.sides:
                text = _("It goes into {n} values, and this is the sum over them.")
                yield self.prose(Text(text, {"n": stage.uses}), 2)
        fields = {"n": self.derivation.left_out.stages}
        yield from self.more(
            Text(_("… and {n} stage more; `--long` gives all."), fields, plural=_("… and {n} stages more; `--long` gives all."))
        )

    def paths(self) -> Iterator[Block]:
        for one in self.derivation.inputs:
            yield from self.input(one)

    def input(self, one: InputDerivation) -> Iterator[Block]:
        assert self.derivation.output is not None
        gradient = f"∂{self.derivation.output.python}/∂{one.name.python}"
        fields = {"gradient": gradient, "n": one.path_count, "count": _count(one.path_count)}
        yield self.prose(Text(_("{gradient}: one path."), fields, plural=_("{gradient}: the sum over {count} paths.")), quiet=False)
        if not one.longest:  # the output is the input
            yield self.equation(one.chain, 2)
            return
        shown: dict[tuple[Block, ...], int] = Counter(tuple(self.path(path)) for path in one.paths)
        for blocks, times in shown.items():
            yield from blocks
            if times > 1:
                text = Text(_("{n} paths are alike: a value that goes into a gate twice has a path through each."), {"n": times})
                yield self.prose(text, 3)
        yield from self.other_paths(one)
        if one.path_count > 1 and one.paths:
            terms = [path.product for path in one.paths] + ([one.rest] if one.more else [])
            yield self.total(partial(self.derivation.output, one.name, one.gradient), terms)

    def other_paths(self, one: InputDerivation) -> Iterator[Block]:
        if one.more and not one.paths:
            text = Text(
                _("The path has {gates} gates, too many to write out; the stages say it."),
                {"n": one.path_count, "gates": one.longest},
                plural=_("They have up to {gates} gates each, too many to write out; the stages say it."),
            )
            yield self.prose(text, 2)
        elif one.more:
            fields = {"n": one.more, "count": _count(one.more), "rest": one.rest}
            text = Text(
                _("These are the largest; one more path comes to {rest}."),
                fields,
                plural=_("These are the largest; the {count} other paths sum to {rest}."),
            )
            yield self.prose(text, 2)

    def more(self, text: Text, level: int = 1) -> Iterator[Block]:
        """How many things are left out, if any are."""
        if text.fields["n"] > 0:
            yield self.prose(text, level)


def _forked(stage: Stage) -> Text:
    """Why the gradient of a value that goes into several is a sum."""
    fields = {"x": f"`{stage.name.python}`", "n": stage.uses}
    return Text(
        _("{x} goes into {n} value. A change of it moves the output through that, and the gradient is what comes back."),
        fields,
        plural=_(
            "{x} goes into {n} values. A change of it moves the output through each of them, and small changes add up: its gradient is the "
            "sum over them."
        ),
    )


def _count(count: int) -> str:
    """How many paths: in full as far as a person would read it."""
    return str(count) if count < 1_000_000_000 else f"{count:.2e}" if count < 10**300 else f"10^{len(str(count)) - 1}"
