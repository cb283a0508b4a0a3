"""Steps out of sight of a turn, in the functions and methods that it calls: `layer.backward(grad, rate)` moves `self.W` along `dW`.

Each gets a mark before it, which keeps what is stepped along, times no rate: `_whygrad_along_[self, 'W'] = dW`.
"""

from __future__ import annotations

import ast
import copy
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from whygrad.checking.arrays.afterwards import is_reworked, made_of, velocities
from whygrad.checking.arrays.assignments import Assigned, added, assigned, copied_but, key_of, walk
from whygrad.checking.arrays.naming import is_loss, stems
from whygrad.checking.arrays.scope import is_gradient
from whygrad.checking.arrays.slices import base_of, names_in, written_by
from whygrad.checking.arrays.splitting import RATE, STEP, old_name
from whygrad.checking.arrays.updates import makes_smaller, sources
from whygrad.tracing.arrays import is_traced

#: What keeps the ways that were gone in a turn.
ALONG = "_whygrad_along_"
#: How the names begin of what a turn was given, whatever it puts there.
WAS = "_whygrad_was_"
_NAMED = (ast.Name, ast.Attribute, ast.Subscript)


#: Ways that are kept: more than one turn goes, fewer than all the runs of a search.
MOST = 4000


class Along:
    """By what holds a parameter (an object, a list, the array itself) and its name there: what it was moved along in this turn."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, Any], tuple[Any, Any, int, int]] = {}  # the holder, the value, how often, the line

    def __setitem__(self, place: tuple[Any, Any], value: Any) -> None:
        holder, key = place
        if isinstance(holder, list) and isinstance(key, int) and key < 0:
            key += len(holder)
        if isinstance(holder, np.ndarray | float) is not (key is None):  # an entry of an array is only a part of a parameter
            return
        found = self._found.get((id(holder), key))
        times = 1 if found is None else found[2] + 1
        if len(self._found) > MOST:  # those of the first runs
            del self._found[next(iter(self._found))]
        self._found[id(holder), key] = holder, _own(value), times, sys._getframe(1).f_lineno

    def __getitem__(self, place: tuple[Any, Any]) -> Any:
        holder, key = place
        return self._found[id(holder), key][1]

    def nodes(self, graph: Any) -> list[int]:
        """The nodes of those ways that a graph has."""
        values = [part for _holder, value, *_rest in self._found.values() for part in (value if isinstance(value, list) else [value])]
        return [value.index for value in values if is_traced(value) and value.graph is graph]

    def line(self, holder: Any, key: Any) -> int | None:
        """Where it was moved, if that was done once."""
        try:
            found = self._found.get((id(holder), key))
        except TypeError:
            return None
        return found[3] if found is not None and found[2] == 1 else None


def _own(value: Any) -> Any:
    """What is changed afterwards, in place, was another then."""
    return [_own(one) for one in value] if isinstance(value, list) else value.copy() if isinstance(value, np.ndarray) else value


@dataclass(frozen=True)
class Step:
    """A statement that moves a parameter; what holds this, under which name (None: it is the array itself), and the way, without a rate."""

    statement: ast.stmt
    target: ast.expr
    holder: ast.expr
    key: ast.expr
    way: ast.expr

    def at_rest(self) -> ast.stmt:
        """What stands for the step where nothing is moved."""
        if isinstance(self.target, ast.Name) and isinstance(self.holder, ast.Name) and self.target.id != self.holder.id:
            old = ast.copy_location(ast.Name(self.holder.id, ast.Load()), self.holder)
            return ast.copy_location(ast.Assign([self.target], old), self.statement)
        return ast.copy_location(ast.Pass(), self.statement)

    def mark(self) -> ast.stmt:
        """What keeps the way: a statement at its place in the text."""
        place = ast.Tuple([copy.deepcopy(self.holder), copy.deepcopy(self.key)], ast.Load())
        for part in place.elts:
            if isinstance(part, _NAMED):
                part.ctx = ast.Load()
        made = ast.Assign([ast.Subscript(ast.Name(ALONG, ast.Load()), place, ast.Store())], self.way)
        ast.fix_missing_locations(ast.copy_location(made, self.way))
        for node in ast.walk(made):
            if isinstance(node, ast.expr | ast.stmt) and not hasattr(node, "current"):  # what isn't in the text stands where the way does
                node.current = getattr(self.way, "current", (0, 0))  # type: ignore[union-attr]
        return made


def is_mark(statement: ast.AST) -> bool:
    """Is this a statement that keeps a way, and none of the text?"""
    return isinstance(statement, ast.Assign) and base_of(statement.targets[0]).startswith((ALONG, STEP))


class Movement:
    """The steps in the functions of a program, and the functions that make some, or call one that does."""

    def __init__(self, tree: ast.AST) -> None:
        self.functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        self.calls = {id(node): called_in(node.body) for node in self.functions}
        holders = [getattr(node, "body", []) for node in (tree, *self.functions)]
        self._kept = {text for body in holders for text in (*velocities(body), *_fading(body)) if not is_loss(text)}
        self._handed = self._arguments(self._kept, tree, holders) if self._kept else {}

    def steps(self, function: ast.FunctionDef) -> list[Step]:
        """Those that a function makes itself."""
        made = sources(function.body)
        own = [argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)]
        handed = self._handed.get(function.name, set())
        found = []
        for one in (*steps_in(function.body), *_rebound(function, own)):
            reached = _reached(one.way, made)
            is_handed = bool(handed) and bool(reached & {*own} - {"self"})  # a velocity, perhaps
            if not reached & self._kept and not is_handed:
                found.append(one)
        return found

    def reached(self, names: Collection[str]) -> set[str]:
        """The names of the functions that are called by those of these names, with them."""
        found, waiting = set[str](), [*names]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += [other for node in self.functions if node.name == name for other in self.calls[id(node)]]
        return found & {node.name for node in self.functions}

    def movers(self, trainers: Collection[ast.AST]) -> set[str]:
        """The names of those that make a step, or call one that does; a loop that trains is in none of them."""
        others = [node for node in self.functions if node not in trainers]
        found = {node.name for node in others if self.steps(node)}
        while True:
            more = {node.name for node in others if self.calls[id(node)] & found}
            if more <= found:
                return found
            found |= more

    @staticmethod
    def _arguments(kept: Collection[str], tree: ast.AST, holders: Sequence[Sequence[ast.stmt]]) -> dict[str, set[str]]:
        """By the name of a function: the velocities that it is given somewhere."""
        made: dict[str, set[str]] = {}
        for holder in holders:
            for text, of in sources(holder).items():
                made.setdefault(text, set()).update(of)
        found: dict[str, set[str]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                for part in (*node.args, *(one.value for one in node.keywords)):
                    if isinstance(part, _NAMED) and (some := _reached(part, made) & {*kept}):
                        found.setdefault(key_of(node.func), set()).update(some)
        return found


def _fading(body: Sequence[ast.stmt]) -> Iterator[str]:
    """What is made smaller in each turn, and was there before: `self.v *= 0.9`, then `self.v += dW`."""
    parts = [part for statement in body for node in walk(statement) for part in assigned(node)]
    new = {ast.unparse(part.target) for part in parts if not part.is_in_place}
    for node in (one for statement in body for one in walk(statement)):
        if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Mult) and not new & {ast.unparse(node.target), base_of(node.target)}:
            yield ast.unparse(node.target)


def called_in(statements: Sequence[ast.stmt]) -> set[str]:
    """What is called in some statements, by name."""
    return {key_of(node.func) for statement in statements for node in ast.walk(statement) if isinstance(node, ast.Call)}


def turns_by(loop: ast.AST, movers: Collection[str]) -> bool:
    """Is a step of training made in each turn of a loop, by a call? One that goes from layer to layer is none that trains."""
    targets = names_in(loop.target) if isinstance(loop, ast.For) else set[str]()
    return any(
        isinstance(node, ast.Call)
        and key_of(node.func) in movers
        and not (isinstance(node.func, ast.Attribute) and names_in(node.func.value) & targets)
        for statement in getattr(loop, "body", ())
        for node in ast.walk(statement)
    )


def goes_through(loop: ast.AST, movers: Collection[str]) -> bool:
    """Does a loop go from layer to layer, and is a step made in each?"""
    return bool(called_in(getattr(loop, "body", [])) & {*movers}) and not turns_by(loop, movers)


def marked_body(statements: list[ast.stmt], steps: Sequence[Step]) -> None:
    """Put the marks into the statements of a function, each before its step, and before what only makes the gradient smaller."""
    by_statement = {id(one.statement): one for one in steps}
    for holder in [statements, *(part for statement in statements for part in _lists(statement))]:
        before: dict[int, list[ast.stmt]] = {}
        for k, statement in enumerate(holder):
            step = by_statement.get(id(statement))
            if step is not None:
                own = {base_of(step.way)} - {""}
                sizes = made_of(holder[:k], own)
                reworks = (j for j in range(k) if _makes_smaller(holder[j], own, sizes))
                before.setdefault(next(reworks, k), []).append(step.mark())
        holder[:] = [one for k, statement in enumerate(holder) for one in (*before.get(k, ()), statement)]


def _makes_smaller(statement: ast.stmt, names: set[str], sizes: Collection[str]) -> bool:
    """Is a gradient only made smaller here, alone or in a loop over several: `for d in (dW, db): np.clip(d, -1, 1, out=d)`?"""
    touched = written_by(statement) | (names_in(statement.iter) if isinstance(statement, ast.For) else set())
    return bool(touched & names) and is_reworked(statement, names, sizes)


def _lists(statement: ast.AST) -> Iterator[list[ast.stmt]]:
    """The lists of statements within one, but for those of functions in it."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.Lambda):
        return
    for name in ("body", "orelse", "finalbody"):
        inner = getattr(statement, name, None)
        if isinstance(inner, list) and inner and isinstance(inner[0], ast.stmt):
            yield inner
            for one in inner:
                yield from _lists(one)


