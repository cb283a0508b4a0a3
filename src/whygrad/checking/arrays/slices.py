"""Which statements a value was made by: what each statement reads and writes, and the way back from a name."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

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


@lru_cache(maxsize=1 << 12)
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


def entries_of(statement: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    """What a statement gives to the entries of a dict that it makes, `grads = {"W": dW}` or `grads = dict(W=dW)`, by their texts."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return
    name, value = ast.unparse(statement.targets[0]), statement.value
    if isinstance(value, ast.Dict):
        for key, entry in zip(value.keys, value.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield f"{name}[{key.value!r}]", entry
    elif isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "dict" and not value.args:
        yield from ((f"{name}[{one.arg!r}]", one.value) for one in value.keywords if one.arg is not None)


def given(statement: ast.stmt, text: str) -> ast.expr | None:
    """The expression that a statement gives to a name, an attribute or an entry, where it gives it all of its value."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return None
    target, value = statement.targets[0], statement.value
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        both = zip(target.elts, value.elts, strict=True)
        return next((part for one, part in both if ast.unparse(one) == text), None)
    return value if ast.unparse(target) == text else dict(entries_of(statement)).get(text)


def made_of(statements: Sequence[ast.stmt], names: Collection[str], held: Collection[str] = ()) -> frozenset[str]:
    """Some names, and those whose values they go into; what is `held` is none of these."""
    found = set(names)
    simple = [one for statement in statements for one in ast.walk(statement) if isinstance(one, ast.Assign | ast.AugAssign | ast.For)]
    while True:
        more = set[str]()
        for one in simple:
            value = one.iter if isinstance(one, ast.For) else one.value
            targets = one.targets if isinstance(one, ast.Assign) else [one.target]
            if _taken_by(value) & found:
                parts = [part for target in targets for part in (target.elts if isinstance(target, ast.Tuple) else [target])]
                more |= {base_of(part) for part in parts} - {*held, "self", ""}
        if more <= found:
            return frozenset(found)
        found |= more


def _taken_by(node: ast.AST) -> set[str]:
    """The names whose entries go into a value: not only their sizes."""
    if isinstance(node, ast.Name):
        return {node.id}
    is_size = isinstance(node, ast.Attribute) and node.attr in ("shape", "size", "ndim", "dtype")
    called = node.func if isinstance(node, ast.Call) else None
    last = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
    if is_size or last == "len" or last.endswith("_like"):
        return set()
    return {name for part in ast.iter_child_nodes(node) for name in _taken_by(part)}


def unused_in(statements: Sequence[ast.stmt]) -> frozenset[str]:
    """The names that are computed, or counted by a loop, in some statements, and that none of them reads."""
    nodes = [node for statement in statements for node in ast.walk(statement)]
    filled = {id(node.value) for node in nodes if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)}
    read = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store) and id(node) not in filled}
    made = [node for node in nodes if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp | ast.Call | ast.UnaryOp)]
    counted = {node.target.id for node in nodes if isinstance(node, ast.For) and isinstance(node.target, ast.Name)}
    return frozenset(counted | {name for node in made for target in node.targets for name in _bound(target, node.value)}) - read


def _bound(target: ast.expr, value: ast.expr) -> Iterator[str]:
    """The names that are given a value; those that a call's several values are given to, too."""
    parts = target.elts if isinstance(target, ast.Tuple) and isinstance(value, ast.Call) else [target]
    yield from (part.id for part in parts if isinstance(part, ast.Name) and not part.id.startswith("_"))


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
