"""Changes to whole statements: how they assign, their order, their being there at all, what they return."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise, permutations
from typing import Any

import numpy as np

from whygrad.checking.arrays import writing
from whygrad.checking.arrays.assignments import key_of
from whygrad.checking.arrays.candidates import Candidate
from whygrad.checking.arrays.forgotten import forgotten, masked, scattered
from whygrad.checking.arrays.inserting import after, is_alone
from whygrad.checking.arrays.movement import is_mark, steps_in
from whygrad.checking.arrays.scope import Atom, Scope, is_gradient
from whygrad.checking.arrays.slices import names_in
from whygrad.checking.arrays.writing import written
from whygrad.tracing.source import Source

_AUGMENTED = {ast.Add: "+=", ast.Sub: "-=", ast.Mult: "*=", ast.Div: "/="}


def statements_in(statement: ast.stmt) -> Iterator[ast.stmt]:
    """A statement and those inside it."""
    yield statement
    for node in ast.walk(statement):
        if isinstance(node, ast.stmt) and node is not statement:
            yield node


def statement_candidates(statement: ast.stmt, source: Source) -> Iterator[Candidate]:
    """Changes to one statement as a whole, and to those inside it."""
    for node in (one for one in statements_in(statement) if not is_mark(one)):
        yield from _assigned(node, source)
        yield from _once_too_often(node, source, inside=node is not statement)
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
            yield from _returned(node.value, source)
        if isinstance(node, ast.Assign | ast.AugAssign | ast.Expr) and not _is_step(node):
            yield Candidate(node, "pass", "statement", 1.7, old=source.code_of(node), new="pass", detail="removed")
        for block in _blocks(node):
            yield from reordered(block, source)


def _blocks(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse"):
        block = getattr(node, name, None)
        if isinstance(block, list) and len(block) > 1 and not isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield block


def inner_blocks(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The lists of statements in a loop or a branch."""
    for node in statements_in(statement):
        yield from _blocks(node)


def reordered(block: list[ast.stmt], source: Source) -> Iterator[Candidate]:
    """Neighbours in the other order: a parameter that is updated before its last use."""
    for first, second in pairwise(one for one in block if hasattr(one, "current") and not is_mark(one)):
        simple = (ast.Assign, ast.AugAssign, ast.Expr)
        if isinstance(second, ast.Return) and not isinstance(second.value, ast.Name | ast.Tuple | None) and "dx" not in names_in(first):
            a, b = source.code_of(first), source.code_of(second.value)
            made = f"dx = {b}\n{' ' * first.col_offset}{a}"
            yield Candidate(first, made, "statement", 1.3, old=a, new=b, detail="later", more=[(second.value, "dx")])
        if isinstance(first, simple) and isinstance(second, simple):
            a, b = source.code_of(first), source.code_of(second)
            yield Candidate(first, b, "statement", 1.8, old=a, new=b, detail="later", more=[(second, a)])


