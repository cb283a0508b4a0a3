"""A derivation on arrays, as data: what is computed, and what each gate hands down to each of its inputs.

Every equation is code that can be run: `code` are lines of NumPy whose last one gives the left side, made of `operands`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from whygrad.checking.report import Problem
from whygrad.text import Text
from whygrad.tracing.source import Span


@dataclass(frozen=True, eq=False)
class Named:
    """A value and the name that it goes by here; `code` is how the program writes it, where that is something else, and `own` the name
    that the program gives it, which it may give to others too.
    """

    name: str
    latex: str
    value: Any
    code: str = ""
    own: str = ""

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(getattr(self.value, "shape", ()))


@dataclass(frozen=True, eq=False)
class ArrayEquation:
    """`left` is what the right side comes to, or (`adds`) grows by that.

    `code` are lines of NumPy, the last of which is the equation; without any there is no formula, and the value alone is known.
    """

    left: Named
    code: tuple[str, ...]
    latex: str
    operands: tuple[Named, ...]
    value: Any
    adds: bool = False


@dataclass(frozen=True)
class Why:
    """A question that a reader has at this place, and the answer."""

    question: Text
    answer: Text


@dataclass(frozen=True, eq=False)
class Shared:
    """What a gate hands down to one of its inputs."""

    to: Named
    equation: ArrayEquation
    whys: tuple[Why, ...] = ()


@dataclass(frozen=True, eq=False)
class ArrayStep:
    """A gate, or several that are seen as one: what it computes, where, and what it hands down."""

    forward: ArrayEquation
    title: Text
    story: Text | None
    span: Span | None
    shared: tuple[Shared, ...]


@dataclass(frozen=True, eq=False)
class ArrayModuleForm:
    """Several gates seen as one, beside them: `out` is a well-known function of `argument`, and `short` is what it hands down.

    `steps` lead there from what the gates hand down one by one; each comes to the same value.
    """

    title: Text
    story: Text
    out: Named
    argument: Named
    short: ArrayEquation
    why: Why | None
    gates: int
    steps: tuple[ArrayEquation, ...] = ()


@dataclass(frozen=True, eq=False)
class ArrayInput:
    """An input, its gradient, and how many gates it goes into."""

    value: Named
    gradient: Any
    gradient_name: str
    gradient_latex: str
    uses: int


@dataclass(frozen=True)
class ArrayDerivation:
    """The chain rule for one output of a function or a program on arrays, or the problem that stands in its way.

    `above` is the gradient from above, 1 for a number. `forward` is in the order of execution, `steps` go from the output back.
    """

    file: str
    source: str
    form: Literal["short", "long"] = "long"
    subject: str = ""
    output: Named | None = None
    above: Named | None = None
    given: tuple[Named, ...] = ()  # what is no input, and has a name: labels, masks, constants
    beside: tuple[Named, ...] = ()  # floats of the program that are not differentiated by
    inputs: tuple[ArrayInput, ...] = ()
    forward: tuple[ArrayEquation, ...] = ()
    steps: tuple[ArrayStep, ...] = ()
    modules: tuple[ArrayModuleForm, ...] = ()
    letters: tuple[str, ...] = ()
    more_steps: int = 0  # at the end of the way back
    more_forward: int = 0  # at the beginning of the way forward
    notes: tuple[Text, ...] = ()
    problems: tuple[Problem, ...] = ()
    gradients: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def ok(self) -> bool:
        """Could it be done?"""
        return self.output is not None
