"""A candidate: one small change to a statement, as text, with what a rule needs to know of it."""

from __future__ import annotations

import ast
import itertools
from dataclasses import dataclass, field

from whygrad.checking.arrays.writing import Written, needed
from whygrad.checking.changes import Kind, Role
from whygrad.tracing.source import Edit, Source, Span, span_of


@dataclass
class Candidate:
    """Replace `node` (an expression, or a statement) by `text`; `more` are places that change with it."""

    node: ast.AST
    text: str
    kind: Kind
    cost: float
    old: str = ""
    new: str = ""
    detail: str = ""
    part: str = ""
    old_role: Role | None = None
    new_role: Role | None = None
    factor: float | None = None
    in_condition: bool = False
    in_sum: bool = False
    whole: bool = False
    related: bool = False  # one of old and new is a function of the other
    in_product: bool = False  # it is a factor of a matrix product
    is_rate: bool = False  # what is left beside the factor is one number, such as a rate
    is_count: bool = False  # the factor is a number of entries
    has_mask: bool = False  # the factor is the scale of a mask
    is_repeated: bool = False  # what is dropped stands beside itself
    is_zero: bool = False  # what stands there is 0
    is_index: bool = False  # it stands between the brackets of an index
    target: str = ""  # the name that the statement gives a value to
    is_exponent: bool = False  # it stands in the exponent of a power
    goes_with_line: bool = False  # what is taken out stands alone on its lines
    is_apart: bool = False  # it is put in behind the node, and has nothing to do with what that makes
    gap: int = 0  # the empty line before which a statement is put in
    statement: int = -1
    more: list[tuple[ast.AST, str]] = field(default_factory=list)

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.gap, 0, self.gap, 0) if self.gap else span_of(self.node)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The change to the text."""
        first = span_of(self.node)
        if self.gap:
            return (Edit(self.span, f"{' ' * first.column}{self.new}\n"),)
        if self.goes_with_line:
            first = Span(first.line, 0, first.end_line + 1, 0)
        return (Edit(first, self.text), *(Edit(span_of(node), text) for node, text in self.more))


@dataclass
class Workplace:
    """A statement, and for each of its expressions the parent in which it stands."""

    statement: ast.stmt
    source: Source
    parents: dict[int, ast.AST] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for parent in ast.walk(self.statement):
            for child in ast.iter_child_nodes(parent):
                self.parents[id(child)] = parent

    def parent(self, node: ast.AST) -> ast.AST:
        return self.parents.get(id(node), self.statement)

    def fitted(self, node: ast.expr, new: Written) -> str:
        """The text of what takes the place of a node there; parentheses that stand around it stay."""
        start, end = getattr(node, "current", (0, 0))
        if start and self.source.text[start - 1] == "(" and self.source.text[end : end + 1] == ")":
            return new.text
        return new.at(needed(self.parent(node), node))

    def is_index(self, node: ast.AST) -> bool:
        """Does a node stand between the brackets of an index?"""
        way = [node, *self.ancestors(node)]
        return any(isinstance(above, ast.Subscript) and above.slice is below for below, above in itertools.pairwise(way))

    def is_exponent(self, node: ast.AST) -> bool:
        """Does a node stand in the exponent of a power?"""
        way = [node, *self.ancestors(node)]
        return any(
            isinstance(above, ast.BinOp) and isinstance(above.op, ast.Pow) and above.right is below
            for below, above in itertools.pairwise(way)
        )

    def ancestors(self, node: ast.AST) -> list[ast.AST]:
        found = []
        while id(node) in self.parents:
            node = self.parents[id(node)]
            found.append(node)
        return found
