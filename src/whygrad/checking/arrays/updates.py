"""Along what parameters are moved: `W -= rate * gW` pairs `W` and `gW`, and a loop over two lists pairs what stands in them."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from whygrad.checking.arrays.assignments import Assigned, added, assigned, is_named_attribute, key_of, walk
from whygrad.checking.arrays.scope import is_gradient
from whygrad.checking.arrays.slices import names_in

#: What is called like a function that makes gradients smaller.
SMALLER = re.compile(r"(?i)clip|norm|scale|limit|crop|thresh|trunc|satur|cort|limita")
#: What is called like a function or a method that makes a step along the gradients that it is given.
_STEPPERS = re.compile(r"(?i)^(step|update|apply|optimi[sz]e|descend|atualiza|aplica|passo)")


def calls_step(node: ast.AST) -> bool:
    """Is a function or a method called that makes a step, `optimizer.step(grads)`?"""
    return isinstance(node, ast.Call) and bool(node.args or node.keywords) and _STEPPERS.search(key_of(node.func)) is not None


@dataclass(frozen=True)
class Moved:
    """What is moved, and along what. `is_each`: both hold several, and those at the same place belong together."""

    target: str
    along: str
    is_each: bool = False
    index: str = ""  # of the part of the target that is moved
    is_sum: bool = False  # added as it is, as to a total
    is_less: bool = False  # taken from it
    is_gone_through: bool = False  # one of several that a loop goes through
    divisors: tuple[str, ...] = ()  # what it is divided by
    roots: tuple[str, ...] = ()  # what it is divided by, where a root is in it, as in adaptive rates


def moves(block: Sequence[ast.stmt]) -> Iterator[Moved]:
    """The pairs in some statements; of a product, each factor may be what it is moved along.

    >>> text = "for w, g in zip(weights, grads):\\n    w -= rate * g"
    >>> [(one.target, one.along) for one in moves(ast.parse(text).body) if one.is_each]
    [('weights', 'grads')]
    """
    for statement in block:
        yield from _in(statement)


def _in(node: ast.AST) -> Iterator[Moved]:
    if isinstance(node, ast.For):
        made, held = sources(node.body), {name for name, _over in _held(node.target, node.iter)} or names_in(node.target)
        for one in (one for statement in node.body for one in _in(statement)):
            is_held = one.target in held or one.index in names_in(node.target)
            for along in _reaching(one, made, held) if is_held else [one.along]:
                yield from _through(replace(one, along=along), node.target, node.iter)
        return
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
        return
    for part in assigned(node):
        yield from _of(part)
        value = part.value
        if isinstance(value, ast.ListComp) and len(value.generators) == 1:  # `[w - rate * g for w, g in zip(...)]`
            over = value.generators[0]
            for name in sorted(names_in(over.target)):
                for one in _of(Assigned(ast.Name(name), value.elt)):
                    yield from _through(one, over.target, over.iter)
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield from _in(child)


def sources(block: Sequence[ast.stmt]) -> dict[str, set[str]]:
    """What each name is a sum or a multiple of: a velocity, of the gradient that goes into it.

    >>> sorted(sources(ast.parse("m = b1 * m + (1 - b1) * g\\nm_hat = m / c").body)["m"])
    ['b1', 'g', 'm']
    """
    found: dict[str, set[str]] = {}
    for node in (one for statement in block for one in walk(statement)):
        for part in assigned(node):
            factors = list[ast.expr]()
            _terms(part.value, factors, [])
            texts = {ast.unparse(one) for one in factors if isinstance(one, ast.Name | ast.Attribute | ast.Subscript)}
            found.setdefault(ast.unparse(part.target), set()).update(texts)
            whole = _each_of(part.target)
            if whole:  # entry by entry, in a loop over these
                index = ast.unparse(part.target)[len(whole) :]
                found.setdefault(whole, set()).update(text.removesuffix(index) for text in texts if text.endswith(index))
    return found


def _each_of(target: ast.expr) -> str:
    """`v` of `v[j]`."""
    return ast.unparse(target.value) if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Name) else ""


def _terms(value: ast.expr, factors: list[ast.expr], divisors: list[ast.expr]) -> None:
    """The factors of every term of a sum, and of sums among those; of what is made entry by entry of a list, the list."""
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add | ast.Sub):
        _terms(value.left, factors, divisors)
        _terms(value.right, factors, divisors)
        return
    if isinstance(value, ast.ListComp | ast.DictComp):
        over = value.generators[0].iter
        factors.append(over.func.value if isinstance(over, ast.Call) and isinstance(over.func, ast.Attribute) else over)
        return
    own = list[ast.expr]()
    _factors(value, own, divisors)
    for one in own:
        if isinstance(one, ast.BinOp) and isinstance(one.op, ast.Add | ast.Sub):
            _terms(one, factors, divisors)
        else:
            factors.append(one)


def _reaching(one: Moved, made: Mapping[str, set[str]], held: Collection[str]) -> list[str]:
    """What one is moved along; of what is made in a loop (`p -= rate * m / scale`), the names of the loop that it is made of, too."""
    reached, waiting = dict.fromkeys([one.along]), [one.along]
    while waiting:
        new = made.get(waiting.pop(), set()) - {*reached, one.target}
        reached |= dict.fromkeys(sorted(new))
        waiting += new
    others = [text for text in reached if text in held and text != one.along]
    if one.along in held:  # a velocity that is gone through with the gradients that it is made of
        return [*(text for text in others if is_gradient(text)), one.along]
    return [one.along, *others]


def _of(part: Assigned) -> Iterator[Moved]:
    """What one assignment moves."""
    step = _added(part)
    if step is None:
        return
    factors, divisors = list[ast.expr](), list[ast.expr]()
    _terms(step, factors, divisors)
    roots = tuple(ast.unparse(one) for one in divisors if any(_is_root(node) for node in ast.walk(one)))
    for factor in factors:
        if not isinstance(factor, ast.Name | ast.Attribute | ast.Subscript) and not is_named_attribute(factor):
            continue
        is_sum = part.is_added and step is factor
        is_less = not part.is_added and part.is_in_place
        by = tuple(map(ast.unparse, divisors))
        moved = Moved(ast.unparse(part.target), ast.unparse(factor), is_sum=is_sum, is_less=is_less, divisors=by, roots=roots)
        if isinstance(part.target, ast.Subscript) and not isinstance(part.target.slice, ast.Constant):
            whole, index = ast.unparse(part.target.value), ast.unparse(part.target.slice)
            if isinstance(factor, ast.Subscript) and ast.unparse(factor.slice) == index:
                yield replace(moved, target=whole, along=ast.unparse(factor.value), is_each=True)
            yield replace(moved, target=whole, index=index)
        else:
            yield moved


def _is_root(node: ast.AST) -> bool:
    return (isinstance(node, ast.Call) and key_of(node.func) == "sqrt") or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow))


def _added(part: Assigned) -> ast.expr | None:
    """What is added to all of the old value; of `w = w - rate * g - decay * w` the first."""
    found = added(part)
    while found is None and not part.is_in_place and isinstance(part.value, ast.BinOp) and isinstance(part.value.op, ast.Add | ast.Sub):
        part = replace(part, value=part.value.left)
        found = added(part)
    return found


def _factors(value: ast.expr, factors: list[ast.expr], divisors: list[ast.expr]) -> None:
    if isinstance(value, ast.UnaryOp):
        _factors(value.operand, factors, divisors)
    elif isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mult):
        _factors(value.left, factors, divisors)
        _factors(value.right, factors, divisors)
    elif isinstance(value, ast.BinOp) and isinstance(value.op, ast.Div):
        _factors(value.left, factors, divisors)
        divisors.append(value.right)
    elif isinstance(value, ast.Call) and makes_smaller(value):
        is_method = isinstance(value.func, ast.Attribute) and ast.unparse(value.func.value) not in ("np", "numpy", "self")
        inside = [value.func.value] if is_method else value.args  # type: ignore[attr-defined]
        for one in inside[:1]:
            _factors(one, factors, divisors)
    else:
        factors.append(value)


def makes_smaller(call: ast.Call) -> bool:
    """Is this a call of `np.clip`, or of what is called like it?"""
    name = key_of(call.func)
    return SMALLER.search(name) is not None and (isinstance(call.func, ast.Name) or name in ("clip", "nan_to_num"))


def _through(one: Moved, target: ast.expr, over: ast.expr) -> Iterator[Moved]:
    """A pair of names of a loop, as the pair of what is gone through."""
    if isinstance(over, ast.Tuple | ast.List) and isinstance(target, ast.Tuple):  # `for p, g in ((W, dW), (b, db))`
        for row in over.elts:
            if isinstance(row, ast.Tuple | ast.List) and len(row.elts) == len(target.elts):
                held_by = {ast.unparse(part): held for part, held in zip(target.elts, row.elts, strict=True)}
                said = ast.unparse(_With(held_by).visit(ast.parse(one.along, mode="eval").body))
                if one.target in held_by and said != one.along:
                    yield replace(one, target=ast.unparse(held_by[one.target]), along=said)
        return
    held = dict(_held(target, over))
    moved, along = held.get(one.target), held.get(one.along)
    if moved is None and along is None:
        yield one
    elif moved is not None and along is not None and one.along != one.target:
        for mine, other in _elements(moved, along):
            is_each = not any(isinstance(side, ast.List | ast.Tuple) for side in (moved, along))
            yield replace(one, target=mine, along=other, is_each=is_each, is_gone_through=True)
    elif moved is None and along is not None and one.index in names_in(target):  # `for k, g in grads.items(): params[k] -= rate * g`
        yield replace(one, along=ast.unparse(along), index="", is_each=True)


class _With(ast.NodeTransformer):
    """An expression with other expressions for some names."""

    def __init__(self, held: dict[str, ast.expr]) -> None:
        self.held = held

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.held.get(node.id, node)


def _held(target: ast.expr, over: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """By the name of a loop: what it goes through."""
    called = key_of(over.func) if isinstance(over, ast.Call) else ""
    parts = target.elts if isinstance(target, ast.Tuple | ast.List) else []
    if isinstance(over, ast.Call) and called == "enumerate" and len(parts) == 2 and over.args:
        yield from _held(parts[1], over.args[0])
    elif isinstance(over, ast.Call) and called == "zip":
        for part, held in zip(parts, over.args, strict=False):
            if isinstance(part, ast.Name):
                yield part.id, held
    elif called == "items" and isinstance(over, ast.Call) and isinstance(over.func, ast.Attribute) and len(parts) == 2:
        yield ast.unparse(parts[1]), over.func.value


def _elements(moved: ast.expr, along: ast.expr) -> Iterator[tuple[str, str]]:
    """The pairs of two that are gone through together: of names that stand in a list, each."""
    mine, other = (one.elts if isinstance(one, ast.List | ast.Tuple) else None for one in (moved, along))
    if mine is None and other is None:
        yield ast.unparse(moved), ast.unparse(along)
        return
    for k in range(min(len(one) for one in (mine, other) if one is not None)):
        yield (
            f"{ast.unparse(moved)}[{k}]" if mine is None else ast.unparse(mine[k]),
            f"{ast.unparse(along)}[{k}]" if other is None else ast.unparse(other[k]),
        )
