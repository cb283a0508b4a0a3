"""A derivation as an object: data to work with, LaTeX, and a blackboard that prints itself."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from whygrad.checking.report import Problem, Span
from whygrad.explaining.arrays.derivation import ArrayDerivation
from whygrad.explaining.derivation import Derivation, Equation, GateStep, InputDerivation, ModuleForm, Path, SeveralForm, Stage
from whygrad.reports import equations
from whygrad.reports.array_derivation_json import array_document
from whygrad.reports.blackboard import blackboard, lesson_of
from whygrad.reports.json import alone, dumped, problem_object, span_object
from whygrad.reports.lesson import Lesson
from whygrad.reports.lesson_of_numbers import Form
from whygrad.reports.words import Words, words
from whygrad.text import Text, _

SCHEMA = "whygrad-derivation/1"
FORMS = ("short", "long")


@dataclass(frozen=True, repr=False)
class DerivationReport:
    """The derivation of one program. `print` it, or ask for its parts.

    >>> import whygrad
    >>> derivation = whygrad.derive("x = 3.0\\ny = x * x\\n")
    >>> derivation.ok, derivation.gradients
    (True, {'x': 6.0})
    """

    derivation: Derivation | ArrayDerivation
    words: Words = field(default_factory=words)

    @property
    def ok(self) -> bool:
        """Could it be done?"""
        return self.derivation.ok

    @property
    def gradients(self) -> dict[str, Any]:
        """Each input's gradient, a number or an array."""
        if isinstance(self.derivation, ArrayDerivation):
            return dict(self.derivation.gradients)
        return {one.name.python: one.gradient for one in self.derivation.inputs}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What stood in the way."""
        return self.derivation.problems

    def to_dict(self) -> dict[str, Any]:
        """The derivation as the JSON document `whygrad-derivation/1`, in Python's own types.

        >>> import whygrad
        >>> whygrad.derive("x = 3.0\\ny = x * x\\n").to_dict()["inputs"][0]["paths"]["count"]
        2
        """
        if isinstance(self.derivation, ArrayDerivation):
            return array_document(self.derivation, self.words)
        return _Writer(self.derivation, self.words).document()

    def to_json(self) -> str:
        """The derivation as JSON text.

        >>> import json, whygrad
        >>> json.loads(whygrad.derive("x = 3.0\\ny = x * x\\n").to_json())["output"]
        {'name': 'y', 'value': 9.0}
        """
        return dumped(self.to_dict())

    def lesson(self, form: Form = "long") -> Lesson:
        """The derivation as the blocks that each format renders; raises ValueError where it could not be done, or there is no such form."""
        check_form(form, self.words)
        if not self.ok:
            raise ValueError(" ".join(self.words.say(problem.message) for problem in self.problems))
        return lesson_of(self.derivation, self.words, form)

    def latex(self, form: Form = "long", *, document: bool = False) -> str:
        """LaTeX: a part to paste into a text that uses amsmath and amssymb, or a document of its own.

        >>> import whygrad
        >>> r"\\frac{\\partial y}{\\partial x} &= 2" in whygrad.derive("x = 3.0\\ny = 2 * x\\n").latex()
        True
        """
        from whygrad.reports.lesson_latex import latex_document, latex_part

        return (latex_document if document else latex_part)(self.lesson(form))

    def markdown(self, form: Form = "long") -> str:
        """Markdown, with formulas as GitHub shows them.

        >>> import whygrad
        >>> "```math" in whygrad.derive("x = 3.0\\ny = 2 * x\\n").markdown()
        True
        """
        from whygrad.reports.lesson_markdown import markdown

        return markdown(self.lesson(form))

    def html(self, form: Form = "long") -> str:
        """One HTML file, its formulas in MathML. Raises NoMathML, an ImportError, if the library that writes them isn't installed.

        >>> import whygrad
        >>> "<mfrac>" in whygrad.derive("x = 3.0\\ny = 2 * x\\n").html()
        True
        """
        from whygrad.reports.lesson_html import HOW_TO_INSTALL, NO_MATHML, NoMathML, html

        try:
            return html(self.lesson(form))
        except NoMathML:
            raise NoMathML(f"{self.words.say(NO_MATHML)} {self.words.say(HOW_TO_INSTALL)}") from None

    def hypertext(self, form: Form = "long") -> str:
        """The derivation as HTML for a notebook: its formulas in MathML, or, where the library for these is missing, as text.

        >>> import whygrad
        >>> "<math" in whygrad.derive("x = 3.0\\ny = x * x\\n").hypertext()
        True
        """
        check_form(form, self.words)
        from whygrad.reports.hypertext import WIDTH, hypertext
        from whygrad.reports.lesson_html import NoMathML, part

        try:
            return part(self.lesson(form))
        except (NoMathML, ValueError):
            return hypertext(blackboard(self.derivation, self.words, WIDTH, form))

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return self.hypertext(self.derivation.form if isinstance(self.derivation, ArrayDerivation) else "long")

    def painted(self, width: int, *, color: bool, form: Form = "long") -> str:
        """The blackboard, for a terminal of this width.

        >>> import whygrad
        >>> "∂y/∂x = 2 * x = 6" in whygrad.derive("x = 3.0\\ny = x * x\\n").painted(80, color=False)
        True
        """
        check_form(form, self.words)
        from whygrad.reports.screen import painted

        return painted(blackboard(self.derivation, self.words, width, form), color=color)

    def __str__(self) -> str:
        from whygrad.reports.screen import printable, screen_width

        return printable(self.painted(screen_width(), color=False))

    __repr__ = __str__


def check_form(form: str, words: Words) -> None:
    """Raises ValueError for a form that there isn't."""
    if form not in FORMS:
        known = ", ".join(f'"{name}"' for name in FORMS)
        raise ValueError(words.say(Text(_("There is no form {name} here; there are {known}."), {"name": repr(form), "known": known})))