def steps_in(statements: Sequence[ast.stmt]) -> Iterator[Step]:
    """The steps among some statements, those in loops and branches too."""
    for holder in [statements, *(part for statement in statements for part in _lists(statement))]:
        for statement in holder:
            parts = list(assigned(statement)) if isinstance(statement, ast.Assign | ast.AugAssign) else []
            if len(parts) == 1:
                yield from _step_of(statement, parts[0])


def _rebound(function: ast.FunctionDef, given: Collection[str]) -> Iterator[Step]:
    """The steps in which a function gives a new value to what it was given, to hand that back: `w = w - rate * dw`, `new_w = w - …`."""
    written = set[str]()
    for statement in function.body:
        old = old_name(statement)
        parts = list(assigned(statement))
        if old is None and len(parts) == 1 and isinstance(parts[0].target, ast.Name) and not parts[0].is_in_place:
            old = parts[0].target if added(parts[0]) is not None else None
        step = statement.value if isinstance(statement, ast.Assign) else None
        if old is not None and old.id in {*given} - written and isinstance(step, ast.BinOp):
            way = unrated(step.right if ast.unparse(step.left) == old.id else step.left, old.id)
            if way is not None and not is_loss(old.id) and not is_gradient(old.id):
                yield Step(statement, parts[0].target, old, ast.copy_location(ast.Constant(None), old), way)
        written |= written_by(statement)


