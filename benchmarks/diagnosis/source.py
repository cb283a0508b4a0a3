"""A program's text, read and changed by spans; which of its statements make gradients; and the shapes that it has when it runs."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from types import CodeType, FrameType
from typing import Any, NamedTuple

import numpy as np

from benchmarks.diagnosis.oracle import guarded
from benchmarks.diagnosis.subjects import subjects

Function = ast.FunctionDef
_IMPURE = frozenset("append pop extend insert update fill sort at setdefault remove clear popitem put".split())
_GRADIENT = re.compile(r"^(d[A-Za-z]?\w*|grad\w*|g|g_\w+|delta\w*|up\w*|\w+_grad)$")
CARRY = re.compile(r"cache|ctx|state|saved|params|tape|mem")


class Edit(NamedTuple):
    """The characters from start to end become this text."""

    start: int
    end: int
    text: str


class Value(NamedTuple):
    """What a name or an expression held when the right program ran."""

    kind: str  # dtype.kind, or "o"
    shape: tuple[int, ...]


def edited(text: str, edits: tuple[Edit, ...]) -> str:
    """The text with the edits made, which don't overlap."""
    for one in sorted(edits, reverse=True):
        text = text[: one.start] + one.text + text[one.end :]
    return text


def valued(value: Any) -> Value | None:
    """The kind and shape of a number or an array."""
    if isinstance(value, bool | int | float):
        return Value("b" if isinstance(value, bool) else "i" if isinstance(value, int) else "f", ())
    if isinstance(value, np.ndarray | np.generic):
        return Value(value.dtype.kind, np.shape(value))
    return None


def dotted(node: ast.AST) -> str | None:
    """`x`, or `self.x`: what is read or written, in an expression that begins with it."""
    while isinstance(node, ast.Subscript | ast.Starred):
        node = node.value
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
        return f"self.{node.attr}"
    if isinstance(node, ast.Attribute | ast.Call):  # x.T, x.ravel()
        return dotted(node.value if isinstance(node, ast.Attribute) else node.func)
    return None


def measures(node: ast.AST) -> bool:
    """`.shape`, `len(x)`, `zeros_like(x)`: of the value, only the size is used."""
    if isinstance(node, ast.Attribute):
        return node.attr in ("shape", "size", "ndim", "dtype")
    called = node.func if isinstance(node, ast.Call) else None
    name = called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
    return name in ("len", "zeros_like", "empty_like", "ones_like", "zeros")


def reads(node: ast.AST, *, sizes: bool = True) -> set[str]:
    """The names that an expression reads; without those of which only the size is used, if told so."""
    if not sizes and measures(node):
        return set()
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
        return {f"self.{node.attr}"}
    if isinstance(node, ast.Name):
        return {node.id}
    return set().union(*(reads(one, sizes=sizes) for one in ast.iter_child_nodes(node)), set())


def writes(stmt: ast.stmt) -> set[str]:
    """The names that a statement assigns, or changes."""
    targets: list[ast.expr] = []
    match stmt:
        case ast.Assign():
            targets = list(stmt.targets)
        case ast.AugAssign() | ast.AnnAssign() | ast.For():
            targets = [stmt.target]
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner, attr=name), args=args)):
            targets = [owner if not (isinstance(owner, ast.Name) and owner.id == "np") and name != "at" else args[0]] if args else [owner]
    flat: list[ast.expr] = []
    while targets:
        one = targets.pop()
        if isinstance(one, ast.Tuple | ast.List):
            targets += one.elts
        else:
            flat.append(one)
    return {name for name in map(dotted, flat) if name}


def header(stmt: ast.stmt) -> list[ast.expr]:
    """The expressions of a statement itself, without those of the statements in it."""
    return [node for node in ast.iter_child_nodes(stmt) if isinstance(node, ast.expr)]


def bodies(stmt: ast.stmt) -> list[list[ast.stmt]]:
    """The blocks of a compound statement."""
    return [block for name in ("body", "orelse", "finalbody") if (block := getattr(stmt, name, None))]


