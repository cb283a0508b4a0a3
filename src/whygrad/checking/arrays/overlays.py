"""Helpers: the functions of the program that the checked one calls, changed in a copy of the module's names."""

from __future__ import annotations

import ast
import functools
import sys
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

from whygrad.checking.arrays.bodies import NOTHING, Body, Changed, compiled, statements_of
from whygrad.checking.arrays.definitions import Definition, Definitions
from whygrad.checking.arrays.remaking import BIND, without_effect


@dataclass
class Helper:
    """A function that was called, its definition, and its local names when it last returned."""

    node: Definition
    top: ast.stmt
    names: dict[str, Any] = field(default_factory=dict)


class Overlay:
    """The functions and classes that a text defines, made anew in a copy of the module's names."""

    def __init__(self, definitions: Definitions, space: Mapping[str, Any]) -> None:
        self.space = space
        self.tops = [top for top in definitions.tree.body if isinstance(top, ast.FunctionDef | ast.ClassDef) and top.name in space]
        for top in self.tops:
            without_effect(top, space[top.name])
        self.codes = [compiled(top) for top in self.tops]
        self.lambdas = {name for name, value in space.items() if isinstance(value, types.FunctionType) and value.__name__ == "<lambda>"}

    def with_code(self, top: ast.stmt | None, code: CodeType | None) -> dict[str, Any]:
        """The names, with other code for one definition. Raises what the definitions raise."""
        made = dict(self.space)
        if BIND in made:
            made[BIND] = made.update
        for own, usual in zip(self.tops, self.codes, strict=True):
            exec(code if own is top and code is not None else usual, made)
        for name in self.lambdas:
            value = self.space[name]
            made[name] = types.FunctionType(value.__code__, made, name, value.__defaults__, value.__closure__)
        return made


class Switched:
    """A helper whose statements are run one by one, in a copy of the module's names: changes to it cost no more than their own code."""

    def __init__(self, overlay: Overlay, helper: Helper) -> None:
        self.changed = NOTHING
        self.space = overlay.with_code(None, None)
        holder: Any = self.space[helper.top.name]  # type: ignore[attr-defined]
        if helper.top is not helper.node:
            holder, kind = vars(holder)[helper.node.name], holder
        is_static = isinstance(holder, staticmethod)
        function = holder.__func__ if is_static else holder
        if not isinstance(function, types.FunctionType) or statements_of(helper.node) is None:
            raise TypeError
        body = Body(function, helper.node, self.space)

        @functools.wraps(function)
        def run(*given: Any, **keywords: Any) -> Any:
            return body.run(body.start(given, None, keywords), self.changed)

        if helper.top is helper.node:
            self.space[helper.node.name] = run
        else:
            setattr(kind, helper.node.name, staticmethod(run) if is_static else run)

    def take(self, changed: Changed) -> None:
        """Run with these changes from now on."""
        self.changed = Changed(changed.codes, changed.headers)


def switched(overlay: Overlay, helper: Helper) -> Switched | None:
    """The same, None where it can't be had: a decorated function, one inside another, a generator."""
    simple = helper.top is helper.node or (isinstance(helper.top, ast.ClassDef) and helper.node in helper.top.body)
    if not simple or isinstance(helper.node, ast.AsyncFunctionDef):
        return None
    try:
        return Switched(overlay, helper)
    except Exception:
        return None


def helpers(definitions: Definitions, run: Callable[[], Any], main: Definition) -> list[Helper]:
    """The functions of the text that are called in a run, in the order in which they first return."""
    by_place = {
        (node.name, min([node.lineno, *(one.lineno for one in node.decorator_list)])): node for node in definitions.all if node is not main
    }
    found: dict[int, Helper] = {}

    def watch(frame: FrameType, event: str, argument: Any) -> None:
        if event != "return":
            return
        code = frame.f_code
        node = by_place.get((code.co_name, code.co_firstlineno))
        if node is None:
            return
        helper = found.get(id(node))
        if helper is None:
            top = definitions.top_of(node)
            if top is None:
                return
            helper = found[id(node)] = Helper(node, top)
        helper.names = dict(frame.f_locals)

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        run()
    finally:
        sys.setprofile(before if callable(before) else None)  # a profiler written in C is no function
    return list(found.values())


def nested(main: Definition, every: Sequence[Helper]) -> list[Helper]:
    """Those that aren't written inside the checked function itself."""
    inside = {id(node) for node in ast.walk(main)}
    return [helper for helper in every if id(helper.node) not in inside]


def named_forward(definitions: Definitions, backward: Sequence[Definition]) -> frozenset[str]:
    """The names that the other functions of the text bind: those of the forward pass."""
    own = {id(node) for node in backward}
    others = [node for node in definitions.all if id(node) not in own and "backward" not in node.name and node.name != "cases"]
    return frozenset(one.id for node in others for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store))
