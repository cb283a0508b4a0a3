"""One small change to an expression: what it does to the text, what it does to the value, and what kind of slip it would mend."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from whygrad.checking.evaluate import Values
from whygrad.checking.values import Path
from whygrad.tracing.source import Edit

Role = Literal["gradient", "forward", "constant", "local"]

Kind = Literal[
    "replace",  # one part by another: a name, an entry, a constant, a function
    "scale",  # × a missing factor
    "term",  # + a missing term
    "drop",  # an operand too many
    "operator",  # one operator for another
    "negate",
    "regroup",  # parentheses
    "split",  # [a + b] → [a, b], or the other way
    "assign",  # = for +=, or the other way
    "order",  # entries or names in another order
    "copy",  # a list of its own for a second name of one
    "statement",  # a statement moved, or replaced whole
    "axis",  # another axis, another keepdims
    "sum",  # a sum over axes put round it, or taken away
    "transpose",  # a matrix turned, or the factors of a product exchanged
    "product",  # one kind of product for another: element by element, of matrices, outer
    "scatter",  # all of several equal indices count
    "compose",  # a gradient of an array written anew
]


@dataclass(frozen=True)
class Atom:
    """Something in scope that can stand in an expression: a name, an entry of a list, a constant, a short local gradient."""

    text: str
    values: tuple[float, ...]  # a number for each environment
    role: Role
    base: str = ""  # the variable that it is read from
    cost: float = 0.0


@dataclass
class Change:
    """A change to the parts of one expression. `edits` make it in the text; `old` and `new` are the code before and after."""

    kind: Kind
    nodes: tuple[ast.expr, ...]
    overrides: dict[ast.expr, Values]
    spellings: tuple[tuple[Edit, ...], ...]  # ways to write it, the nicest first
    cost: float
    old: str = ""
    new: str = ""
    old_role: Role | None = None
    new_role: Role | None = None
    factor: float | None = None  # of "scale" by a constant
    detail: str = ""  # what a rule needs beyond the kind: "index", "exponent", "+→*"
    in_sum: bool = False  # the changed part is a term of a sum
    in_condition: bool = False  # it stands in a comparison
    whole: bool = False  # it is all that the statement assigns
    path: Path | None = None  # the entry of the gradient that it is about, where there is one
    part: str = ""  # the factor or term that is put in or taken out
    part_values: Values = field(default_factory=list)
    old_values: Values = field(default_factory=list)
    trial: ast.expr | None = None  # what the statement's whole value is with the change, where the edits don't say
    edits: tuple[Edit, ...] = field(default=())

    @property
    def new_values(self) -> Values:
        return next(iter(self.overrides.values()), [])

    @property
    def node(self) -> ast.expr:
        return self.nodes[0]


Verify = Callable[[tuple[Edit, ...]], bool]
