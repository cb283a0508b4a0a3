"""The names that some statements read before they bind them: what a turn is given."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from whygrad.checking.arrays.slices import names_in, read_by


def live_in(statements: Sequence[ast.stmt]) -> list[str]:
    """The names that some statements read before they bind them, in the order of the text."""
    found: dict[str, None] = {}
    _live(statements, set(), found)
    return list(found)


def _live(statements: Sequence[ast.stmt], bound: set[str], found: dict[str, None]) -> None:
    for statement in statements:
        if isinstance(statement, ast.If):
            _read(statement.test, bound, found)
            one, other = set(bound), set(bound)
            _live(statement.body, one, found)
            _live(statement.orelse, other, found)
            bound |= one & other
        elif isinstance(statement, ast.For | ast.While):
            _read(statement.iter if isinstance(statement, ast.For) else statement.test, bound, found)
            if isinstance(statement, ast.For):
                bound |= names_in(statement.target)
            _live([*statement.body, *statement.orelse], bound, found)
        elif isinstance(statement, ast.With | ast.Try):
            for item in getattr(statement, "items", ()):
                _read(item, bound, found)
            _live(statement.body, bound, found)
        else:
            _read(statement, bound, found)
            bound |= {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def _read(node: ast.AST, bound: set[str], found: dict[str, None]) -> None:
    own = {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)} - bound
    inner = own if isinstance(node, ast.expr) else set[str]()  # what a comprehension binds
    inner |= {name for part in ast.walk(node) if isinstance(part, ast.comprehension) for name in names_in(part.target)}
    names = read_by(node) if isinstance(node, ast.stmt) else names_in(node)
    ordered = [one.id for one in ast.walk(node) if isinstance(one, ast.Name) and one.id in names]
    for name in ordered:
        if name not in bound and name not in inner:
            found.setdefault(name)
