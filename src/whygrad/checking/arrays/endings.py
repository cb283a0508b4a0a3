"""Is a gradient function all that a program's steps need, or a piece of a longer way back, as that of a loss with its predictions is?"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence

from whygrad.checking.arrays.assignments import Assigned, assigned, key_of
from whygrad.checking.arrays.recording import Written
from whygrad.checking.arrays.slices import base_of, names_in
from whygrad.checking.arrays.splitting import has_steps
from whygrad.checking.arrays.training import is_loss
from whygrad.checking.arrays.updates import moves

#: Calls that give what they are given.
_COPIES = frozenset("copy array asarray float deepcopy float64 atleast_1d".split())


def makes_steps(bodies: Collection[Sequence[ast.stmt]]) -> bool:
    """Is something moved in these statements, and not only added up?"""
    for body in bodies:
        if any(not one.is_sum and not is_loss(key_of(ast.parse(one.target, mode="eval").body)) for one in moves(body)):
            return True
        losses = {key_of(part.target) for one in body for node in ast.walk(one) for part in assigned(node) if is_loss(key_of(part.target))}
        if has_steps(body, losses):
            return True
    return False


def is_final(one: Written, roots: Collection[str], tree: ast.Module) -> bool:
    """Is what a function gives the gradients of moved by the program itself, or is the function handed to what moves it?

    `roots`: the parameters that the gradients are of. What a prediction is made of (`x @ w`) is another thing than the prediction.
    """
    parts = [part for node in ast.walk(tree) for part in assigned(node)]
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if key_of(call.func) != one.name:
            if any(isinstance(given, ast.Name) and given.id == one.name for given in (*call.args, *(word.value for word in call.keywords))):
                return True
            continue
        if any(_is_moved(name, parts) for name in _given(one, roots, call)):
            return True
    return False


def _given(one: Written, roots: Collection[str], call: ast.Call) -> Iterator[str]:
    """On which names that hangs which a call gives for these parameters."""
    names = one.parameters[int(one.is_method) :]
    bound = [*zip(names, call.args, strict=False), *((word.arg, word.value) for word in call.keywords)]
    yield from (name for parameter, value in bound if parameter in roots for name in _same_as(value))
    if one.is_method and one.parameters[:1] and one.parameters[0] in roots and isinstance(call.func, ast.Attribute):
        yield base_of(call.func.value)


def _same_as(value: ast.expr) -> Iterator[str]:
    """The names of which this is a copy, or a place beside them: `x`, `x + t * p`."""
    if isinstance(value, ast.Name | ast.Attribute | ast.Subscript | ast.Starred):
        yield base_of(value)
    elif isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add | ast.Sub) and isinstance(value.left, ast.Name):
        yield value.left.id
    elif isinstance(value, ast.Call) and key_of(value.func) in _COPIES:
        yield from (name for given in (*value.args, value.func) for name in _same_as(given) if name not in ("np", "numpy", "copy"))
    elif isinstance(value, ast.List | ast.Tuple):
        yield from (name for item in value.elts for name in _same_as(item))
    elif isinstance(value, ast.ListComp):
        over = value.generators[0].iter
        yield from _same_as(over.args[0] if isinstance(over, ast.Call) and over.args else over)


def _is_moved(name: str, parts: Sequence[Assigned]) -> bool:
    """Does a name, or one that it is a copy of, get a new value that is made of the old one?"""
    same, waiting = {name}, [name]
    while waiting:
        current = waiting.pop()
        for part in parts:
            if base_of(part.target) == current and isinstance(part.target, ast.Name):
                new = {*_same_as(part.value)} - same - {""}
                same |= new
                waiting += new
    for part in parts:
        if base_of(part.target) in same and (part.is_in_place or any(_is_step(node, same) for node in ast.walk(part.value))):
            return True
    return False


def _is_step(node: ast.AST, names: Collection[str]) -> bool:
    if isinstance(node, ast.ListComp):
        return any(names_in(one.iter) & {*names} for one in node.generators)
    if not isinstance(node, ast.BinOp) or isinstance(node.op, ast.MatMult):
        return False
    sides = [side for side in (node.left, node.right) if isinstance(side, ast.Name | ast.Attribute | ast.Subscript)]
    return any(base_of(side) in names for side in sides)
