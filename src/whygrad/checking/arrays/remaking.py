"""The functions and classes of a program made anew of a changed text, and objects that are to be of those classes."""

from __future__ import annotations

import ast
import copy
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from whygrad.tracing.lifting import attributes

#: What puts the names of a turn where the program's functions look them up.
BIND = "_whygrad_bind_"


def remade(
    tree: ast.AST, file: str, space: Mapping[str, Any], names: Mapping[str, Any] | None = None, begin: Callable[[], None] = lambda: None
) -> dict[str, Any]:
    """The names of a program, its functions and classes made anew of a changed text; `begin` is called at the beginning of each turn."""
    made = {**space, **(names or {})}

    def bind(**given: Any) -> None:
        begin()
        retarget(list(given.values()), made)
        made.update(given)

    made[BIND] = bind
    for top in getattr(tree, "body", ()):
        if isinstance(top, ast.FunctionDef | ast.ClassDef) and top.name in space:
            without_effect(top, space[top.name])
            exec(compile(ast.fix_missing_locations(ast.Module([top], [])), file, "exec", dont_inherit=True), made)
    return made


def without_effect(top: ast.stmt, made: Any) -> None:
    """Let decorators do nothing that gave back the function itself: what they do is enter it somewhere, and that is done."""
    if isinstance(top, ast.FunctionDef) and type(made) is types.FunctionType and made.__code__.co_name == top.name:
        same = ast.parse("lambda f: f", mode="eval").body
        top.decorator_list = [ast.fix_missing_locations(ast.copy_location(copy.deepcopy(same), one)) for one in top.decorator_list]


def retarget(given: Sequence[Any], space: Mapping[str, Any]) -> None:
    """Let objects of the user's classes be of the classes of the same names in `space`."""

    def is_of_user(value: Any) -> bool:
        kind = space.get(type(value).__name__)
        return isinstance(kind, type) and kind.__module__ == type(value).__module__ and not isinstance(value, types.ModuleType)

    for value in objects_in(given, is_of_user):
        kind = space[type(value).__name__]
        if kind is not type(value):  # `from numpy import *` has an `ndarray`
            value.__class__ = kind


def objects_in(values: Sequence[Any], is_open: Callable[[Any], bool]) -> Iterator[Any]:
    """The objects that these values are or hold, each once: in lists, in dicts, and in the attributes of those that are open."""
    waiting, seen = [*values], set[int]()
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, list | tuple):
            waiting += value
        elif isinstance(value, dict):
            waiting += value.values()
        elif is_open(value):
            yield value
            waiting += [part for _name, part in attributes(value)]
