"""Gates of numbers as they are taught, one by one: the one source of what a derivation and a page say of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whygrad.autodiff import notation
from whygrad.autodiff.symbolic import Symbol
from whygrad.explaining.derivation import Equation as Equated
from whygrad.explaining.derivation import GateStep, LocalGradient, ModuleForm, Path, SeveralForm, Side
from whygrad.explaining.steps import LONGEST_FORMULA
from whygrad.gates.table import Gate
from whygrad.reports.equations import formulas, number_formula, side_formula
from whygrad.reports.frame import harmless
from whygrad.reports.lesson import Block, Equation, Formula, Prose, Role, Way
from whygrad.reports.values import short
from whygrad.reports.words import Words
from whygrad.text import Text, _

#: What a reader asks at a gate; its story is the answer. A minus is asked about only where there is one.
QUESTIONS = {"add": _("Why 1?"), "multiply": _("Why swapped?")}
MINUS = _("Why the minus?")


class Teacher:
    """Says sentences in one language."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def say(self, text: Text | str) -> str:
        return harmless(self.words.say(text).replace("\n", " "))

    def prose(self, text: Text | str, level: int = 1, *, quiet: bool = True) -> Prose:
        return Prose(self.say(text), level, quiet)


class GateTeacher(Teacher):
    """What is said of gates, in one language."""

    def equation(self, equation: Equated, level: int = 1, role: Role = "gradient") -> Equation:
        return Equation(tuple(map(shown, formulas(equation))), level, role)

    # --- one gate

    def made(self, step: GateStep, level: int = 1) -> Equation:
        """How it makes its value: in names, in numbers."""
        code = formula(step.code)
        own = [formula(step.out)] if step.out.name and step.out.python != step.code.python else []
        numbers = with_numbers(step.gate, [one.value for one in step.operands])
        made = [one for one in (code, numbers) if len(one.text) <= LONGEST_FORMULA]
        return Equation(distinct([*own, *made, number_formula(step.out.value)]), level, "value")

    def local(self, local: LocalGradient, level: int = 1, role: Role = "gradient") -> Equation:
        """One of its local gradients."""
        return self.equation(local.equation, level, role)

    def handed_down(self, above: Symbol, local: Symbol, share: float, level: int = 1) -> Equation:
        """The gradient from above × a local gradient."""
        names, numbers = Side(((above, local),)), Side(((Symbol(above.value), Symbol(local.value)),))
        return Equation(distinct([side_formula(names), side_formula(numbers), number_formula(share)]), level)

    def part_of(self, gradient: Symbol, share: float, level: int = 1) -> Equation:
        """What is added to a gradient."""
        return Equation((formula(gradient), number_formula(share)), level, sign="+=")

    def why(self, step: GateStep, level: int = 1) -> Prose:
        """Its story, behind the question that it answers, if it answers one."""
        question = QUESTIONS.get(step.gate.name)
        if step.gate.name == "subtract" and any(local.equation.value < 0 for local in step.locals):
            question = MINUS
        story = self.say(step.gate.story)
        return Prose(story, level) if question is None else Prose(f"{self.say(question)} {story}", level, why=True)

    # --- several gates as one

    def module(self, form: ModuleForm) -> Iterator[Block]:
        """Its short local gradient, the long way round, and how the one becomes the other."""
        fields = {"name": f"`{form.out.python}`", "module": Text(form.module.title), "argument": f"`{form.argument.python}`"}
        yield self.prose(Text(_("{name} is the {module} of {argument}. As one gate:"), fields), quiet=False)
        yield self.equation(form.short, 2)
        yield from self.long_way(form)

    def long_way(self, form: ModuleForm) -> Iterator[Block]:
        """The local gradient gate by gate, and how it becomes the short one."""
        yield self.prose(_("and gate by gate, which comes to the same:"), quiet=False)
        yield self.equation(form.long, 2)
        if form.steps is not None:
            yield self.prose(_("From the long way to the short form, step by step:"), quiet=False)
            yield self.equation(form.steps, 2)

    def several(self, form: SeveralForm) -> Iterator[Block]:
        """A function of several numbers: its gradient by one of them, step by step, and why it is so."""
        numbers = self.words.all_of([f"`{number.python}`" for number in form.numbers])
        fields = {"name": f"`{form.out.python}`", "function": Text(form.function.title), "numbers": numbers}
        yield self.prose(
            Text(_("{name} is {function} of {numbers}. From the long way to the short form, step by step:"), fields), quiet=False
        )
        for equation in form.gradients:
            yield self.equation(equation, 2)
        share = f"exp({form.top.python} - {form.out.python})"
        answer = Text(form.function.answer, {"z": form.top.python, "share": share})
        yield Prose(f"{self.say(form.function.question)} {self.say(answer)}", 2, why=True)

    # --- paths

    def path(self, path: Path, seed: float = 1.0, level: int = 2) -> Iterator[Block]:
        """The way back, and below it the product of the local gradients, and of the output's own gradient if that isn't 1."""
        yield Way(tuple(formula(name) for name in (path.steps[0].out, *(step.wrt for step in path.steps))), level)
        above = [] if seed == 1 else [Symbol(seed)]
        local = side_formula(Side(((*above, *(step.local for step in path.steps)),)))
        numbers = side_formula(Side(((*above, *(Symbol(step.value) for step in path.steps)),)))
        yield Equation(distinct([shown(local), numbers, number_formula(path.product * seed)]), level + 1)

    def total(self, gradient: Symbol, terms: Sequence[float], level: int = 2) -> Equation:
        """A gradient as the sum over its paths."""
        side = side_formula(Side(tuple((Symbol(term),) for term in terms)))
        return Equation((formula(gradient), side, number_formula(gradient.value)), level)


def before(n: int) -> Text:
    """That the way forward doesn't begin at its beginning."""
    return Text(
        _("… {n} value before these is left out; `--long` gives all."),
        {"n": n},
        plural=_("… {n} values before these are left out; `--long` gives all."),
    )


def formula(symbol: Symbol) -> Formula:
    """A symbol, in both ways of writing."""
    return Formula(harmless(symbol.python), symbol.latex)


def shown(formula: Formula) -> Formula:
    """A formula whose text holds nothing that a terminal would obey."""
    return Formula(harmless(formula.text), formula.latex)


def with_numbers(gate: Gate, operands: Sequence[float]) -> Formula:
    """A gate of numbers, as it would be written.

    >>> from whygrad.gates.arithmetic import multiply
    >>> with_numbers(multiply, [3.0, -4.0])
    Formula(text='3 * (-4)', latex='3 \\\\cdot \\\\left(-4\\\\right)')
    """
    texts = [short(float(one)) for one in operands]
    python = [notation.Part(text, notation.SIGN if text.startswith("-") else notation.ATOM) for text in texts]
    latex = [notation.latex_of_number(text) for text in texts]
    return Formula(harmless(notation.python(gate, python).text), notation.latex(gate, latex).text)


def distinct(sides: Sequence[Formula]) -> tuple[Formula, ...]:
    """The sides, none of which looks like one before it."""
    first: dict[str, Formula] = {}
    for one in sides:
        first.setdefault(one.text, one)
    return tuple(first.values())
