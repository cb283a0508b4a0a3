"""What is woven into a program so that it can be watched: fuel, frames, and the names that values are given.

The user's expressions stay as they are; statements are added around them. Calls go to the `Watch` of `running`, which a
program sees as `__whygrad__`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

WATCH = "__whygrad__"
FRAME = "__whygrad_frame__"
MUTATORS = frozenset({"append", "extend", "insert", "pop", "remove", "reverse", "sort", "clear", "update", "setdefault"})

Site = tuple[int, int]  # line and column of a statement in the original text
N = TypeVar("N", bound=ast.AST)


def instrumented(tree: ast.Module, snapshots: frozenset[Site] = frozenset()) -> ast.Module:
    """A tree that does the same and reports to the watch; before the statements at `snapshots`, all names are recorded.

    Nodes that need no change are shared with `tree`, which is left as it is.
    """
    return ast.Module(_Weaver(snapshots).body(tree.body), [])


def site_of(node: ast.stmt) -> Site:
    """The site of a statement."""
    return (node.lineno, node.col_offset)


def bound_names(target: ast.expr) -> Iterator[str]:
    """The names that an assignment target binds."""
    for node in ast.walk(target):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def mutated_names(statement: ast.stmt) -> Iterator[str]:
    """The names whose value a statement changes in place: `x[i] = …`, `x.append(…)`."""
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AugAssign | ast.AnnAssign):
        targets = [statement.target]
    elif isinstance(statement, ast.Expr) and isinstance(call := statement.value, ast.Call):
        if isinstance(call.func, ast.Attribute) and call.func.attr in MUTATORS:
            targets = [call.func]
    for target in targets:
        for part in target.elts if isinstance(target, ast.Tuple | ast.List) else [target]:
            base = part
            while isinstance(base, ast.Subscript | ast.Attribute):
                base = base.value
            if base is not part and isinstance(base, ast.Name):
                yield base.id


class _Weaver:
    def __init__(self, snapshots: frozenset[Site]) -> None:
        self.snapshots = snapshots

    def body(self, statements: Iterable[ast.stmt]) -> list[ast.stmt]:
        return [woven for statement in statements for woven in self.statement(statement)]

    def statement(self, statement: ast.stmt) -> Iterator[ast.stmt]:
        site = site_of(statement)
        if site in self.snapshots:
            yield _call_statement(statement, "before", site)
        yield self.nested(statement)
        if isinstance(statement, ast.Assign):
            # an alias of an existing list shares its entries; a fresh value gets entries of its own
            fresh = not isinstance(statement.value, ast.Name | ast.Attribute | ast.Subscript)
            for target in statement.targets:
                yield from _binds(statement, bound_names(target), fresh=fresh)
        elif isinstance(statement, ast.AugAssign) or (isinstance(statement, ast.AnnAssign) and statement.value is not None):
            yield from _binds(statement, bound_names(statement.target), fresh=True)
        elif isinstance(statement, ast.With):
            for item in statement.items:
                if item.optional_vars is not None:
                    yield from _binds(statement, bound_names(item.optional_vars), fresh=False)
        for name in mutated_names(statement):
            yield _call_statement(statement, "mutate", site, name, ast.Name(name, ast.Load()), ast.Name(FRAME, ast.Load()))

    def nested(self, statement: ast.stmt) -> ast.stmt:
        """The statement with what stands inside it woven."""
        changes: dict[str, Any] = {}
        for field, value in ast.iter_fields(statement):
            if field in ("body", "orelse", "finalbody") and isinstance(value, list):
                changes[field] = self.body(value)
            elif field == "handlers":
                changes[field] = [_replaced(handler, {"body": self.body(handler.body)}) for handler in value]
            elif field == "cases":
                changes[field] = [_replaced(case, {"body": self.body(case.body)}) for case in value]
            elif field not in ("targets", "target", "items", "args", "decorator_list"):
                changes[field] = self.expression(value)
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            changes["body"] = self.function_entry(statement, changes["body"])
        elif isinstance(statement, ast.For | ast.AsyncFor):
            binds = _binds(statement, bound_names(statement.target), fresh=False)
            changes["body"] = [_call_statement(statement, "tick", site_of(statement)), *binds, *changes["body"]]
        elif isinstance(statement, ast.While):
            changes["body"] = [_call_statement(statement, "tick", site_of(statement)), *changes["body"]]
        return _replaced(statement, changes)

    def function_entry(self, function: ast.FunctionDef | ast.AsyncFunctionDef, body: list[ast.stmt]) -> list[ast.stmt]:
        arguments = function.args
        names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
        enter = ast.Assign([ast.Name(FRAME, ast.Store())], _call("enter", site_of(function)))
        has_docstring = ast.get_docstring(function, clean=False) is not None
        first = body[0] if body else function
        entry = [_located(enter, first), *_binds(function, names, fresh=False)]
        return [*body[:1], *entry, *body[1:]] if has_docstring else [*entry, *body]

    def expression(self, value: Any) -> Any:
        """An expression with the few calls rewritten that would lose the trace or never end; the same node if none."""
        if isinstance(value, list):
            rewritten = [self.expression(item) for item in value]
            return rewritten if any(new is not old for new, old in zip(rewritten, value, strict=True)) else value
        if not isinstance(value, ast.expr | ast.comprehension | ast.keyword):
            return value
        changes = {}
        for field, child in ast.iter_fields(value):
            rewritten = self.expression(child)
            if rewritten is not child:
                changes[field] = rewritten
        node = _replaced(value, changes) if changes else value
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float" and len(node.args) == 1:
            return _located(_call("to_float", node.func, *node.args), value)
        if isinstance(node, ast.comprehension):
            return _replaced(node, {"iter": _located(_call("feed", node.iter), node.iter)})
        if isinstance(node, ast.NamedExpr):
            site = (node.lineno, node.col_offset)
            bound = _call("bind", site, node.target.id, node.value, ast.Name(FRAME, ast.Load()), True)
            return _replaced(node, {"value": _located(bound, value)})
        return node


def _binds(statement: ast.stmt, names: Iterable[str], *, fresh: bool) -> list[ast.stmt]:
    """`name = __whygrad__.bind(…)` for each name."""
    site = site_of(statement)
    return [
        _located(
            ast.Assign(
                [ast.Name(name, ast.Store())],
                _call("bind", site, name, ast.Name(name, ast.Load()), ast.Name(FRAME, ast.Load()), fresh),
            ),
            statement,
        )
        for name in names
    ]


def _call(method: str, *arguments: Any) -> ast.Call:
    function = ast.Attribute(ast.Name(WATCH, ast.Load()), method, ast.Load())
    return ast.Call(function, [argument if isinstance(argument, ast.expr) else ast.Constant(argument) for argument in arguments], [])


def _call_statement(statement: ast.stmt, method: str, *arguments: Any) -> ast.stmt:
    return _located(ast.Expr(_call(method, *arguments)), statement)


def _located(node: N, like: ast.AST) -> N:
    """Give the nodes that have no place that of `like`."""
    ast.copy_location(node, like)
    for child in ast.iter_child_nodes(node):
        if not hasattr(child, "lineno") and not isinstance(child, ast.expr_context):
            _located(child, like)
    return node


def _replaced(node: N, changes: dict[str, Any]) -> N:
    """A shallow copy with some fields changed."""
    fields = {name: getattr(node, name) for name in (*node._fields, *node._attributes) if hasattr(node, name)}
    return type(node)(**{**fields, **changes})