def needed(block: list[ast.stmt], live: set[str], found: set[ast.stmt]) -> set[str]:
    """The slice backward from the live names: adds the statements that they need to `found`, and returns what is live before them."""
    for stmt in reversed(block):
        inner = bodies(stmt)
        if inner:
            before = len(found)
            for _ in range(2 if isinstance(stmt, ast.For | ast.While) else 1):
                live = live.union(*(needed(one, set(live), found) for one in inner))
            if len(found) > before:
                found.add(stmt)
                live |= set().union(*map(reads, header(stmt)), set())
        elif (written := writes(stmt)) & live:
            found.add(stmt)
            if isinstance(stmt, ast.Assign) and all(isinstance(one, ast.Name | ast.Tuple) for one in stmt.targets):
                live = live - written
            live = live | reads(stmt)
    return live


def statements(block: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Every statement of a block, at any depth, functions within apart."""
    for stmt in block:
        yield stmt
        if not isinstance(stmt, ast.FunctionDef | ast.ClassDef):
            for inner in bodies(stmt):
                yield from statements(inner)


@dataclass(eq=False)
class Region:
    """A function that makes gradients, the statements of it that do, and the names that hold gradients."""

    function: Function
    loss: bool
    stmts: list[ast.stmt]
    gradients: set[str]
    facts: dict[ast.expr, Value] = field(default_factory=dict)
    scopes: dict[ast.stmt, dict[str, Value]] = field(default_factory=dict)

    @cached_property
    def blocks(self) -> dict[ast.stmt, list[ast.stmt]]:
        """The block that each statement stands in."""
        found = dict.fromkeys(self.function.body, self.function.body)
        for stmt in statements(self.function.body):
            for block in bodies(stmt):
                found |= dict.fromkeys(block, block)
        return found

    @cached_property
    def loops(self) -> dict[ast.stmt, ast.For]:
        """The innermost loop around each statement."""
        found: dict[ast.stmt, ast.For] = {}
        for stmt in statements(self.function.body):
            if isinstance(stmt, ast.For):
                found |= dict.fromkeys(statements(stmt.body), stmt)
        return found


def _backward(function: Function) -> Region:
    names = [one.arg for one in function.args.args if one.arg != "self"]
    seeds = {name for k, name in enumerate(names) if k == 0 or (_GRADIENT.match(name) and not CARRY.search(name))}
    stmts = [
        one for one in statements(function.body) if not isinstance(one, ast.Assert | ast.Raise | ast.Pass | ast.FunctionDef) and one.lineno
    ]
    return Region(function, False, stmts, seeds)


def _loss(function: Function) -> Region | None:
    returns = [one for one in statements(function.body) if isinstance(one, ast.Return) and isinstance(one.value, ast.Tuple)]
    if not returns:
        return None
    last = returns[-1].value
    assert isinstance(last, ast.Tuple)
    forward: set[ast.stmt] = set()
    back: set[ast.stmt] = set()
    needed(function.body, reads(last.elts[0]), forward)
    needed(function.body, set().union(*map(reads, last.elts[1:]), set()), back)
    stmts = [one for one in statements(function.body) if one in back - forward or one is returns[-1]]
    seeds = {
        name for stmt in stmts if not (isinstance(stmt, ast.Assign) and _taken(stmt.value)) and not bodies(stmt) for name in writes(stmt)
    }
    return Region(function, True, stmts, seeds)


def _taken(value: ast.expr) -> bool:
    """Whether a forward value is only taken, or computed anew by a function."""
    if isinstance(value, ast.Tuple):
        return all(map(_taken, value.elts))
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        return value.func.attr in ("tanh", "exp", "sqrt", "abs", "arange", "reshape", "norm", "maximum", "minimum")
    return isinstance(value, ast.Name | ast.Subscript | ast.Attribute)


class Source:
    """A program: its text, its regions, and what an edit of a node is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = ast.parse(text)
        self._lines = text.splitlines(keepends=True)
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))
        self.regions = self._regions()
        _observe(self)
        for region in self.regions:
            _taint(region)

    def _regions(self) -> list[Region]:
        functions = [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)]
        found = [_backward(one) for one in functions if "backward" in one.name and len(one.args.args) > 0]
        namespace: dict[str, Any] = {"__name__": "program", "__text__": self.text}
        exec(compile(self.text, "<program>", "exec"), namespace)
        found_subjects = subjects(namespace)
        self.inputs = {name for one in found_subjects for name in (*one.parameters, *one.leaves(one.args))}
        losses = {one.call.__name__ for one in found_subjects if one.form in ("loss", "method")}
        found += [region for one in functions if one.name in losses and (region := _loss(one))]
        return found

    def offset(self, line: int, column: int) -> int:
        """Where a place of the syntax tree, which counts bytes, is in the text."""
        text = self._lines[line - 1]
        return self._starts[line - 1] + (column if text.isascii() else len(text.encode()[:column].decode()))

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None and node.end_col_offset is not None
        return self.offset(node.lineno, node.col_offset), self.offset(node.end_lineno, node.end_col_offset)

    def of(self, node: ast.expr | ast.stmt) -> str:
        """The text of a node."""
        return self.text[slice(*self.span(node))]

    def line(self, number: int) -> str:
        return self._lines[number - 1]


