"""What a turn subtracts from what, wherever that stands: in its lines, in a loop among them, in a function that it calls.

A loss that nobody wrote can be added up there, each time that the difference is made: half its square, a cross-entropy of its sides.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from whygrad.checking.arrays.leaves import own_copy
from whygrad.checking.arrays.limits import TooLong, limited
from whygrad.checking.arrays.remaking import remade
from whygrad.checking.arrays.slices import parsed
from whygrad.checking.arrays.subjects import PATIENCE
from whygrad.checking.arrays.turns import SUM, Turn, held
from whygrad.tracing.function import is_float

#: What is called where a difference is made, and before each line of the turn.
_MET, _LINE = "_whygrad_met_", "_whygrad_line_"
Place = tuple[int, int]  # a line and a column


@dataclass
class Residual:
    """A difference: both sides as code and as the values that they first had, all places where just these are subtracted."""

    sides: tuple[str, str]
    values: tuple[Any, Any]
    places: list[Place]
    text: str
    is_pick: bool  # `d[rows, labels] -= 1`
    line: int = 0  # of the turn, in which it is met last
    times: int = 0

    @property
    def is_repeated(self) -> bool:
        """Is it made several times in a turn?"""
        return self.times > len(self.places)


@dataclass(frozen=True)
class Collected:
    """A loss that is added up where a residual is made: `term` of both sides."""

    residual: Residual
    term: Callable[[Any, Any], Any]

    def forward(self, turn: Turn, tree: ast.AST, file: str, space: Mapping[str, Any]) -> Callable[..., Any]:
        """The turn up to there, as a function that returns the sum."""
        total: list[Any] = []

        def met(_line: int, _column: int, one: Any, other: Any) -> Any:
            total.append(self.term(one, other))
            return one - other

        first = self.residual.places[0]
        changed = _Marked({first}).visit(copy.deepcopy(tree))
        made = remade(changed, file, space, {_MET: met, SUM: lambda: sum(total)}, total.clear)
        node = turn.node_in(changed)
        assert node is not None
        result = ast.copy_location(ast.Return(parsed(turn.loss)), node.body[-1])
        last = max((k for k, one in enumerate(node.body[:-1]) if one.lineno <= self.residual.line), default=0)
        node.body[:] = [*node.body[: last + 1], result]
        return _function(node, file, made)


def terms(one: Residual) -> Iterator[tuple[str, float, str, Callable[[Any, Any], Any]]]:
    """What may be added up of it: how it is shown, with which weight before it, which side is held, and the term itself."""
    left, right = one.sides
    if one.is_pick:
        if np.all((np.asarray(one.values[0]) > 0) & (np.asarray(one.values[0]) <= 1)):
            yield f"-sum(log({left}))", 1.0, "", lambda p, _one: -np.sum(np.log(p))
        return
    yield f"sum(({one.text}) ** 2)", 0.5, "", lambda a, b: 0.5 * np.sum((a - b) ** 2)
    if are_shares(*one.values):
        yield f"-sum({right} * log({left}))", 1.0, "", lambda p, t: -np.sum(t * np.log(p))
    elif are_chances(*one.values):
        yield f"-sum({right} * log({left}) + (1 - {right}) * log(1 - {left}))", 1.0, "", _entropy
    if are_shares(*reversed(one.values)):
        yield f"-sum({left} * log({right}))", 1.0, "", lambda t, p: -np.sum(t * np.log(p))
    elif are_chances(*reversed(one.values)):
        yield f"-sum({left} * log({right}) + (1 - {left}) * log(1 - {right}))", 1.0, "", lambda t, p: _entropy(p, t)
    yield f"sum(({one.text}) ** 2)", 0.5, left, lambda a, b: 0.5 * np.sum((held(a) - b) ** 2)
    yield f"sum(({one.text}) ** 2)", 0.5, right, lambda a, b: 0.5 * np.sum((a - held(b)) ** 2)


def _entropy(p: Any, t: Any) -> Any:
    return -np.sum(t * np.log(p) + (1 - t) * np.log(1 - p))


def are_chances(p: Any, t: Any) -> bool:
    """May these be probabilities and labels?"""
    one, other = (np.asarray(value, dtype=float) for value in (p, t))
    return bool(one.shape == other.shape and np.all((one > 0) & (one < 1)) and np.all((other >= 0) & (other <= 1)))


def are_shares(p: Any, t: Any) -> bool:
    """And do they add up to 1, in each row or in each column?"""
    one = np.asarray(p, dtype=float)
    return are_chances(p, t) and bool((one.ndim and np.allclose(one.sum(-1), 1)) or (one.ndim == 2 and np.allclose(one.sum(0), 1)))


def residuals(turn: Turn, tree: ast.AST, file: str, space: Mapping[str, Any], args: Sequence[Any]) -> list[Residual]:
    """Those of one run of a turn, in the order in which they are made."""
    found: dict[Place, Residual] = {}
    line = 0

    def at_line(number: int) -> None:
        nonlocal line
        line = number

    def met(number: int, column: int, one: Any, other: Any) -> Any:
        place = (number, column)
        if place not in found and any(map(is_float, (one, other))) and all(map(_is_number, (one, other))):
            sides, text, is_pick = texts[place]
            first, second = own_copy((one, other))
            found[place] = Residual(sides, (first, second), [place], text, is_pick)
        if place in found:
            found[place].line = max(found[place].line, line)
            found[place].times += 1
        return one - other

    marked = _Marked(None)
    changed = marked.visit(copy.deepcopy(tree))
    texts = marked.texts
    made = remade(changed, file, space, {_MET: met, _LINE: at_line})
    node = turn.node_in(changed)
    if node is None:
        return []
    node.body[:] = [part for one in node.body for part in (_call(_LINE, one.lineno, one), one)]
    try:
        with np.errstate(all="ignore"), limited(PATIENCE):
            _function(node, file, made)(*own_copy(args))
    except (Exception, SystemExit, TooLong):
        pass  # what was met until then
    return list(_distinct(found.values()))


def _is_number(value: Any) -> bool:
    return is_float(value) or (isinstance(value, int | np.integer | np.ndarray) and np.asarray(value).dtype.kind in "iub")


def _distinct(found: Any) -> Iterator[Residual]:
    """What is subtracted twice, once: with both places."""
    kept: list[Residual] = []
    for one in found:
        twin = next((old for old in kept if old.is_pick == one.is_pick and _are_same(old.values, one.values)), None)
        if twin is None:
            kept.append(one)
        else:
            twin.places += one.places
            twin.times += one.times
            twin.line = min(twin.line, one.line)
    yield from kept


def _are_same(one: Sequence[Any], other: Sequence[Any]) -> bool:
    same = all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))
    return same or all(np.array_equal(a, b) for a, b in zip(one, reversed(other), strict=True))


@dataclass
class _Marked(ast.NodeTransformer):
    """A program in which each difference (at one of these places; None: all) goes through a call, or is zero."""

    places: set[Place] | None
    is_zero: bool = False
    texts: dict[Place, tuple[tuple[str, str], str, bool]] = field(default_factory=dict)

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        place = (node.lineno, node.col_offset)
        sides, text = (ast.unparse(node.left), ast.unparse(node.right)), ast.unparse(node)
        self.generic_visit(node)
        is_constant = isinstance(node.left, ast.Constant) or isinstance(node.right, ast.Constant)
        if not isinstance(node.op, ast.Sub) or is_constant or (self.places is not None and place not in self.places):
            return node
        self.texts[place] = sides, text, False
        return (
            ast.copy_location(ast.BinOp(node, ast.Mult(), ast.Constant(0.0)), node) if self.is_zero else _met(node, node.left, node.right)
        )

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt | list[ast.stmt]:
        place = (node.lineno, node.col_offset)
        is_one = isinstance(node.value, ast.Constant) and node.value.value == 1
        is_pick = isinstance(node.op, ast.Sub) and isinstance(node.target, ast.Subscript) and is_one
        if not is_pick or (self.places is not None and place not in self.places):
            self.generic_visit(node)
            return node
        text = ast.unparse(node.target)
        self.texts[place] = (text, "1"), text, True
        if self.is_zero and isinstance(node.target, ast.Subscript):
            cleared = ast.parse(f"{ast.unparse(node.target.value)}[...] = 0").body
            return [node, *(ast.copy_location(one, node) for one in cleared)]
        return [ast.copy_location(ast.Expr(_met(node, parsed(text), node.value)), node), node]


def _met(node: Any, one: ast.expr, other: ast.expr) -> ast.expr:
    place: list[ast.expr] = [ast.Constant(node.lineno), ast.Constant(node.col_offset)]
    made = ast.Call(ast.Name(_MET, ast.Load()), [*place, one, other], [])
    return ast.fix_missing_locations(ast.copy_location(made, node))


def _call(name: str, number: int, beside: ast.stmt) -> ast.stmt:
    made = ast.Expr(ast.Call(ast.Name(name, ast.Load()), [ast.Constant(number)], []))
    return ast.fix_missing_locations(ast.copy_location(made, beside))


def _function(node: ast.FunctionDef, file: str, space: dict[str, Any]) -> Callable[..., Any]:
    own: dict[str, Any] = {}
    exec(compile(ast.fix_missing_locations(ast.Module([node], [])), file, "exec", dont_inherit=True), space, own)
    made: Callable[..., Any] = own["turn"]
    return made


def without(places: Sequence[Place], turn: Turn, tree: ast.AST, file: str, space: Mapping[str, Any]) -> Callable[..., Any]:
    """The turn with zero for the differences at these places, as a function."""
    changed = _Marked({*places}, is_zero=True).visit(copy.deepcopy(tree))
    made = remade(changed, file, space)
    node = turn.node_in(changed)
    assert node is not None
    return _function(node, file, made)
