"""What the kinds of changes need to know of one statement, and how a change is made."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np

from whygrad.checking.arrays import writing
from whygrad.checking.arrays.candidates import Candidate, Workplace
from whygrad.checking.arrays.scope import Scope
from whygrad.checking.arrays.slices import base_of, names_in
from whygrad.checking.arrays.styles import style_of
from whygrad.checking.arrays.writing import Written, written

UNKNOWN: Any = object()


@dataclass
class Editor:
    """One statement: what is in scope there; `values` are those of its expressions, as far as they are known."""

    place: Workplace
    scope: Scope
    values: dict[int, Any]
    roots: Sequence[ast.AST] = ()  # the parts of the statement that are looked at; none: all of it
    expressions: list[ast.expr] = field(default_factory=list)
    in_index: set[int] = field(default_factory=set)
    in_test: set[int] = field(default_factory=set)
    slices: tuple[str, ...] = ()  # those that stand anywhere in the function
    starts: tuple[str, ...] = ()  # products of whole numbers that stand in its indices: `i * stride`
    unused: frozenset[str] = frozenset()  # names that the function computes, and nobody reads
    literals: tuple[float, ...] = ()  # numbers that the forward pass is written with
    donors: Callable[[], Sequence[Any]] = tuple  # expressions that stand elsewhere in it, with their values

    def __post_init__(self) -> None:
        self.source = self.place.source
        self.style = style_of(self.source.text)
        self.expressions = [node for node in self.walk() if isinstance(node, ast.expr) and _is_read(node)]
        for node in ast.walk(self.place.statement):
            if isinstance(node, ast.Subscript):
                self.in_index |= {id(one) for one in ast.walk(node.slice)}
            if isinstance(node, ast.Compare | ast.If | ast.While):
                inside = node if isinstance(node, ast.Compare) else node.test
                self.in_test |= {id(one) for one in ast.walk(inside)}

    def walk(self) -> Iterator[ast.AST]:
        """All that is looked at."""
        for root in self.roots or (self.place.statement,):
            yield from ast.walk(root)

    @property
    def target(self) -> str:
        """The first name that the statement gives a value to."""
        statement = self.place.statement
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        return base_of(target.elts[0] if isinstance(target, ast.Tuple) and target.elts else target) if target is not None else ""

    @property
    def turns(self) -> set[str]:
        """What the loops of this statement count with."""
        loops = [node for node in ast.walk(self.place.statement) if isinstance(node, ast.For)]
        return {one for node in loops for one in names_in(node.target)}

    def text(self, node: ast.expr) -> Written:
        return written(node, self.source)

    def shape(self, node: ast.expr) -> tuple[int, ...] | None:
        """The shape of an expression's value, where it is a number or an array of numbers."""
        value = self.values.get(id(node), UNKNOWN)
        return np.shape(value) if is_number(value) else None

    def make(self, node: ast.expr, by: Written, kind: Any, cost: float, /, **facts: Any) -> Candidate:
        """A candidate that puts a text in the place of a node."""
        facts.setdefault("old", self.text(node).text)
        facts.setdefault("new", by.text)
        ancestors = self.place.ancestors(node)
        outer = ancestors[0] if ancestors else None
        is_assigned = isinstance(outer, ast.Tuple) and len(ancestors) > 1 and isinstance(ancestors[1], ast.Assign)
        is_handed_on = isinstance(outer, ast.Return | ast.Tuple | ast.List | ast.Dict | ast.keyword) and not is_assigned
        if isinstance(node, ast.Name) and is_handed_on:  # better where the name got its value
            cost += 0.05 if {facts.get("part"), by.text} & self.unused else 0.3
        value = self.values.get(id(node), UNKNOWN)
        in_test = id(node) in self.in_test or (is_number(value) and np.asarray(value).dtype == bool)
        whole = isinstance(outer, ast.Assign | ast.AugAssign | ast.Return | ast.AnnAssign) and node is outer.value
        return Candidate(
            node,
            self.place.fitted(node, by),
            kind,
            cost,
            in_condition=in_test,
            in_sum=any(isinstance(one, ast.BinOp) and isinstance(one.op, ast.Add | ast.Sub) for one in ancestors),
            whole=whole,
            in_product=any(
                (isinstance(one, ast.BinOp) and isinstance(one.op, ast.MatMult))
                or (isinstance(one, ast.Call) and getattr(one.func, "attr", "") in ("dot", "matmul", "outer", "einsum", "tensordot"))
                for one in ancestors
            ),
            is_zero=facts.pop("is_zero", whole and not isinstance(node, ast.BinOp) and self.is_zero(node) and not self.is_forward(node)),
            **facts,
        )

    def role(self, node: ast.expr) -> Any:
        """Does an expression hold a gradient, a value of the forward pass, or a constant?"""
        if isinstance(node, ast.Constant):
            return "constant"
        text = self.source.code_of(node)
        found = next((atom for atom in self.scope.atoms if atom.text == text), None)
        if found is not None:
            return found.role
        names = names_in(node)
        return "gradient" if any(atom.role == "gradient" and atom.text in names for atom in self.scope.atoms) else "forward"

    def number(self, node: ast.expr) -> float | None:
        """The number that a constant factor is: written out, a rate, or a size."""
        value = self.values.get(id(node), UNKNOWN)
        is_one = is_number(value) and np.shape(value) == ()
        return float(value) if is_one and self.role(node) != "gradient" else None

    def is_forward(self, node: ast.expr) -> bool:
        """Is this a value of the forward pass that has a name?"""
        return isinstance(node, ast.Name | ast.Attribute | ast.Subscript) and self.role(node) == "forward"

    def is_zero(self, node: ast.expr) -> bool:
        """Is this 0, or an array of zeros?"""
        value = self.values.get(id(node), UNKNOWN)
        return is_number(value) and np.size(value) > 0 and not np.any(value)

    def terms(self) -> Iterator[ast.expr]:
        """Expressions at which a factor may be missing: the largest ones that are no factor of a product themselves."""
        skipped = ast.Attribute | ast.keyword | ast.Subscript | ast.Compare | ast.UnaryOp
        for node in self.expressions:
            outer = self.place.parent(node)
            if id(node) in self.in_index or isinstance(node, ast.Constant | ast.Tuple | ast.List | ast.Compare | ast.Slice):
                continue
            if isinstance(outer, ast.BinOp) and (isinstance(outer.op, ast.Mult) or (isinstance(outer.op, ast.Div) and node is outer.left)):
                continue
            is_base = isinstance(outer, ast.Attribute) and isinstance(self.place.parent(outer), ast.Call)  # `x.sum()`
            if (isinstance(outer, skipped) and not is_base) or (isinstance(outer, ast.Call) and node is outer.func):
                continue
            if self.shape(node) is not None:
                yield node


