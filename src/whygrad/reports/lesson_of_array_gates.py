"""Gates on arrays as they are taught, one by one: the one source of what a derivation and a page say of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from whygrad.explaining.arrays.derivation import ArrayEquation, ArrayModuleForm, Why
from whygrad.reports.lesson import Block, Equation, Formula, Prose, Role
from whygrad.reports.lesson_of_gates import Teacher
from whygrad.text import Text, _
from whygrad.writing.latex import under


class ArrayGateTeacher(Teacher):
    """What is said of gates on arrays, in one language."""

    def equation(self, equation: ArrayEquation, level: int = 1, role: Role = "gradient", *, before: Sequence[str] = ()) -> Iterator[Block]:
        """An equation with its shapes, as code that runs; or that it has no formula."""
        left = equation.left
        if not equation.code:
            fields = {"name": f"`{left.name}`", "shape": times(left.shape)}
            yield self.prose(Text(_("{name}: I can't write this one as a formula; its shape is {shape}."), fields), level)
            return
        *lines, last = equation.code
        name = left.name
        if not equation.adds and (whole := in_its_own_name(equation)) is not None and " = " in whole[-1]:
            *lines, written = whole
            name, _sign, last = written.partition(" = ")
        sides = Formula(name, under(left.latex, left.shape)), Formula(last, equation.latex)
        shapes = {one.name: one.shape for one in (left, *equation.operands)}
        yield Equation(sides, level, role, shapes, is_result=False, sign="+=" if equation.adds else "=", before=(*before, *lines))

    def why(self, why: Why, level: int = 1) -> Prose:
        """A question of a reader's, and the answer."""
        return Prose(f"{self.say(why.question)} {self.say(why.answer)}", level, why=True)

    def module(self, form: ArrayModuleForm, level: int = 2) -> Iterator[Block]:
        """Several gates as one: what they hand down together, and why."""
        fields = {"name": f"`{form.out.name}`", "module": form.title, "argument": f"`{form.argument.name}`"}
        yield self.prose(Text(_("{name} is the {module} of {argument}. As one gate:"), fields), quiet=False)
        yield from self.equation(form.short, level)
        yield self.prose(Text(_("which is what its {n} gates come to together."), {"n": form.gates}), quiet=False)
        if form.steps:
            yield self.prose(_("From the long way to the short form, step by step:"), quiet=False)
            for step in form.steps:
                yield from self.equation(step, level)
        if form.why is not None:
            yield self.why(form.why, level)


def in_its_own_name(equation: ArrayEquation) -> list[str] | None:
    """Lines that make an array and write into it, with the name that it gets in the end; None for what is one expression."""
    *lines, last = equation.code
    if not lines or not lines[0].startswith(f"{last} = "):
        return None
    return [re.sub(rf"(?<![\w.]){re.escape(last)}(?!\w)", equation.left.name, line) for line in lines]


def times(shape: Sequence[int]) -> str:
    """A shape as people say it.

    >>> times((5, 3)), times(())
    ('5×3', '()')
    """
    return "×".join(map(str, shape)) or "()"
