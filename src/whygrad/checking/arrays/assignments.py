"""What statements assign, and where: the targets one by one, what they are called, what is walked through, and copies of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


def key_of(target: ast.expr) -> str:
    """What a target is called where it stands: the name, the attribute, the key; of an entry by number, what holds it.

    Of an attribute whose name is computed, with an X for what isn't written:

    >>> key_of(ast.parse("getattr(net, 'd' + name)", mode="eval").body)
    'dX'
    """
    if isinstance(target, ast.Subscript):
        inner = target.slice
        return inner.value if isinstance(inner, ast.Constant) and isinstance(inner.value, str) else key_of(target.value)
    if is_named_attribute(target):
        return _computed(target.args[1])  # type: ignore[attr-defined]
    return target.attr if isinstance(target, ast.Attribute) else target.id if isinstance(target, ast.Name) else ""


def is_named_attribute(node: ast.expr) -> bool:
    """Is this `getattr(net, name)`?"""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "getattr" and len(node.args) == 2


def _computed(name: ast.expr) -> str:
    if isinstance(name, ast.Constant):
        return str(name.value)
    if isinstance(name, ast.BinOp) and isinstance(name.op, ast.Add):
        return _computed(name.left) + _computed(name.right)
    return "".join(map(_computed, name.values)) if isinstance(name, ast.JoinedStr) else "X"


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
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield from _by_call(node.value)


def _by_call(call: ast.Call) -> Iterator[Assigned]:
    """An attribute by a name that is computed, `setattr(net, name, …)`, which is read by `getattr(net, name)`; and `w.__iadd__(…)`."""
    if isinstance(call.func, ast.Name) and call.func.id == "setattr" and len(call.args) == 3:
        yield Assigned(ast.Call(ast.Name("getattr"), call.args[:2], []), call.args[2])
    elif isinstance(call.func, ast.Attribute) and call.func.attr in ("__iadd__", "__isub__") and len(call.args) == 1:
        yield Assigned(call.func.value, call.args[0], is_in_place=True, is_added=call.func.attr == "__iadd__")


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