def _assigned(node: ast.stmt, source: Source) -> Iterator[Candidate]:
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name | ast.Subscript | ast.Attribute):
        target, value = source.code_of(node.targets[0]), source.code_of(node.value)
        if isinstance(node.targets[0], ast.Subscript):
            yield Candidate(
                node,
                f"{target} *= {value}",
                "scale",
                1.2,
                old=value,
                new=f"{target} *= {value}",
                detail="*",
                part=target,
                new_role="gradient",
            )
        for sign in ("+=", "-="):
            text = f"{target} {sign} {value}"
            yield Candidate(node, text, "assign", 1.0 if sign == "+=" else 1.5, old="=", new=sign, part=target)
        yield from _scattered(node, node.targets[0], "add", source)
    if isinstance(node, ast.AugAssign) and type(node.op) in _AUGMENTED:
        target, value, own = source.code_of(node.target), source.code_of(node.value), _AUGMENTED[type(node.op)]
        others = {"+=": ("=", "-=", "*=", "/="), "-=": ("+=", "="), "*=": ("+=", "/=", "="), "/=": ("*=",)}[own]
        for sign in others:
            kind = "assign" if "=" in (own, sign) else "operator"
            detail = "" if kind == "assign" else f"{own[0]}→{sign[0]}"
            unlikely = sign in ("*=", "/=") and isinstance(node.target, ast.Subscript)  # an entry of what is collected
            cost = 1.5 if unlikely else 0.95 if (own, sign) == ("-=", "+=") else 1.05 if (own, sign) == ("+=", "-=") else 1.1
            yield Candidate(node, f"{target} {sign} {value}", kind, cost, old=own, new=sign, detail=detail, part=target)  # type: ignore[arg-type]
        if own == "+=" and isinstance(node.target, ast.Name):  # an array that is filled anew each time
            facts = {"old": own, "new": "=", "part": target}
            yield Candidate(node, f"{target}[...] = {value}", "assign", 1.12, **facts)  # type: ignore[arg-type]
        if own in ("+=", "-="):
            yield from _scattered(node, node.target, "add" if own == "+=" else "subtract", source)


def _once_too_often(node: ast.stmt, source: Source, *, inside: bool) -> Iterator[Candidate]:
    """A statement that adds or multiplies to what a name holds, `dz = dz * (1 - h**2)`: it may be in there already."""
    if not isinstance(node, ast.Assign) or len(node.targets) != 1 or not isinstance(node.value, ast.BinOp):
        return
    target, value = source.code_of(node.targets[0]), node.value
    held = [any(source.code_of(part) == target for part in _targets_in(side)) for side in (value.left, value.right)]
    operator = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}.get(type(value.op))
    if sum(held) != 1 or operator is None or (held[1] and operator in "-/"):
        return
    part = source.code_of(value.right if held[0] else value.left)
    goes = not inside and is_alone(node, source)
    facts: dict[str, Any] = {"detail": operator, "part": part, "is_repeated": True, "goes_with_line": goes}
    yield Candidate(node, "" if goes else "pass", "drop", 1.25, old=source.code_of(value), new=target, **facts)


def _targets_in(node: ast.expr) -> Iterator[ast.expr]:
    return (part for part in ast.walk(node) if isinstance(part, ast.Name | ast.Attribute | ast.Subscript) and hasattr(part, "current"))


def _scattered(node: ast.Assign | ast.AugAssign, target: ast.expr, function: str, source: Source) -> Iterator[Candidate]:
    """Each of several equal indices counts."""
    if isinstance(target, ast.Subscript) and not isinstance(target.slice, ast.Slice | ast.Constant):
        base, index = source.code_of(target.value), _index(target.slice, source)
        text = f"np.{function}.at({base}, {index}, {source.code_of(node.value)})"
        yield Candidate(node, text, "scatter", 1.05, old=source.code_of(node), new=text, part=base)


def _index(node: ast.expr, source: Source) -> str:
    if isinstance(node, ast.Tuple):
        return f"({', '.join(_index(item, source) for item in node.elts)})"
    if isinstance(node, ast.Slice):
        bounds = [source.code_of(one) if one is not None else "None" for one in (node.lower, node.upper, node.step)]
        return f"slice({', '.join(bounds)})"
    return source.code_of(node)


def _returned(node: ast.Tuple, source: Source) -> Iterator[Candidate]:
    texts = [written(item, source).at(writing.LOOSE) for item in node.elts]
    orders = permutations(texts) if len(texts) <= 4 else _swaps(texts)
    for k, order in enumerate(orders):
        if list(order) == texts:
            continue
        text = ", ".join(order)
        new = f"({text})" if source.code_of(node).startswith("(") else text
        yield Candidate(node, new, "order", 0.9 + 0.001 * k, old=", ".join(texts), new=text)


def _swaps(texts: list[str]) -> Iterator[list[str]]:
    for i, j in combinations(range(len(texts)), 2):
        swapped = list(texts)
        swapped[i], swapped[j] = swapped[j], swapped[i]
        yield swapped


