"""A function's body, run statement by statement, so that a changed statement can be tried without compiling the rest again.

Loops and branches are gone through here, each simple statement in them is code of its own. A `return` becomes an exception that carries
the value. What can't be run in this way (a generator, `super()`, `global`) has no body here.
"""

from __future__ import annotations

import ast
import builtins
import inspect
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from whygrad.checking.arrays.definitions import Definition
from whygrad.checking.arrays.slices import read_by, written_by

RETURN, ITEM = "_Return", "_item_"


class Returned(BaseException):
    """What the function hands back."""

    def __init__(self, value: Any = None) -> None:
        super().__init__()
        self.value = value


class _Break(BaseException):
    pass


class _Continue(BaseException):
    pass


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
    simple = isinstance(statement, ast.Assign | ast.AugAssign | ast.Expr | ast.AnnAssign)
    if not simple and any(isinstance(node, ast.Return) for node in ast.walk(statement)):
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


def is_gone_through(statement: ast.stmt) -> bool:
    """Is this a loop or a branch whose statements are run one by one?"""
    if not isinstance(statement, ast.For | ast.While | ast.If):
        return False
    for node in ast.walk(statement):
        if isinstance(node, ast.Try | ast.With | ast.Match) and any(isinstance(one, ast.Break | ast.Continue) for one in ast.walk(node)):
            return False
    return True


def header_code(statement: ast.stmt) -> CodeType:
    """The condition of a branch, or what a loop goes over."""
    expression = statement.iter if isinstance(statement, ast.For) else statement.test  # type: ignore[attr-defined]
    return compile(ast.Expression(expression), "<trial>", "eval", dont_inherit=True)


def leaves_in(statements: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that are code of their own, loops and branches before what is in them."""
    for statement in statements:
        yield statement
        if is_gone_through(statement):
            yield from leaves_in([*statement.body, *statement.orelse])  # type: ignore[attr-defined]


def carried_in(loop: ast.stmt, before: Collection[str]) -> frozenset[str]:
    """The names that the next turn of a loop gets from this one: there `before` it, written in it, and not read after that."""
    if not isinstance(loop, ast.For | ast.While):
        return frozenset()
    written: set[str] = set()
    late: set[str] = set()  # read in the turn in which they were written
    for leaf in (one for one in leaves_in(loop.body) if not is_gone_through(one)):
        late |= read_by(leaf) & written
        written |= written_by(leaf)
    return frozenset(written - late) & frozenset(before)


@dataclass
class Changed:
    """Other code: for statements that are run whole, and for the headers of loops and branches; and other names to run with."""

    codes: dict[int, list[CodeType]] = field(default_factory=dict)
    headers: dict[int, CodeType] = field(default_factory=dict)
    space: Mapping[str, Any] | None = None
    inside: Callable[[Changed], None] | None = None  # tells the helper that the changes are in


NOTHING = Changed()
Watch = Callable[[int, dict[str, Any]], None]
Visit = Callable[[ast.stmt, dict[str, Any]], None]


class Body:
    """The statements of one function, compiled each for itself."""

    def __init__(self, function: Callable[..., Any], node: Definition, space: Mapping[str, Any]) -> None:
        self.function = inspect.unwrap(function)
        self.node = node
        self.space = space
        found = statements_of(node)
        assert found is not None
        self.statements: Sequence[ast.stmt] = found
        self.codes: dict[int, CodeType] = {}
        self.headers: dict[int, CodeType] = {}
        self.targets: dict[int, CodeType] = {}
        self.parents: dict[int, int] = {}  # by the id of a statement: which of the body's own it stands in
        for k, top in enumerate(found):
            for statement in leaves_in([top]):
                self.parents[id(statement)] = k
                self._compile(statement)
        self.signature = inspect.signature(self.function)
        known = list(self.signature.parameters.values())
        self.visit: Visit | None = None  # is told of each statement before it is run, those of loops and branches too
        self.plain = [one.name for one in known] if all(one.kind is one.POSITIONAL_OR_KEYWORD for one in known) else None

    def _compile(self, statement: ast.stmt) -> None:
        if is_gone_through(statement):
            self.headers[id(statement)] = header_code(statement)
            if isinstance(statement, ast.For):
                assign = ast.Assign([statement.target], ast.Name(ITEM, ast.Load()))
                self.targets[id(statement)] = compiled(ast.fix_missing_locations(ast.copy_location(assign, statement)))
        elif not isinstance(statement, ast.Break | ast.Continue):
            self.codes[id(statement)] = compiled(statement)

    def start(
        self, given: Sequence[Any], space: Mapping[str, Any] | None = None, keywords: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The names as the function finds them when it is called."""
        names: dict[str, Any] = {"__builtins__": builtins, **(self.space if space is None else space)}
        for name, cell in zip(self.function.__code__.co_freevars, self.function.__closure__ or (), strict=True):
            names[name] = cell.cell_contents
        if self.plain is not None and len(given) == len(self.plain) and not keywords:
            names.update(zip(self.plain, given, strict=True))
        else:
            bound = self.signature.bind(*given, **(keywords or {}))
            bound.apply_defaults()
            names.update(bound.arguments)
        names[RETURN] = Returned
        return names

    def run(self, names: dict[str, Any], changed: Changed = NOTHING, watch: Watch | None = None) -> Any:
        """Run, with other code for some statements; the value that is handed back. `watch` is called after each statement."""
        if changed.inside is not None:
            changed.inside(changed)
        try:
            for k, statement in enumerate(self.statements):
                self._block((statement,), names, changed)
                if watch is not None:
                    watch(k, names)
        except Returned as found:
            return found.value
        return None

    def _block(self, statements: Sequence[ast.stmt], names: dict[str, Any], changed: Changed) -> None:
        for statement in statements:
            key = id(statement)
            if self.visit is not None:
                self.visit(statement, names)
            if key in changed.codes:
                for code in changed.codes[key]:
                    exec(code, names)
            elif key in self.codes:
                exec(self.codes[key], names)
            elif key in self.headers:
                self._through(statement, changed.headers.get(key, self.headers[key]), names, changed)
            else:
                raise _Break if isinstance(statement, ast.Break) else _Continue

    def _through(self, statement: Any, header: CodeType, names: dict[str, Any], changed: Changed) -> None:
        """A loop or a branch."""
        if isinstance(statement, ast.If):
            self._block(statement.body if eval(header, names) else statement.orelse, names, changed)
            return
        is_for = isinstance(statement, ast.For)
        try:
            for item in eval(header, names) if is_for else _while(header, names):
                if is_for:
                    names[ITEM] = item
                    exec(self.targets[id(statement)], names)
                try:
                    self._block(statement.body, names, changed)
                except _Continue:
                    continue
        except _Break:
            return
        self._block(statement.orelse, names, changed)


def _while(header: CodeType, names: dict[str, Any]) -> Iterator[None]:
    while eval(header, names):
        yield
