"""Parts of a syntax tree, replaced for as long as it takes to compile them."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable, Iterable, Sequence
from types import CodeType
from typing import Any

from whygrad.checking.arrays.bodies import compiled, header_code

Change = tuple[ast.AST, str]
_Spot = tuple[Any, str, int | None]


class Replacer:
    """The places of all nodes in some statements, so that each is found at once."""

    def __init__(self, statements: Iterable[ast.stmt]) -> None:
        self.spots: dict[int, _Spot] = {}
        for statement in statements:
            for parent in ast.walk(statement):
                for name, value in ast.iter_fields(parent):
                    if isinstance(value, ast.AST):
                        self.spots[id(value)] = (parent, name, None)
                    elif isinstance(value, list):
                        self.spots.update({id(item): (parent, name, k) for k, item in enumerate(value) if isinstance(item, ast.AST)})

    def code(self, statement: ast.stmt, changes: Sequence[Change]) -> list[CodeType] | None:
        """The code of a statement with these changes; None where that is no program."""
        try:
            if len(changes) == 1 and changes[0][0] is statement:
                text = textwrap.dedent(" " * statement.col_offset + changes[0][1])
                return [compiled(one) for one in ast.parse(text).body]
            made = self._with(changes, lambda: compiled(statement))
        except (SyntaxError, ValueError):
            return None
        return None if made is None else [made]

    def header(self, statement: ast.stmt, changes: Sequence[Change]) -> CodeType | None:
        """The code of a loop's or a branch's header with these changes."""
        try:
            return self._with(changes, lambda: header_code(statement))
        except (SyntaxError, ValueError):
            return None

    def _with(self, changes: Sequence[Change], make: Callable[[], CodeType]) -> CodeType | None:
        new = [
            (node, ast.parse(text).body[0] if isinstance(node, ast.stmt) else ast.parse(text, mode="eval").body) for node, text in changes
        ]
        undo: list[tuple[_Spot, ast.AST]] = []
        try:
            for node, other in new:
                if hasattr(node, "ctx") and hasattr(other, "ctx"):
                    other.ctx = node.ctx
                spot = self.spots[id(node)]
                undo.append((spot, node))
                _put(spot, other)
            return make()
        except (SyntaxError, ValueError, TypeError, KeyError):
            return None
        finally:
            for spot, node in reversed(undo):
                _put(spot, node)


def _put(spot: _Spot, node: ast.AST) -> None:
    parent, name, k = spot
    if k is None:
        setattr(parent, name, node)
    else:
        getattr(parent, name)[k] = node