def inserted(statement: ast.stmt, source: Source, scope: Scope, names: Mapping[str, Any]) -> Iterator[Candidate]:
    """Statements that may have been forgotten: 1 taken off where the label is, what is carried to the next turn of a loop."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1 and isinstance(statement.targets[0], ast.Name):
        yield from _less_one(statement, statement.targets[0].id, source, scope)
    if isinstance(statement, ast.Assign):
        yield from scattered(statement, source, scope)
        yield from masked(statement, source, scope)
        yield from _one_more(statement, source, scope)
    if isinstance(statement, ast.Assign | ast.AugAssign):
        yield from _scaled_after(statement, source, scope)
    if isinstance(statement, ast.For):
        yield from _carried(statement, source, scope, names)
        yield from forgotten(statement, source, scope, names)


def moved_later(statements: Sequence[ast.stmt], source: Source, *, ends: bool = True) -> Iterator[Candidate]:
    """A step of training that is made before the parameter is read for the last time: it belongs behind that.

    Where the statements end a function (`ends`), a new value of a name of its own is of no use there, and is left out.
    """
    for k, statement in enumerate(statements[:-1]):
        if not _is_step(statement):
            continue
        target = statement.target if isinstance(statement, ast.AugAssign) else statement.targets[0]  # type: ignore[attr-defined]
        name = ast.unparse(target)
        later = [
            one
            for one in statements[k + 1 :]
            if not is_mark(one) and any(isinstance(node, ast.expr) and ast.unparse(node) == name for node in ast.walk(one))
        ]
        if not later or not hasattr(later[-1], "current"):
            continue
        last, own = later[-1], source.code_of(statement)
        indent = " " * last.col_offset
        if not isinstance(last, ast.Return):
            text = f"{source.code_of(last)}\n{indent}{own}"
        elif last.value is not None:
            text = f"dx = {source.code_of(last.value)}\n{indent}{own}\n{indent}return dx"
        made = Candidate(statement, "", "statement", 0.9, old=own, new=source.code_of(last), detail="later")
        made.statement, made.goes_with_line = k, is_alone(statement, source)
        made.more = [] if ends and isinstance(statement, ast.Assign) and isinstance(target, ast.Name) else [(last, text)]
        yield made


def _is_step(statement: ast.stmt) -> bool:
    """Is a parameter moved along a gradient here?"""
    if not isinstance(statement, ast.Assign | ast.AugAssign) or not hasattr(statement, "current"):
        return False
    target = statement.target if isinstance(statement, ast.AugAssign) else statement.targets[0]
    if not isinstance(target, ast.Name | ast.Attribute):
        return False
    if any(steps_in([statement])):
        return True
    last, reads = key_of(target), {key_of(node) for node in ast.walk(statement.value) if isinstance(node, ast.Name | ast.Attribute)}
    moves = isinstance(statement, ast.AugAssign) or last in reads
    return moves and not is_gradient(last) and any(is_gradient(name) for name in reads)


def _less_one(statement: ast.Assign, name: str, source: Source, scope: Scope) -> Iterator[Candidate]:
    """`dscores[np.arange(N), y] -= 1`, the derivative of softmax and cross-entropy."""
    value = next((atom.value for atom in scope.atoms if atom.text == name), None)
    if not isinstance(value, np.ndarray) or value.ndim != 2 or value.dtype.kind != "f":
        return
    for atom in scope.atoms:
        if isinstance(atom.value, np.ndarray) and atom.value.dtype.kind in "iu" and atom.value.shape == value.shape[:1]:
            line = f"{name}[np.arange({name}.shape[0]), {atom.text}] -= 1"
            yield after(statement, line, source, "term", 1.5, part=line)


def _one_more(statement: ast.Assign, source: Source, scope: Scope) -> Iterator[Candidate]:
    """`dx += dskip`: a path that joins later."""
    parts = [part for target in statement.targets for part in (target.elts if isinstance(target, ast.Tuple) else [target])]
    bound = {part.id for part in parts if isinstance(part, ast.Name)}
    gradients = [atom for atom in scope.atoms if atom.role == "gradient" and atom.shape]
    for name in (atom for atom in gradients if atom.text in bound):
        for other in gradients:
            if other.shape == name.shape and other.text not in bound:
                yield after(statement, f"{name.text} = {name.text} + {other.text}", source, "term", 1.45, part=other.text)


def _scaled_after(statement: ast.Assign | ast.AugAssign, source: Source, scope: Scope) -> Iterator[Candidate]:
    """`dscores /= N`, the mean of the loss."""
    target = statement.target if isinstance(statement, ast.AugAssign) else statement.targets[0]
    while isinstance(target, ast.Subscript):
        target = target.value
    name = ast.unparse(target)
    own = next((atom for atom in scope.atoms if atom.text == name), None)
    if own is None or own.role != "gradient" or not own.shape:
        return
    for size in scope.sizes:
        is_count = isinstance(size.value, int | np.integer) and bool(size.value > 1)
        if is_count or (isinstance(size.value, float | np.floating) and size.value not in (0, 1)):
            for sign in "/*" if is_count else "*/":
                line = f"{name} {sign}= {size.text}"
                made = after(statement, line, source, "scale", 1.5, part=size.text)
                made.detail, made.factor, made.is_count, made.old = sign, float(size.value), is_count, name
                yield made
    if own.shape[0] > 1 and own.shape[0] not in {size.value for size in scope.sizes}:
        made = after(statement, f"{name} /= {name}.shape[0]", source, "scale", 1.55, part=f"{name}.shape[0]")
        made.detail, made.factor, made.is_count, made.old = "/", float(own.shape[0]), True, name
        yield made


def _carried(statement: ast.For, source: Source, scope: Scope, names: Mapping[str, Any]) -> Iterator[Candidate]:
    """A gradient that is read in each turn, and that no turn gives a new value to."""
    read = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    bound = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    arrays = [atom for atom in scope.atoms if isinstance(atom.value, np.ndarray) and atom.value.dtype.kind == "f"]
    last = statement.body[-1]
    for carried in arrays:
        if carried.text not in read or carried.text in bound or carried.text not in names:
            continue
        is_zero = not np.any(carried.value)  # and stays so in all turns: then there is no use in it
        if carried.role != "gradient" and not is_zero:
            continue
        more = 0.0 if is_zero else 0.5
        for gradient in arrays:
            if gradient.role != "gradient" or gradient.text not in bound:
                continue
            if gradient.shape == carried.shape:
                yield after(last, f"{carried.text} = {gradient.text}", source, "term", 1.0 + more, part=f"{gradient.text}_next")
            for other in arrays:
                if other.role == "forward":
                    yield from _passed_on(last, carried, gradient, other, source, more)


def _passed_on(last: ast.stmt, carried: Atom, gradient: Atom, other: Atom, source: Source, more: float) -> Iterator[Candidate]:
    x, y = gradient.value, other.value
    if x.ndim == y.ndim == 2:
        for a, b, text in (
            (x, y.T, f"{gradient.text} @ {other.text}.T"),
            (x, y, f"{gradient.text} @ {other.text}"),
            (y.T, x, f"{other.text}.T @ {gradient.text}"),
            (y, x, f"{other.text} @ {gradient.text}"),
        ):
            if a.shape[1] == b.shape[0] and (a.shape[0], b.shape[1]) == carried.shape:
                yield after(last, f"{carried.text} = {text}", source, "term", 1.1 + more, part=f"{carried.text}_next")
    if x.shape == y.shape == carried.shape:
        yield after(last, f"{carried.text} = {gradient.text} * {other.text}", source, "term", 1.2 + more, part=f"{carried.text}_next")