def _evaluator(source: Source, region: Region, lines: dict[int, ast.stmt]) -> Callable[[FrameType, str, Any], Any]:
    """A tracer that evaluates every expression of a statement, once, just before the statement runs."""

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        stmt = lines.get(frame.f_lineno)
        if event != "line" or stmt is None or stmt in region.scopes:
            return trace
        region.scopes[stmt] = scope = {}
        for name, value in frame.f_locals.items():
            if (fact := valued(value)) is not None:
                scope[name] = fact
            if name == "self":
                scope |= {f"self.{key}": fact for key, one in vars(value).items() if (fact := valued(one)) is not None}
        for root in header(stmt):
            for node in ast.walk(root):
                if isinstance(node, ast.expr) and (code := _code(node)) is not None:
                    try:
                        fact = valued(eval(code, frame.f_globals, dict(frame.f_locals)))
                    except Exception:  # a name of a comprehension, say
                        continue
                    if fact is not None:
                        region.facts[node] = fact
        return trace

    return trace


def _code(node: ast.expr) -> CodeType | None:
    if isinstance(node, ast.Slice | ast.Starred | ast.Lambda | ast.List | ast.Tuple | ast.Dict):
        return None
    if isinstance(node, ast.Name | ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
        return None
    for one in ast.walk(node):
        if isinstance(one, ast.Call):
            name = one.func.attr if isinstance(one.func, ast.Attribute) else one.func.id if isinstance(one.func, ast.Name) else ""
            if name in _IMPURE or "backward" in name or name == "next":
                return None
    return compile(ast.Expression(node), "<part>", "eval")


def _observe(source: Source) -> None:
    tracers = {}
    for region in source.regions:
        lines: dict[int, ast.stmt] = {}
        for stmt in region.stmts:
            last = header(stmt)[-1] if bodies(stmt) and header(stmt) else stmt
            for number in range(stmt.lineno, (last.end_lineno or stmt.lineno) + 1):
                lines.setdefault(number, stmt)
        tracers[region.function.lineno] = _evaluator(source, region, lines)
    namespace: dict[str, Any] = {"__name__": "program", "__text__": source.text}
    exec(compile(source.text, "<observed>", "exec"), namespace)

    def trace(frame: FrameType, _: str, __: Any) -> Any:
        return tracers.get(frame.f_code.co_firstlineno) if frame.f_code.co_filename == "<observed>" else None

    before = sys.gettrace()
    with guarded(20):
        for subject in subjects(namespace):
            sys.settrace(trace)
            try:
                value, state = subject.forward(subject.args)
                subject.backward(subject.args, np.full(np.shape(value), 0.7), value, state)
            except Exception:  # what can't run has no facts, and few mutants
                continue
            finally:
                sys.settrace(before)


def _taint(region: Region) -> None:
    """What is computed from gradients is a gradient, if it's a number with a fraction."""
    plain = {name for scope in region.scopes.values() for name, value in scope.items() if value.kind in "ibu"}
    simple = [one for one in statements(region.function.body) if not bodies(one)]
    if region.loss:
        simple = [one for one in simple if one in region.stmts]
    size = -1
    while size != len(region.gradients):
        size = len(region.gradients)
        for stmt in simple:
            if isinstance(stmt, ast.Assign | ast.AugAssign | ast.Expr) and reads(stmt.value, sizes=False) & region.gradients:
                region.gradients |= writes(stmt)
    region.gradients -= plain | {"self", "np"}
