"""What statements assign, and where: the targets one by one, what they are called, what is walked through, and copies of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


def key_of(target: ast.expr) -> str:
    """What a target is called where it stands: the name, the attribute, the key; of an entry by number, what holds it."""
    if isinstance(target, ast.Subscript):
        inner = target.slice
        return inner.value if isinstance(inner, ast.Constant) and isinstance(inner.value, str) else key_of(target.value)
    return target.attr if isinstance(target, ast.Attribute) else target.id if isinstance(target, ast.Name) else ""


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a statement in the order of the text, without those of functions inside it."""
    yield node
    if not isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef):
        for child in ast.iter_child_nodes(node):
            yield from walk(child)


@dataclass(frozen=True)
class Assigned:
    """A target and what is put there; of a tuple, each for itself."""

    target: ast.expr
    value: ast.expr
    is_in_place: bool = False  # `+=` and its kin
    is_factor: bool = False  # `*=`, `/=`
    is_added: bool = False  # `+=`


def assigned(node: ast.AST) -> Iterator[Assigned]:
    """What a statement assigns: `w, b = w - dw, b - db` are two.

    >>> [ast.unparse(one.value) for one in assigned(ast.parse("w, b = w - dw, b - db").body[0])]
    ['w - dw', 'b - db']
    """
    if isinstance(node, ast.AugAssign):
        op = node.op
        yield Assigned(node.target, node.value, True, isinstance(op, ast.Mult | ast.Div), isinstance(op, ast.Add))
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        yield Assigned(node.target, node.value)
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            both = isinstance(target, ast.Tuple | ast.List) and isinstance(node.value, ast.Tuple | ast.List)
            if both and len(target.elts) == len(node.value.elts):  # type: ignore[attr-defined]
                yield from (Assigned(*pair) for pair in zip(target.elts, node.value.elts, strict=True))  # type: ignore[attr-defined]
            else:
                parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
                yield from (Assigned(part, node.value) for part in parts)


def reads(value: ast.AST, target: ast.expr) -> bool:
    """Does an expression read what stands at a target?"""
    text = ast.unparse(target)
    return any(ast.unparse(one) == text for one in ast.walk(value) if isinstance(one, ast.Name | ast.Attribute | ast.Subscript))


def added(one: Assigned) -> ast.expr | None:
    """What is added to a target, or taken from it: `dw` of `w = w - dw` and of `w -= dw`."""
    if one.is_in_place:
        return None if one.is_factor else one.value
    if not isinstance(one.value, ast.BinOp) or not isinstance(one.value.op, ast.Add | ast.Sub):
        return None
    own, left, right = ast.unparse(one.target), one.value.left, one.value.right
    return right if ast.unparse(left) == own else left if ast.unparse(right) == own and isinstance(one.value.op, ast.Add) else None


def copied_but(node: Any, but: ast.AST) -> Any:
    """A copy of a tree, but for one node, which is found again in it."""
    if isinstance(node, list):
        return [copied_but(one, but) for one in node]
    if not isinstance(node, ast.AST) or node is but:
        return node
    made = type(node)()
    made.__dict__.update({name: copied_but(value, but) for name, value in vars(node).items()})
    return made
