"""The slices that stand in some statements, and where windows begin: what may be meant where another one stands."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from whygrad.tracing.source import Source


def slices_in(statements: Sequence[ast.stmt], source: Source) -> tuple[str, ...]:
    """The slices that stand in some statements, and what they leave over."""
    found: dict[str, None] = {}
    for node in (one for statement in statements for one in ast.walk(statement)):
        if isinstance(node, ast.Slice) and node.step is None and (node.lower is None) != (node.upper is None):
            end = node.lower or node.upper
            if not hasattr(end, "current"):  # a statement that isn't in the text
                continue
            bound = source.code_of(end)  # type: ignore[arg-type]
            found |= {f"{bound}:": None, f":{bound}": None}
    return tuple(found)


def starts_in(statements: Sequence[ast.stmt], source: Source) -> tuple[str, ...]:
    """The products that stand in indices, and the sums with one: where a window begins, and places in it."""
    subscripts = [
        node for statement in statements for node in ast.walk(statement) if isinstance(node, ast.Subscript) and hasattr(node, "current")
    ]
    both = [one for node in subscripts for one in ast.walk(node.slice) if isinstance(one, ast.BinOp)]
    inside = [one for one in both if isinstance(one.op, ast.Mult) or (isinstance(one.op, ast.Add) and "*" in source.code_of(one.left))]
    return tuple(dict.fromkeys(source.code_of(one) for one in inside))[:8]