def _step_of(statement: ast.stmt, part: Assigned) -> Iterator[Step]:
    target, key = part.target, key_of(part.target)
    if any(is_gradient(name) for name in (key, base_of(target))) or is_loss(key) or RATE.search(key):
        return
    way = _way_of_each(part) if isinstance(part.value, ast.ListComp) else None
    step = added(part) if way is None else None
    if step is not None:
        way = unrated(step, ast.unparse(target))
    if way is None:
        return
    if isinstance(target, ast.Attribute):
        yield Step(statement, target, target.value, ast.copy_location(ast.Constant(target.attr), target), way)
    elif isinstance(target, ast.Subscript) and not isinstance(target.slice, ast.Slice | ast.Tuple):
        yield Step(statement, target, target.value, target.slice, way)
    elif isinstance(target, ast.Name) and part.is_in_place:
        yield Step(statement, target, target, ast.copy_location(ast.Constant(None), target), way)


def _way_of_each(part: Assigned) -> ast.expr | None:
    """Of `[w - rate * g for w, g in zip(self.weights, grads)]` all that is stepped along: `[g for w, g in …]`."""
    value = part.value
    assert isinstance(value, ast.ListComp)
    over = value.generators[0]
    if len(value.generators) > 1 or not isinstance(over.iter, ast.Call) or ast.unparse(part.target) not in map(ast.unparse, over.iter.args):
        return None
    for name in sorted(names_in(over.target)):
        step = added(Assigned(ast.Name(name), value.elt))
        way = unrated(step, name) if step is not None else None
        if way is not None:
            return ast.copy_location(ast.ListComp(way, copy.deepcopy(value.generators)), value)
    return None