class _Writer:
    """Turns the parts of a derivation into JSON objects."""

    def __init__(self, derivation: Derivation, words: Words) -> None:
        self.derivation = derivation
        self.words = words

    def document(self) -> dict[str, Any]:
        derivation, output = self.derivation, self.derivation.output
        return {
            "schema": SCHEMA,
            "file": derivation.file,
            "language": self.words.language,
            "output": None if output is None else {"name": output.python, "value": alone(output.value)},
            "changes": [
                {"code": change.code, "message": self.words.say(change.message), "span": self.span(change.span)}
                for change in derivation.changes
            ],
            "notes": [self.words.say(note) for note in derivation.notes],
            "given": [self.equation(one) for one in derivation.given],
            "forward": [self.equation(one) for one in derivation.forward],
            "gates": [self.gate(one) for one in derivation.gates],
            "modules": [self.module(one) for one in derivation.modules],
            "several": [self.several(one) for one in derivation.several],
            "stages": [self.stage(one) for one in derivation.stages],
            "inputs": [self.input(one) for one in derivation.inputs],
            "more": asdict(derivation.left_out),
            "problems": [problem_object(one, derivation.file, self.words) for one in derivation.problems],
        }

    def span(self, span: Span | None) -> dict[str, Any] | None:
        return None if span is None else span_object(span, self.derivation.file)

    def equation(self, equation: Equation) -> dict[str, Any]:
        return {
            "text": " = ".join(equations.sides(equation)),
            "latex": " = ".join(equations.latex_sides(equation)),
            "value": alone(equation.value),
        }

    def gate(self, step: GateStep) -> dict[str, Any]:
        return {
            "gate": step.gate.name,
            "title": self.words.say(step.gate.title),
            "story": self.words.say(step.gate.story),
            "out": step.out.python,
            "code": step.code.python,
            "span": self.span(step.span),
            "local_gradients": [{"wrt": one.wrt.python, **self.equation(one.equation)} for one in step.locals],
        }

    def module(self, form: ModuleForm) -> dict[str, Any]:
        return {
            "module": form.module.name,
            "title": self.words.say(form.module.title),
            "story": self.words.say(form.module.story),
            "out": form.out.python,
            "argument": form.argument.python,
            "as_one_gate": self.equation(form.short),
            "gate_by_gate": self.equation(form.long),
            "step_by_step": None if form.steps is None else self.equation(form.steps),
        }

    def several(self, form: SeveralForm) -> dict[str, Any]:
        return {
            "function": form.function.name,
            "title": self.words.say(form.function.title),
            "out": form.out.python,
            "numbers": [one.python for one in form.numbers],
            "step_by_step": [self.equation(one) for one in form.gradients],
        }

    def stage(self, stage: Stage) -> dict[str, Any]:
        return {"name": stage.name.python, "uses": stage.uses, **self.equation(stage.equation)}

    def input(self, one: InputDerivation) -> dict[str, Any]:
        return {
            "name": one.name.python,
            "value": alone(one.name.value),
            "gradient": alone(one.gradient),
            "chain": self.equation(one.chain),
            "paths": {
                "count": one.path_count,
                "longest": one.longest,
                "shown": [self.path(path) for path in one.paths],
                "rest": alone(one.rest),
            },
        }

    def path(self, path: Path) -> dict[str, Any]:
        steps = [
            {
                "gate": step.gate.name,
                "span": self.span(step.span),
                "out": step.out.python,
                "wrt": step.wrt.python,
                "local_gradient": step.local.python,
                "value": alone(step.value),
                "so_far": alone(step.so_far),
            }
            for step in path.steps
        ]
        return {"product": alone(path.product), "steps": steps}


def told(derivation: Derivation | ArrayDerivation) -> Text | None:
    """What is said beside LaTeX: that the program was repaired."""
    if isinstance(derivation, ArrayDerivation) or not derivation.changes:
        return None
    n = len(derivation.changes)
    return Text(
        _("I derived the program with {n} change, as `whygrad check` finds it."),
        {"n": n},
        plural=_("I derived the program with {n} changes, as `whygrad check` finds them."),
    )
