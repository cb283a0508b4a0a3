"""A function's body, run statement by statement, so that a changed statement can be tried without compiling the rest again.

A `return` becomes an exception that carries the value. What can't be run in this way (a generator, `super()`, `global`) has no body here.
"""

from __future__ import annotations

import ast
import builtins
import inspect
from collections.abc import Callable, Mapping, Sequence
from types import CodeType
from typing import Any

from whygrad.checking.arrays.definitions import Definition

RETURN = "_Return"


class Returned(BaseException):
    """What the function hands back."""

    def __init__(self, value: Any = None) -> None:
        super().__init__()
        self.value = value


class _Returns(ast.NodeTransformer):
    """`return x` as `raise _Return(x)`, in the function itself and not in those inside it."""

    def visit_Return(self, node: ast.Return) -> ast.stmt:
        call = ast.Call(ast.Name(RETURN, ast.Load()), [] if node.value is None else [node.value], [])
        return ast.copy_location(ast.Raise(call, None), node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.stmt:
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.stmt:
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.expr:
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.stmt:
        return node


def compiled(statement: ast.stmt, file: str = "<trial>") -> CodeType:
    """One statement as code."""
    if any(isinstance(node, ast.Return) for node in ast.walk(statement)):
        statement = _Returns().visit(_copied(statement))
        ast.fix_missing_locations(statement)
    return compile(ast.Module([statement], []), file, "exec", dont_inherit=True)


def _copied(node: Any) -> Any:
    """A copy of a tree down to its leaves; names and positions are shared."""
    if isinstance(node, ast.AST):
        made = type(node).__new__(type(node))
        made.__dict__.update({name: _copied(value) for name, value in vars(node).items()})
        return made
    return [_copied(item) for item in node] if isinstance(node, list) else node


def statements_of(node: Definition) -> list[ast.stmt] | None:
    """The statements of a function, None where they can't be run one by one."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Yield | ast.YieldFrom | ast.Await | ast.Global | ast.Nonlocal):
            return None
        if isinstance(inner, ast.Name) and inner.id in ("super", "__class__", "locals", "globals"):
            return None
    body = node.body
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and isinstance(body[0].value.value, str):
        body = body[1:]
    return body


class Body:
    """The statements of one function, compiled each for itself."""

    def __init__(self, function: Callable[..., Any], node: Definition, space: Mapping[str, Any]) -> None:
        self.function = inspect.unwrap(function)
        self.node = node
        self.space = space
        found = statements_of(node)
        assert found is not None
        self.statements: Sequence[ast.stmt] = found
        self.codes = [compiled(statement) for statement in found]
        self.signature = inspect.signature(self.function)

    def start(self, given: Sequence[Any], space: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The names as the function finds them when it is called."""
        bound = self.signature.bind(*given)
        bound.apply_defaults()
        names: dict[str, Any] = {"__builtins__": builtins, **(self.space if space is None else space)}
        for name, cell in zip(self.function.__code__.co_freevars, self.function.__closure__ or (), strict=True):
            names[name] = cell.cell_contents
        names.update(bound.arguments)
        names[RETURN] = Returned
        return names

    def run(self, names: dict[str, Any], codes: Sequence[CodeType], start: int = 0) -> Any:
        """Run from a statement on; the value that is handed back."""
        try:
            for code in codes[start:]:
                exec(code, names)
        except Returned as found:
            return found.value
        return None
