"""What a function reaches: the names that it and the functions it calls look up, found without running anything.

Those names are where stand-ins are bound for the time of a trace, and where arrays that were made before it are found.
"""

from __future__ import annotations

import builtins
import functools
import os
import sys
import sysconfig
from collections.abc import Iterator
from types import CodeType, FunctionType, MethodType, ModuleType, SimpleNamespace
from typing import Any

_LIBRARIES = (
    *{os.path.realpath(sysconfig.get_paths()[name]) + os.sep for name in ("stdlib", "platstdlib", "purelib", "platlib")},
    os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep,
)


@functools.lru_cache(maxsize=4096)  # a link is followed once
def is_users(file: str | None) -> bool:
    """Is a file the user's own, and no library's?"""
    if file is None or file.startswith("<frozen"):
        return False
    return not os.path.realpath(file).startswith(_LIBRARIES) if not file.startswith("<") else True


@functools.lru_cache(maxsize=4096)
def names_of(code: CodeType) -> frozenset[str]:
    """Every global or attribute name in a function and in those that are written inside it."""
    found = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            found |= names_of(constant)
    return frozenset(found)


@functools.lru_cache(maxsize=4096)
def _is_users_code(code: CodeType) -> bool:
    return is_users(code.co_filename)


def attribute(value: Any, name: str) -> Any:
    """An attribute, None where there is none: whatever the object's own `__getattr__` raises."""
    try:
        return getattr(value, name, None)
    except Exception:
        return None


class Reach:
    """The functions of the user's that can be called from some values, and the places of the names that they use."""

    def __init__(self, values: list[Any]) -> None:
        self.globals: list[tuple[dict[str, Any], str]] = []  # where a name is bound
        self.builtins: list[tuple[dict[str, Any], str]] = []  # where a builtin is used
        self.cells: list[Any] = []
        self.caches: list[Any] = []  # functions that remember their results
        self.functions: list[FunctionType] = []
        self.classes: list[type] = []
        self.objects: list[Any] = []  # of the user's classes
        self._seen: set[int] = set()
        self._named: set[tuple[int, str]] = set()
        self.kept: list[Any] = []
        waiting = list(values)
        while waiting:
            value = waiting.pop()
            if id(value) not in self._seen:
                self._seen.add(id(value))
                self.kept.append(value)
                waiting.extend(self._from(value))

    def _from(self, value: Any) -> Iterator[Any]:
        if isinstance(value, FunctionType):
            yield from self._function(value)
        elif isinstance(value, MethodType):
            yield from (value.__func__, value.__self__)
        elif isinstance(value, functools.partial):
            yield from (value.func, *value.args, *value.keywords.values())
        elif isinstance(value, type):
            yield from self._class(value)
        elif isinstance(value, ModuleType):
            return
        elif isinstance(value, list | tuple | set) and len(value) <= 256:
            yield from value
        elif isinstance(value, dict) and len(value) <= 256:
            yield from value.values()
        elif isinstance(value, property | classmethod | staticmethod):
            yield from (part for part in (getattr(value, "fget", None), getattr(value, "__func__", None)) if part is not None)
        else:
            kind = type(value)
            if is_own_class(kind) or isinstance(value, SimpleNamespace):
                self.objects.append(value)
                yield kind
                yield from getattr(value, "__dict__", {}).values()
            yield from getattr(kind, "reached", _nothing)(value)
            wrapped = attribute(value, "__wrapped__") if callable(value) else None
            if attribute(value, "cache_clear") is not None:
                self.caches.append(value)
            if wrapped is not None:
                yield wrapped

    def _function(self, function: FunctionType) -> Iterator[Any]:
        wrapped = getattr(function, "__wrapped__", None)
        if wrapped is not None:
            yield wrapped
        is_own = _is_users_code(function.__code__)
        for cell in function.__closure__ or ():
            if is_own:
                self.cells.append(cell)
            try:
                yield cell.cell_contents
            except ValueError:  # not bound yet
                continue
        if not is_own:
            return
        self.functions.append(function)
        yield from function.__defaults__ or ()
        yield from (function.__kwdefaults__ or {}).values()
        space = function.__globals__
        for name in names_of(function.__code__):
            if (id(space), name) in self._named:
                continue
            self._named.add((id(space), name))
            if name in space:
                self.globals.append((space, name))
                yield from self._through(space[name], function.__code__)
            elif hasattr(builtins, name):
                self.builtins.append((space, name))

    def _through(self, value: Any, code: CodeType) -> Iterator[Any]:
        """What a name stands for; of a module of the user's, what is taken from it."""
        if isinstance(value, ModuleType):
            if is_users(getattr(value, "__file__", None)):
                space = vars(value)
                for name in names_of(code):
                    if name in space and (id(space), name) not in self._named:
                        self._named.add((id(space), name))
                        self.globals.append((space, name))
                        yield from self._through(space[name], code)
        else:
            yield value

    def _class(self, value: type) -> Iterator[Any]:
        for kind in value.__mro__:
            if is_own_class(kind) and kind not in self.classes:
                self.classes.append(kind)
                yield from vars(kind).values()


def _nothing(value: Any) -> tuple[Any, ...]:
    return ()


def is_own_class(kind: type) -> bool:
    """Is this a class that the user wrote?"""
    return _is_own_class(kind)


@functools.lru_cache(maxsize=4096)
def _is_own_class(kind: type) -> bool:
    module = getattr(kind, "__module__", None)
    if module in (None, "builtins") or not isinstance(module, str):
        return False
    if module.partition(".")[0] in ("numpy", "scipy", "whygrad"):
        return False
    loaded = sys.modules.get(module)
    file = getattr(loaded, "__file__", None)
    if file is None:  # a notebook, `exec`
        return module == "__main__" or loaded is None
    return is_users(file)
