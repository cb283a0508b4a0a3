"""Where in a text a function is defined, and what its last `return` hands back."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any

from whygrad.checking.arrays.naming import stems
from whygrad.checking.arrays.scope import is_gradient, speaks_of_gradients
from whygrad.checking.arrays.slices import unused_in
from whygrad.checking.arrays.turns import Turn
from whygrad.tracing.source import Source, Span, span_of

Definition = ast.FunctionDef | ast.AsyncFunctionDef


#: Numbers up to this only keep a logarithm finite.
TINY = 1e-5


def _is_guarded(tree: ast.AST) -> bool:
    """Is there a logarithm that a tiny number keeps finite: `np.log(p + 1e-8)`, `np.clip(p, 1e-12, 1.0)`?"""
    tiny = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _is_tiny(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    tiny |= {
        argument.arg
        for node in ast.walk(tree)
        if isinstance(node, ast.arguments)
        for argument, default in zip(node.args[len(node.args) - len(node.defaults) :], node.defaults, strict=True)
        if _is_tiny(default)
    }
    for node in ast.walk(tree):
        name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
        if name in ("log", "log2", "log10", "clip", "maximum"):
            parts = [one for argument in node.args for one in ast.walk(argument)]  # type: ignore[attr-defined]
            if any(_is_tiny(one) or (isinstance(one, ast.Name) and one.id in tiny) for one in parts):
                return True
    return False


def _is_tiny(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, float) and 0 < node.value <= TINY


class Definitions:
    """The functions and methods that a text defines."""

    def __init__(self, source: Source) -> None:
        self.source = source
        try:
            self.tree = source.tree
        except SyntaxError:
            self.tree = ast.Module([], [])
        self._turns: dict[int, ast.FunctionDef | None] = {}
        self._last: dict[Definition, ast.expr | None] = {}
        self._names: dict[Definition, tuple[str, ...]] = {}
        self.all = [node for node in ast.walk(self.tree) if isinstance(node, Definition)]

    @cached_property
    def are_guarded(self) -> bool:
        """Does a tiny number keep a logarithm finite in here?"""
        return _is_guarded(self.tree)

    def of(self, function: Callable[..., Any]) -> Definition | None:
        """The definition that a function was made by; of a turn of a loop, its statements as one."""
        turn: Turn | None = getattr(function, "turn", None)  # or where a lambda stands, which is read the same way
        if turn is not None:
            if id(turn) not in self._turns:
                self._turns[id(turn)] = turn.node_in(self.tree)
            return self._turns[id(turn)]
        code = getattr(inspect.unwrap(function), "__code__", None)
        if code is None:
            return None
        found = [node for node in self.all if node.name == code.co_name]
        line = code.co_firstlineno
        return next((node for node in found if line == min([node.lineno, *[one.lineno for one in node.decorator_list]])), None)

    def named(self, function: Callable[..., Any]) -> Definition | None:
        """The same, or else one of the same name."""
        if hasattr(function, "turn"):
            return self.of(function)
        name = getattr(function, "__name__", "")
        return self.of(function) or next((node for node in self.all if node.name == name), None)

    def span(self, function: Callable[..., Any]) -> Span | None:
        """Where it is defined: `def` and its name."""
        node = self.named(function)
        if node is None:
            return None
        span = span_of(node)
        return Span(span.line, span.column, span.line, span.column + len(f"def {node.name}"))

    def top_of(self, node: ast.AST) -> ast.stmt | None:
        """The statement of the module in which a node stands."""
        return next((top for top in self.tree.body if node in ast.walk(top)), None)

    def last_returned(self, function: Callable[..., Any]) -> ast.expr | None:
        """What the last `return` of a function hands back, as it is written."""
        node = self.named(function)
        if node is not None and node not in self._last:
            found = [part for part in _own(node) if isinstance(part, ast.Return)]
            self._last[node] = found[-1].value if found else None
        return None if node is None else self._last[node]

    def returned(self, function: Callable[..., Any]) -> list[tuple[Span, str]]:
        """What the last `return` of a function hands back, one by one: the place and the name of each ("" where it has none)."""
        last = self.last_returned(function)
        if last is None:
            return []
        parts = last.elts if isinstance(last, ast.Tuple | ast.List) else [last]
        if len(parts) == 2 and isinstance(parts[1], ast.Tuple | ast.List):  # `return loss, (dW, db)`
            parts = [parts[0], *parts[1].elts]
        return [(span_of(part), _name(part)) for part in parts]

    def returned_names(self, function: Callable[..., Any]) -> tuple[str, ...]:
        """The names of these. What stands at the end, or is a parameter, where a gradient was made that nobody reads is meant as that."""
        node = self.named(function)
        if node is None:
            return ()
        if node not in self._names:
            names = [name for _span, name in self.returned(function)]
            unread = [one for one in unused_in(node.body) if is_gradient(one) and one not in names]
            own = {argument.arg for argument in node.args.args}
            for place, name in enumerate(names if unread else ()):
                if name and not speaks_of_gradients(name) and (name in own or place == len(names) - 1):
                    names[place] = unread[0] if len(unread) == 1 else ""
            self._names[node] = tuple(names)
        return self._names[node]

    def kept(self, function: Callable[..., Any], last: str) -> Span | None:
        """Where a function last writes the gradient of this into an attribute or an entry: `self.dW = …`, `grads["W"] = …`."""
        node = self.named(function)
        found = None
        for part in ast.walk(node) if node is not None else ():
            if isinstance(part, ast.Assign | ast.AugAssign):
                for target in part.targets if isinstance(part, ast.Assign) else [part.target]:
                    if last in stems(_key(target)):
                        found = max(found or span_of(part), span_of(part))
        return found


@lru_cache(maxsize=8)
def definitions_in(text: str) -> Definitions:
    """Those of a text, read once: the same functions are checked again and again in a notebook, or by tests."""
    return Definitions(Source(text))


def _key(target: ast.expr) -> str:
    if isinstance(target, ast.Subscript):
        inner = target.slice
        return inner.value if isinstance(inner, ast.Constant) and isinstance(inner.value, str) else _key(target.value)
    return target.attr if isinstance(target, ast.Attribute) else ""


def _own(node: ast.AST) -> list[ast.AST]:
    """The statements of a function, without those of functions inside it, in the order of the text."""
    found: list[ast.AST] = []
    for child in ast.iter_child_nodes(node):
        found.append(child)
        if not isinstance(child, Definition | ast.Lambda | ast.ClassDef):
            found += _own(child)
    return found


def _name(part: ast.expr) -> str:
    """What a returned expression is called: by its name, by the list that it is an entry of, or by the one gradient in it (`dW / n`); a
    single letter is none.
    """
    if isinstance(part, ast.Name):
        return part.id
    if isinstance(part, ast.Attribute):
        return part.attr
    if isinstance(part, ast.Subscript) and isinstance(part.value, ast.Name) and not speaks_of_gradients(part.value.id):
        return part.value.id  # `hs[-1]`
    inside = {node.id for node in ast.walk(part) if isinstance(node, ast.Name) and node.id.startswith(("d", "grad")) and len(node.id) > 1}
    return inside.pop() if len(inside) == 1 else ""