def _is_read(node: ast.expr) -> bool:
    return not isinstance(getattr(node, "ctx", None), ast.Store | ast.Del)


def is_number(value: Any) -> bool:
    """Is this a number, or an array of numbers?"""
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "fiub"
    return isinstance(value, int | float | np.number | np.bool_)


def kind_of(value: Any) -> str:
    """The kind of numbers: floats, whole numbers, yes and no; "O" for what is none."""
    return str(np.asarray(value).dtype.kind) if is_number(value) else "O"


def broadcasts(shape: tuple[int, ...], into: tuple[int, ...]) -> bool:
    """Can an array of one shape be broadcast to another?"""
    try:
        return np.broadcast_shapes(shape, into) == into
    except ValueError:
        return False


def axes_of(count: int, *, from_end: bool = False) -> list[str]:
    """Ways to name axes, the usual ones first; -1 before all others where it is usual."""
    found = ["0", "1", "-1"] if count < 3 else ["0", "1", "2", "-1", "3"]
    found = [axis for axis in found if -count <= int(axis) < count]
    if count == 3:
        found += ["(0, 1)", "(1, 2)", "(0, 2)"]
    if count == 4:
        found += ["(0, 2, 3)", "(0, 1, 2)", "(2, 3)", "(1, 2, 3)"]
    return sorted(found, key=lambda axis: axis != "-1") if from_end else found


#: Names that windows are counted with.
_WINDOW = ("stride", "pad", "passo", "step", "hh", "ww", "kh", "kw", "window", "janela", "size", "pool")


def index_detail(text: str) -> str:
    """Does an index count windows, or single entries?"""
    return "window" if "*" in text or speaks_of_windows(text) else "index"


def some_axes(count: int) -> list[str]:
    """One axis, or two of them, as they are written."""
    return [str(k) for k in range(count)] + [f"({a}, {b})" for a, b in combinations(range(count), 2)]


def speaks_of_windows(text: str) -> bool:
    """Is there a stride or a padding in it, by its name?"""
    return any(word in text.lower() for word in _WINDOW)


def turned(a: Written) -> Written:
    """The transpose, or what it is the transpose of."""
    return Written(a.text.removesuffix(".T"), a.level) if a.level == writing.ATOM and a.text.endswith(".T") else writing.part(a, ".T")
