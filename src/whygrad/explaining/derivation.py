"""A derivation, as data: what is differentiated, every gate's local gradient, the chain rule stage by stage and path by path.

Words come last, in `reports`. Everything that will be written as an equation has the numbers of both its sides.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from whygrad.autodiff.symbolic import Symbol
from whygrad.checking.report import Finding, Problem
from whygrad.gates.modules import Module
from whygrad.gates.several import Several
from whygrad.gates.table import Gate
from whygrad.text import Text
from whygrad.tracing.source import Span


@dataclass(frozen=True)
class Side:
    """One side of an equation: a sum of products.

    >>> Side(((Symbol(2.0), Symbol(3.0)), (Symbol(1.0),))).value
    7.0
    """

    terms: tuple[tuple[Symbol, ...], ...]

    @property
    def value(self) -> float:
        return math.fsum(math.prod(factor.value for factor in term) for term in self.terms)


@dataclass(frozen=True)
class Equation:
    """`left` is each of the `sides`, and in the end this number."""

    left: Symbol
    sides: tuple[Side, ...]
    value: float


@dataclass(frozen=True)
class LocalGradient:
    """One input of a gate: ∂out/∂input as a formula in the program's own names."""

    equation: Equation
    wrt: Symbol


@dataclass(frozen=True)
class GateStep:
    """A gate: what it makes, where in the program, its local gradients, and what goes into it, numbers that are written out too."""

    out: Symbol
    code: Symbol
    gate: Gate
    span: Span | None
    locals: tuple[LocalGradient, ...]
    operands: tuple[Symbol, ...]


@dataclass(frozen=True)
class ModuleForm:
    """Several gates seen as one, and how they make their value: the short local gradient beside the long way round, and the steps from
    this to that, if it has any.
    """

    module: Module
    out: Symbol
    argument: Symbol
    made: Equation
    short: Equation
    long: Equation
    steps: Equation | None = None


@dataclass(frozen=True)
class SeveralForm:
    """Several gates seen as one function of several numbers, the value belonging to `top` among them: its gradient by that one, and, if
    the others are different, by one of those, each from the long way to the short form.
    """

    function: Several
    out: Symbol
    numbers: tuple[Symbol, ...]
    top: Symbol
    gradients: tuple[Equation, ...]


@dataclass(frozen=True)
class Stage:
    """The gradient of one named value, from those of the values that it goes into; of more than a few, only how many."""

    name: Symbol
    equation: Equation
    uses: int


@dataclass(frozen=True)
class Step:
    """One gate on a path, from the output back: its local gradient, and the product of all up to here."""

    gate: Gate
    span: Span | None
    out: Symbol
    wrt: Symbol
    local: Symbol
    value: float
    so_far: float


@dataclass(frozen=True)
class Path:
    """A path from the output back to an input, and the product along it."""

    steps: tuple[Step, ...]
    product: float


@dataclass(frozen=True)
class InputDerivation:
    """All that concerns one input: its value, its gradient, and the paths whose products add up to it.

    `chain` is the chain rule through the named values in one equation. Of `path_count` paths, those that are not in `paths`
    add up to `rest`; one that is longer than a person would read is not written out.
    """

    name: Symbol
    gradient: float
    chain: Equation
    paths: tuple[Path, ...]
    path_count: int
    rest: float
    longest: int

    @property
    def more(self) -> int:
        """How many paths are not written out."""
        return self.path_count - len(self.paths)


@dataclass(frozen=True)
class LeftOut:
    """How much of a long derivation is not written out: values from the beginning on, gates and stages at the end, inputs."""

    forward: int = 0
    gates: int = 0
    stages: int = 0
    inputs: int = 0


@dataclass(frozen=True)
class Derivation:
    """The chain rule for one output of one program, or the problem that stands in its way, or stops the program later.

    `given` are the values of names in the equations that are not differentiated by, `forward` are the values on the way, `gates` and
    `stages` go from the output back, `changes` are what the program was repaired by before it was run. `numbered` are names that take
    several values, h₁ and h₂; `letters` are names given here.
    """

    file: str
    source: str
    output: Symbol | None = None
    inputs: tuple[InputDerivation, ...] = ()
    given: tuple[Equation, ...] = ()
    forward: tuple[Equation, ...] = ()
    gates: tuple[GateStep, ...] = ()
    modules: tuple[ModuleForm, ...] = ()
    several: tuple[SeveralForm, ...] = ()
    stages: tuple[Stage, ...] = ()
    numbered: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    left_out: LeftOut = LeftOut()
    changes: tuple[Finding, ...] = ()
    notes: tuple[Text, ...] = ()
    problems: tuple[Problem, ...] = ()
    symbols: dict[str, float] = field(default_factory=dict, compare=False)

    @property
    def ok(self) -> bool:
        """Could it be done?"""
        return self.output is not None
