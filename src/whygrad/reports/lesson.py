"""A derivation as it is taught, before it has a format: headings, prose and equations, in one language. Each format has its renderer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["value", "gradient", "local"]


@dataclass(frozen=True)
class Formula:
    """One formula, as code and in LaTeX."""

    text: str
    latex: str


@dataclass(frozen=True)
class Heading:
    """What the blocks after it are about."""

    text: str


@dataclass(frozen=True)
class Prose:
    """A paragraph; its code stands in `backticks`. What is quiet is said aside; a why answers what a reader asks at this place."""

    text: str
    level: int = 1
    quiet: bool = True
    why: bool = False


@dataclass(frozen=True)
class Equation:
    """Sides that are equal, the result last; with `shapes`, those of the arrays that stand in it, by their names.

    Where the code of the right side is several lines, those `before` the last one stand above it. With the sign `+=` the left side
    grows by the right one.
    """

    sides: tuple[Formula, ...]
    level: int = 1
    role: Role = "gradient"
    shapes: Mapping[str, tuple[int, ...]] = field(default_factory=dict, hash=False)
    is_result: bool = True  # the last side is a number: what comes out
    sign: Literal["=", "+="] = "="
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """Short equations side by side."""

    items: tuple[Equation, ...]
    level: int = 1


@dataclass(frozen=True)
class GateHead:
    """A gate: what it computes, and what it is called."""

    formula: Formula
    title: str


@dataclass(frozen=True)
class Way:
    """A path, from the output back."""

    names: tuple[Formula, ...]
    level: int = 1


@dataclass(frozen=True)
class Changes:
    """Changed lines of the program: a sign, the number of the line, its text."""

    rows: tuple[tuple[str, int, str], ...]
    gutter: int


Block = Heading | Prose | Equation | Row | GateHead | Way | Changes


@dataclass(frozen=True)
class Lesson:
    """The blocks in order, what they are about, and the language that they are in."""

    title: str
    file: str
    language: str
    blocks: tuple[Block, ...]
