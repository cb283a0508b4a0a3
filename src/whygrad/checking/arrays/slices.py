"""Which statements a value was made by: what each statement reads and writes, and the way back from a name."""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence

#: Methods and functions that change what they are given.
_CHANGES = frozenset(
    {
        "at",
        "append",
        "extend",
        "insert",
        "fill",
        "put",
        "sort",
        "update",
        "itemset",
        "setdefault",
        "copyto",
        "fill_diagonal",
        "put_along_axis",
        "place",
    }
)


def base_of(node: ast.expr) -> str:
    """The name that a target or a value hangs on: `grads` of `grads["W"].T[0]`."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def parsed(text: str) -> ast.expr:
    """An expression that is given as text."""
    return ast.parse(text, mode="eval").body


def base_name(text: str) -> str:
    """The same of a target that is given as text."""
    return base_of(parsed(text))


def names_in(node: ast.AST) -> set[str]:
    """The names that stand in a node."""
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def loaded_by(statement: ast.AST) -> set[str]:
    """The names whose values a statement takes."""
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def written_by(statement: ast.stmt) -> set[str]:
    """The names that a statement binds or whose contents it changes."""
    found: set[str] = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.For | ast.NamedExpr):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
                found |= {base_of(part) for part in parts}
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGES:
                found |= {base_of(node.func.value), *(base_of(one) for one in node.args[:1])}
            found |= {base_of(one.value) for one in node.keywords if one.arg == "out"}
        elif isinstance(node, ast.FunctionDef):
            found.add(node.name)
    return found - {"", "np", "numpy"}


def read_by(statement: ast.stmt) -> set[str]:
    """The names that a statement reads: those that it changes a part of among them."""
    found = loaded_by(statement)
    for node in ast.walk(statement):
        if isinstance(node, ast.AugAssign):
            found.add(base_of(node.target))
    return found


def binds_whole(statement: ast.stmt, name: str) -> bool:
    """Does a statement give a name a new value, so that what it held before is out of play?"""
    if not isinstance(statement, ast.Assign):
        return False
    names = set()
    for target in statement.targets:
        parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
        names |= {part.id for part in parts if isinstance(part, ast.Name)}
    return name in names


def makers(statements: Sequence[ast.stmt], wanted: Collection[str], end: int, known: Collection[str] = ()) -> list[int]:
    """The statements up to `end` (inclusive) that made these names, the latest first; what is `known` is not followed further."""
    needed = set(wanted)
    found = []
    for k in range(end, -1, -1):
        made = written_by(statements[k]) & needed
        if not made and not isinstance(statements[k], ast.Return):
            continue
        if isinstance(statements[k], ast.Return) and k != end:
            continue
        found.append(k)
        needed -= {name for name in made if binds_whole(statements[k], name)}
        needed |= read_by(statements[k]) - set(known)
    return found
