"""Which claims a statement has a part in: what it assigns is moved a little, and one looks which claims move.

A mistake stands where it reaches every wrong claim, and seldom where it would reach one that is right.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from whygrad.checking.arrays.bodies import NOTHING, Changed, leaves_in
from whygrad.checking.arrays.trials import Outcome
from whygrad.tracing.source import Source

#: How an assigned value is moved.
_MOVED = "({}) * 1.137 + 0.0531"
#: What a change costs more where it would reach a right claim, where it reaches some of the wrong ones only, where it reaches none.
RIGHT, SOME, NONE = 0.6, 0.15, 0.25


class Influence:
    """The claims that each statement has a part in, found when asked."""

    def __init__(
        self, run: Callable[[Changed], Outcome], change: Callable[[ast.stmt, ast.expr, str], Changed | None], source: Source
    ) -> None:
        self.run, self.change, self.source = run, change, source
        self.known: dict[int, frozenset[str] | None] = {}

    @cached_property
    def before(self) -> Outcome:
        """The run as it is."""
        return self.run(NOTHING)

    def of(self, statement: ast.stmt) -> frozenset[str] | None:
        """The claims that move with what a statement assigns; None where that can't be told."""
        key = id(statement)
        if key not in self.known:
            self.known[key] = self._of(statement)
        return self.known[key]

    def _of(self, statement: ast.stmt) -> frozenset[str] | None:
        if not isinstance(statement, ast.Assign | ast.AugAssign) or isinstance(statement.value, ast.Tuple | ast.Dict | ast.List | ast.Name):
            return None
        changed = self.change(statement, statement.value, _MOVED.format(self.source.code_of(statement.value)))
        if changed is None:
            return None
        after = self.run(changed)
        if after.error is not None:
            return None
        return frozenset(name for name, value in self.before.claims.items() if not _same(value, after.claims.get(name)))

    def cost(self, statement: ast.stmt, wrong: Sequence[str], right: Sequence[str], node: ast.AST | None = None) -> float:
        """What is added to the cost of a change to this statement, or to one node of it."""
        if isinstance(statement, ast.Return) and isinstance(statement.value, ast.Tuple | ast.Dict) and len(wrong) > 1:
            return 0.0 if node is statement.value or node is statement else SOME  # one of the claims
        moved = self.of(statement)
        if moved is None:
            return 0.0
        if not moved:
            return NONE
        if moved & set(right):
            return RIGHT
        return 0.0 if moved >= set(wrong) else SOME


def owners_in(statements: Sequence[ast.stmt]) -> dict[int, ast.stmt]:
    """For each node in some statements: the simple statement, loop or branch that it stands in."""
    found: dict[int, ast.stmt] = {}
    for statement in leaves_in(statements):  # those inside come later, and have the last word
        for node in ast.walk(statement):
            found[id(node)] = statement
    return found


def _same(one: object, other: object) -> bool:
    try:
        return bool(np.allclose(np.asarray(one, dtype=float), np.asarray(other, dtype=float), rtol=1e-9, atol=1e-12, equal_nan=True))
    except (TypeError, ValueError):
        return False