def unrated(step: ast.expr, target: str) -> ast.expr | None:
    """What is stepped along, without the rate and its sign; None where it isn't clear which is which.

    >>> [ast.unparse(unrated(ast.parse(text, mode="eval").body, "w")) for text in ("rate * dw", "-lr * x.T @ d / n", "(eta / n) * g")]
    ['dw', 'x.T @ d / n', '1.0 / n * g']
    >>> unrated(ast.parse("rate * (dw + decay * w)", mode="eval").body, "w")
    """
    factors, divisors = list[ast.expr](), list[ast.expr]()
    _factors(step, factors, divisors)
    has_matrices = any(isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult) for node in ast.walk(step))
    own = [one for one in factors if isinstance(one, _NAMED) and _last_name(target) in stems(key_of(one))[:-1]]
    if not has_matrices and not divisors and len(own) == 1 and all(isinstance(one, (*_NAMED, ast.Constant)) for one in factors):
        return own[0]  # `rate * scale * dW`: that says what it is
    rate = _rate_of(factors, is_plain=not has_matrices)
    if rate is None or any(_has_root(one) for one in divisors):
        return None
    way: Any = _Without(rate).visit(copied_but(step, rate))
    while isinstance(way, ast.UnaryOp) and isinstance(way.op, ast.USub):
        way = way.operand
    while isinstance(way, ast.Call) and makes_smaller(way) and way.args:
        way = way.args[0]
    if isinstance(way, ast.Constant) or any(ast.unparse(one) == target for one in ast.walk(way) if isinstance(one, _NAMED)):
        return None
    return way if isinstance(way, ast.expr) else None


def _last_name(target: str) -> str:
    return key_of(ast.parse(target, mode="eval").body)


def _rate_of(factors: Sequence[ast.expr], *, is_plain: bool) -> ast.expr | None:
    """The factor that is a rate: by its name, a number, or the other one beside what is called a gradient."""
    named = [one for one in factors if isinstance(one, _NAMED) and RATE.search(key_of(one)) and not is_gradient(key_of(one))]
    if named:
        return named[0] if len(named) == 1 else None
    constants = [one for one in factors if isinstance(one, ast.Constant) and isinstance(one.value, float)]
    if constants:
        return constants[0]
    ways = [one for one in factors if isinstance(one, _NAMED) and is_gradient(key_of(one))]
    others = [one for one in factors if isinstance(one, ast.Name | ast.Attribute) and one not in ways]
    return others[0] if is_plain and len(factors) == 2 and len(ways) == len(others) == 1 else None


def _factors(value: ast.expr, factors: list[ast.expr], divisors: list[ast.expr]) -> None:
    if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.USub):
        _factors(value.operand, factors, divisors)
    elif isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mult | ast.MatMult):
        _factors(value.left, factors, divisors)
        _factors(value.right, factors, divisors)
    elif isinstance(value, ast.BinOp) and isinstance(value.op, ast.Div):
        _factors(value.left, factors, divisors)
        divisors.append(value.right)
    else:
        factors.append(value)


def _has_root(node: ast.expr) -> bool:
    return any(
        (isinstance(one, ast.Call) and key_of(one.func) == "sqrt") or (isinstance(one, ast.BinOp) and isinstance(one.op, ast.Pow))
        for one in ast.walk(node)
    )


class _Without(ast.NodeTransformer):
    """A product without one of its factors."""

    def __init__(self, factor: ast.expr) -> None:
        self.factor = factor

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, ast.UnaryOp) and node.operand is self.factor:
            return ast.copy_location(ast.Constant(1.0), node)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and _is(node.left, self.factor):
            return node.right
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and _is(node.right, self.factor):
            return node.left
        return ast.copy_location(ast.Constant(1.0), node) if node is self.factor else super().visit(node)


def _is(node: ast.expr, factor: ast.expr) -> bool:
    """Is this the factor, or minus it?"""
    return node is factor or (isinstance(node, ast.UnaryOp) and node.operand is factor)


def _reached(way: ast.expr, made: dict[str, set[str]]) -> set[str]:
    """What a way is made of, as code: in it, and in what that is a sum or a multiple of."""
    waiting = [ast.unparse(one) for one in ast.walk(way) if isinstance(one, _NAMED)]
    found = set[str]()
    while waiting:
        text = waiting.pop()
        if text not in found:
            found.add(text)
            waiting += made.get(text, ())
    return found
