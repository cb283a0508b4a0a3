"""A derivation as an object: data to work with, LaTeX, and a blackboard that prints itself."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import Any

from whygrad.checking.report import Problem, Span
from whygrad.explaining.derivation import Derivation, Equation, GateStep, InputDerivation, ModuleForm, Path, Stage
from whygrad.reports import equations
from whygrad.reports.json import alone, dumped, problem_object, span_object
from whygrad.reports.words import Words, words
from whygrad.text import Text, _

SCHEMA = "whygrad-derivation/1"


@dataclass(frozen=True, repr=False)
class DerivationReport:
    """The derivation of one program. `print` it, or ask for its parts.

    >>> import whygrad
    >>> derivation = whygrad.derive("x = 3.0\\ny = x * x\\n")
    >>> derivation.ok, derivation.gradients
    (True, {'x': 6.0})
    """

    derivation: Derivation
    words: Words = field(default_factory=words)

    @property
    def ok(self) -> bool:
        """Could it be done?"""
        return self.derivation.ok

    @property
    def gradients(self) -> dict[str, float]:
        """Each input's gradient."""
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
        return _Writer(self.derivation, self.words).document()

    def to_json(self) -> str:
        """The derivation as JSON text.

        >>> import json, whygrad
        >>> json.loads(whygrad.derive("x = 3.0\\ny = x * x\\n").to_json())["output"]
        {'name': 'y', 'value': 9.0}
        """
        return dumped(self.to_dict())

    def latex(self) -> str:
        """The chain rule for each input, as an `aligned` environment.

        >>> import whygrad
        >>> print(whygrad.derive("x = 3.0\\ny = 2 * x\\n").latex(), end="")
        \\[
        \\begin{aligned}
        \\frac{\\partial y}{\\partial x}
          &= 2
        \\end{aligned}
        \\]
        """
        return "\n".join(_aligned(one.chain) for one in self.derivation.inputs)

    def painted(self, width: int, *, color: bool) -> str:
        """The blackboard, for a terminal of this width.

        >>> import whygrad
        >>> "∂y/∂x = 2 * x = 6" in whygrad.derive("x = 3.0\\ny = x * x\\n").painted(80, color=False)
        True
        """
        from whygrad.reports.blackboard import blackboard
        from whygrad.reports.screen import painted

        return painted(blackboard(self.derivation, self.words, width), color=color)

    def __str__(self) -> str:
        from whygrad.reports.screen import fitting, screen_width

        return fitting(self.painted(screen_width(), color=False), getattr(sys.stdout, "encoding", None)).rstrip("\n")

    __repr__ = __str__


def _aligned(equation: Equation) -> str:
    first, *rest = equations.latex_sides(equation)
    rows = [first, *(f"  &= {side}" + (r" \\" if position < len(rest) - 1 else "") for position, side in enumerate(rest))]
    return "\n".join([r"\[", r"\begin{aligned}", *rows, r"\end{aligned}", r"\]", ""])


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
            "forward": [self.equation(one) for one in derivation.forward],
            "gates": [self.gate(one) for one in derivation.gates],
            "modules": [self.module(one) for one in derivation.modules],
            "stages": [self.stage(one) for one in derivation.stages],
            "inputs": [self.input(one) for one in derivation.inputs],
            "more": {"gates": derivation.more_gates, "stages": derivation.more_stages, "inputs": derivation.more_inputs},
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


def told(derivation: Derivation) -> Text | None:
    """What is said beside LaTeX: that the program was repaired."""
    if not derivation.changes:
        return None
    n = len(derivation.changes)
    return Text(
        _("I derived the program with {n} change, as `whygrad check` finds it."),
        {"n": n},
        plural=_("I derived the program with {n} changes, as `whygrad check` finds them."),
    )
