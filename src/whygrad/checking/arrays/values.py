"""The values of a statement's expressions, found by evaluating what only computes."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Collection
from typing import Any

import numpy as np


def values_of(statement: ast.AST, names: dict[str, Any], pure: Collection[str] = ()) -> dict[int, Any]:
    """The values of a statement's expressions, with the names as they are at hand: in a loop, those of its last turn."""
    found: dict[int, Any] = {}
    kinds = (ast.Name, ast.Attribute, ast.Subscript, ast.BinOp, ast.UnaryOp, ast.Call, ast.Constant, ast.Compare)
    with np.errstate(all="ignore"):
        for node in ast.walk(statement):
            if not isinstance(node, kinds) or isinstance(getattr(node, "ctx", None), ast.Store | ast.Del):
                continue
            if any(isinstance(one, ast.Call) and not _only_computes(one, pure) for one in ast.walk(node)):
                continue
            try:
                found[id(node)] = eval(compile(ast.Expression(node), "<value>", "eval"), dict(names))
            except Exception:
                continue
        for node in ast.walk(statement):
            if isinstance(node, ast.AugAssign | ast.Assign):
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    if isinstance(target, ast.Subscript) or isinstance(node, ast.AugAssign):
                        with contextlib.suppress(Exception):
                            found[id(target)] = eval(ast.unparse(target), dict(names))
    return found


#: Calls that only compute: what else is called might change something, and is not called for its value.
_HARMLESS = frozenset(
    """
    sum mean max min prod std var exp log sqrt square abs tanh sin cos dot matmul outer einsum where maximum minimum zeros_like
    ones_like zeros ones full arange reshape transpose copy astype ravel flatten squeeze expand_dims argmax argmin sign power len range str
    reversed float int tuple list zip enumerate concatenate stack hstack vstack split cumsum repeat tile swapaxes moveaxis eye diag
    trace linspace broadcast_to sinh cosh arctan2 hypot clip log1p expm1 logaddexp norm any all nonzero flip roll pad take tensordot
    inner cross isclose get items keys values bincount unravel_index array asarray argsort triu tril take_along_axis sigmoid softmax
    multiply add subtract divide negative
    """.split()
)


def _only_computes(node: ast.Call, pure: Collection[str]) -> bool:
    """Can this be called for its value, with nothing changed by it?"""
    name = called(node)
    return (name in _HARMLESS or name in pure) and not any(one.arg == "out" for one in node.keywords)


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
