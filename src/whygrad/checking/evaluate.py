"""The value of an expression, and of each of its parts, in several environments at once; and "what if this part were …?".

A change of one part is evaluated by recomputing only what stands above it, which is far cheaper than compiling the
changed text. It proposes; the compiled, edited text verifies.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeGuard

from whygrad.tracing.stops import Stop

Environment = Mapping[str, Any]
Values = list[Any]


class _Failed:
    """The value of what can't be evaluated; anything made from it fails too."""

    def __repr__(self) -> str:
        return "failed"


FAILED = _Failed()

BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Not: operator.not_}


def is_real(value: Any) -> TypeGuard[float]:
    """A finite number, and no bool."""
    return (type(value) is float or type(value) is int) and math.isfinite(value)


def tried(function: Callable[..., Any], *arguments: Any) -> Any:
    """The function's result, or FAILED."""
    for argument in arguments:
        if argument is FAILED:
            return FAILED
    try:
        result = function(*arguments)
    except (Exception, Stop):  # a function of the program's own may run out of fuel
        return FAILED
    return FAILED if isinstance(result, complex) else result


class Expression:
    """An expression in several environments. `values[node]` has a value for each environment, FAILED where there is none."""

    def __init__(self, root: ast.expr, environments: Sequence[Environment]) -> None:
        self.root = root
        self.environments = environments
        self.values: dict[ast.expr, Values] = {}
        self.parent: dict[ast.expr, ast.expr] = {}
        self._evaluate(root)

    @property
    def nodes(self) -> list[ast.expr]:
        """All parts that have values, the root last."""
        return list(self.values)

    def children(self, node: ast.expr) -> list[ast.expr]:
        """The parts whose values this one is computed from."""
        if isinstance(node, ast.BinOp):
            return [node.left, node.right]
        if isinstance(node, ast.UnaryOp):
            return [node.operand]
        if isinstance(node, ast.Call) and not node.keywords and not any(isinstance(a, ast.Starred) for a in node.args):
            return list(node.args)
        if isinstance(node, ast.List | ast.Tuple) and not any(isinstance(item, ast.Starred) for item in node.elts):
            return list(node.elts)
        if isinstance(node, ast.Dict) and all(isinstance(key, ast.Constant) for key in node.keys):
            return list(node.values)
        if isinstance(node, ast.IfExp):
            return [node.test, node.body, node.orelse]
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            return [node.left, node.comparators[0]]
        if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice | ast.Tuple):
            return [node.value, node.slice]
        return []

    def _evaluate(self, node: ast.expr) -> Values:
        children = self.children(node)
        for child in children:
            self.parent[child] = node
            self._evaluate(child)
        values = self._combine(node, [self.values[child] for child in children]) if children else self._leaf(node)
        self.values[node] = values
        return values

    def _leaf(self, node: ast.expr) -> Values:
        if isinstance(node, ast.Constant):
            return [node.value] * len(self.environments)
        if isinstance(node, ast.Name):
            return [environment.get(node.id, FAILED) for environment in self.environments]
        return evaluated(node, self.environments)

    def _combine(self, node: ast.expr, columns: list[Values]) -> Values:
        """The node's values from its children's."""
        rows = zip(*columns, strict=True)
        if isinstance(node, ast.BinOp):
            function: Callable[..., Any] = BINARY.get(type(node.op), _nothing)
        elif isinstance(node, ast.UnaryOp):
            function = UNARY.get(type(node.op), _nothing)
        elif isinstance(node, ast.Subscript):
            function = operator.getitem
        elif isinstance(node, ast.List | ast.Tuple):
            function = _listed
        elif isinstance(node, ast.Dict):
            keys = [key.value for key in node.keys if isinstance(key, ast.Constant)]
            return [FAILED if FAILED in row else dict(zip(keys, row, strict=True)) for row in rows]
        elif isinstance(node, ast.IfExp):
            function = _chosen
        elif isinstance(node, ast.Compare):
            function = _COMPARISONS.get(type(node.ops[0]), _nothing)
        else:
            assert isinstance(node, ast.Call)
            functions = evaluated(node.func, self.environments)
            return [tried(f, *row) if f is not FAILED else FAILED for f, row in zip(functions, rows, strict=True)]
        return [tried(function, *row) for row in rows]

    def what_if(self, overrides: Mapping[ast.expr, Values]) -> Values:
        """The root's values if these parts had these values."""
        return self.with_overrides(overrides)[self.root]

    def with_overrides(self, overrides: Mapping[ast.expr, Values]) -> dict[ast.expr, Values]:
        """The values of the overridden parts and of everything above them; the root is always there."""
        dirty: set[ast.expr] = set()
        for start in overrides:
            node = self.parent.get(start)
            while node is not None and node not in dirty:
                dirty.add(node)
                node = self.parent.get(node)
        known: dict[ast.expr, Values] = dict(overrides)

        def value(node: ast.expr) -> Values:
            if node in known:
                return known[node]
            if node not in dirty:
                return self.values[node]
            known[node] = self._combine(node, [value(child) for child in self.children(node)])
            return known[node]

        known[self.root] = value(self.root)
        return known


def _nothing(*_: Any) -> Any:
    return FAILED


def _listed(*items: Any) -> Any:
    return list(items)


def _chosen(test: Any, body: Any, orelse: Any) -> Any:
    return body if test else orelse


_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


def evaluated(node: ast.expr, environments: Sequence[Environment]) -> Values:
    """The values of any expression, by compiling it."""
    code = compile(ast.fix_missing_locations(ast.Expression(node)), "<part>", "eval")
    return [tried(eval, code, {"__builtins__": environment.get("__builtins__", {}), **environment}) for environment in environments]
