"""Steps that solve equations, as Newton's do: the gradient that goes into one is what can be judged, and not where it leads.

Nocedal and Wright, *Numerical Optimization*, chapters 3 and 10.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from whygrad.checking.arrays.afterwards import is_step
from whygrad.checking.arrays.assignments import assigned, key_of, walk
from whygrad.checking.arrays.checkpoints import value_of

_INVERSES = frozenset({"inv", "pinv"})
#: Functions that solve equations: what they are given last of what has no name is the right-hand side.
SOLVERS = _INVERSES | frozenset("solve lstsq cho_solve solve_triangular cg minres gmres".split())


def right_hand_side(step: str, target: str, block: Sequence[ast.stmt], names: Mapping[str, Any]) -> str | None:
    """What a step of a target is solved for, as code: `g` of `step = np.linalg.solve(H, -g)`, of `inv(H) @ g`.

    So is `g` of `-g / h` with an array `h`, if that is added as it is: with a rate, it would be a gradient itself.

    >>> right_hand_side("p", "x", ast.parse("p = -0.5 * np.linalg.solve(H, g)").body, {})
    'g'
    """
    values = [
        one.value
        for statement in block
        for node in walk(statement)
        for one in assigned(node)
        if ast.unparse(one.target) == step and not one.is_in_place
    ]
    if not values:
        return None
    found = _solved_for(values[-1])
    return found if found is not None or not is_step(block, target, step) else _divided(values[-1], names)


def _divided(node: ast.expr, names: Mapping[str, Any]) -> str | None:
    node = node.operand if isinstance(node, ast.UnaryOp) else node
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and np.ndim(value_of(ast.unparse(node.right), dict(names))):
        return _name_of(node.left)
    return None


def _solved_for(node: ast.expr) -> str | None:
    if isinstance(node, ast.UnaryOp):
        return _solved_for(node.operand)
    if isinstance(node, ast.Subscript):  # `np.linalg.lstsq(J, r)[0]`
        return _solved_for(node.value)
    if isinstance(node, ast.Call) and key_of(node.func) in SOLVERS - _INVERSES and len(node.args) > 1:
        return _name_of(node.args[1])
    if not isinstance(node, ast.BinOp):
        return None
    if isinstance(node.op, ast.MatMult) and any(isinstance(one, ast.Call) and key_of(one.func) in _INVERSES for one in ast.walk(node.left)):
        return _name_of(node.right)
    if isinstance(node.op, ast.Mult | ast.Div):
        return _solved_for(node.right) or _solved_for(node.left)
    return None


def _name_of(node: ast.expr) -> str | None:
    """A name, whatever its sign."""
    inner = node.operand if isinstance(node, ast.UnaryOp) else node
    return ast.unparse(inner) if isinstance(inner, ast.Name | ast.Attribute) else None
