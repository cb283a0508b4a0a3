"""Which names a text reads that it doesn't bind before: those that it has from elsewhere."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from whygrad.checking.arrays.slices import base_of


def needed(statements: Iterable[ast.stmt]) -> list[str]:
    """The names that statements read before they bind them, and those that functions in them read and nothing here binds.

    >>> needed(ast.parse("y = w * x\\nw = 2.0\\ndef f(a):\\n    return a * b + y\\n").body)
    ['w', 'x', 'b']
    """
    reader = _Reader()
    for statement in statements:
        reader.visit(statement)
    late = {name: None for name in reader.late if name not in reader.bound}
    return list(reader.found | late)


def bound(statement: ast.stmt) -> set[str]:
    """The names that a statement binds, or whose contents it may change.

    >>> sorted(bound(ast.parse("a, b[0] = c, d").body[0]))
    ['a', 'b']
    """
    reader = _Reader()
    reader.visit(statement)
    return reader.bound | reader.changed


class _Reader(ast.NodeVisitor):
    """Goes through statements in the order in which Python does."""

    def __init__(self, own: Iterable[str] = ()) -> None:
        self.bound = set(own)
        self.changed: set[str] = set()
        self.found: dict[str, None] = {}
        self.late: dict[str, None] = {}

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            if node.id not in self.bound:
                self.found.setdefault(node.id)
        else:
            self.bound.add(node.id)

    def visit_Assign(self, node: ast.Assign) -> None:
        self._all([node.value, *node.targets])
        for target in node.targets:
            self._holder(target)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._all([node.value, node.target])

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name) and node.target.id not in self.bound:
            self.found.setdefault(node.target.id)
        self._all([node.value, node.target])
        self._holder(node.target)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self._all([node.value, node.target])

    def visit_For(self, node: ast.For) -> None:
        self._all([node.iter, node.target, *node.body, *node.orelse])

    def visit_If(self, node: ast.If) -> None:
        self.visit(node.test)
        before = set(self.bound)
        self._all(node.body)
        one, self.bound = self.bound, before
        self._all(node.orelse)
        self.bound &= one

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        self.bound |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}

    visit_ImportFrom = visit_Import  # noqa: N815

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self.bound |= {node.name} if node.name else set()
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._all([*node.decorator_list, *node.args.defaults, *(one for one in node.args.kw_defaults if one is not None)])
        self._function(node.args, node.body)
        self.bound.add(node.name)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._all([*node.args.defaults, *(one for one in node.args.kw_defaults if one is not None)])
        self._function(node.args, [node.body])

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._all([*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)])
        inner = _Reader(self.bound)
        inner._all(node.body)
        self.found |= inner.found
        self.late |= inner.late
        self.bound.add(node.name)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        inner = _Reader(self.bound)
        for part in node.generators:
            inner._all([part.iter, part.target, *part.ifs])
        inner._all([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt])
        self.found |= inner.found
        self.late |= inner.late

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_DictComp = _comprehension  # noqa: N815

    def _all(self, nodes: Sequence[ast.AST]) -> None:
        for node in nodes:
            self.visit(node)

    def _holder(self, target: ast.expr) -> None:
        parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
        self.changed |= {base_of(part) for part in parts} - {""}

    def _function(self, args: ast.arguments, body: Sequence[ast.AST]) -> None:
        """What a body reads is read when it is called; what it binds is its own, but for what it declares to be global."""
        parameters = [one.arg for one in (*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg) if one is not None]
        shared = {name for part in body for one in ast.walk(part) if isinstance(one, ast.Global) for name in one.names}
        first = _Reader(parameters)
        first._all(body)
        again = _Reader(first.bound - shared)  # a local name is one in the whole body
        again._all(body)
        self.late |= again.found | again.late
