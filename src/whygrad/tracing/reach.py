"""What a function reaches: the names that it and the functions it calls look up, found without running anything.

Those names are where stand-ins are bound for the time of a trace, and where arrays that were made before it are found.
"""

from __future__ import annotations

import builtins
import dis
import functools
import inspect
import os
import sys
import sysconfig
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, MethodType, ModuleType, SimpleNamespace
from typing import Any

_LIBRARIES = (
    *{os.path.realpath(sysconfig.get_paths()[name]) + os.sep for name in ("stdlib", "platstdlib", "purelib", "platlib")},
    os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep,
)

#: Lists of more items than this are looked into only where nothing may be left out.
_SHORT = 256
_PLAIN = frozenset({int, float, bool, str, bytes, type(None)})
#: Names by which names are looked up by a text: those of any module at hand, and those of the function's own too.
_OF_ALL = frozenset({"globals", "eval", "exec", "modules", "import_module", "__import__", "__globals__", "f_globals", "currentframe"})
_OF_MODULES = _OF_ALL | {"getattr", "vars", "__dict__", "attrgetter", "hasattr", "dir"}


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
def texts_of(code: CodeType) -> frozenset[str]:
    """Every text that is written in a function and in those inside it."""
    found = {constant for constant in code.co_consts if isinstance(constant, str)}
    return frozenset(found.union(*[texts_of(constant) for constant in code.co_consts if isinstance(constant, CodeType)]))


def imported_by(code: CodeType, package: str | None) -> list[str]:
    """All that may be modules which a function and those inside it import."""
    found = []
    for level, names in _imports(code):
        home = (package or "").rsplit(".", level - 1)[0] if level else ""
        found += [f"{home}.{name}".strip(".") if level else name for name in names]
    return found


@functools.lru_cache(maxsize=4096)
def _imports(code: CodeType) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """What `import` statements name: how many dots, and all that may be a module."""
    found: list[tuple[int, tuple[str, ...]]] = []
    last: tuple[Any, Any] = (0, None)  # the two constants before: how many dots, and what is taken from the module
    for step in dis.get_instructions(code):
        if step.opname == "IMPORT_NAME":
            name, (level, taken) = str(step.argval), last
            parts = name.split(".")
            whole = [".".join(parts[:k]) for k in range(1, len(parts) + 1)]
            found.append((level, (*whole, *[f"{name}.{item}".strip(".") for item in taken or ()])))
        elif step.opname in ("LOAD_CONST", "LOAD_SMALL_INT"):
            last = (last[1], step.argval)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            found += _imports(constant)
    return tuple(found)


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
    """The functions of the user's that can be called from some values, and the places of the names that they use.

    With `open`, which gives what stands inside of a value of another's class, nothing is left out: long lists, what is looked
    up by a text, what is imported inside of a function.
    """

    def __init__(self, values: list[Any], open: Callable[[Any], list[Any] | None] | None = None) -> None:
        self._open = open
        self.globals: list[tuple[dict[str, Any], str]] = []  # where a name is bound
        self.builtins: list[tuple[dict[str, Any], str]] = []  # where a builtin is used
        self.cells: list[Any] = []
        self.absent: list[str] = []  # modules that are imported and not loaded yet
        self.names: dict[int, str] = {}  # by the id of a cell, the name of the variable
        self.caches: list[Any] = []  # functions that remember their results
        self.functions: list[FunctionType] = []
        self.classes: list[type] = []
        self.objects: list[Any] = []  # of the user's classes
        self._seen: set[int] = set()
        self._named: set[tuple[int, str]] = set()
        self.kept: list[Any] = []
        self._add(values)

    def beside(self, values: list[Any]) -> Reach:
        """What these reach too."""
        made: Reach = object.__new__(Reach)
        made.__dict__ = {name: part.copy() if type(part) in (list, dict, set) else part for name, part in vars(self).items()}
        made._add(values)
        return made

    def _add(self, values: list[Any]) -> None:
        waiting, seen = list(values), self._seen
        while waiting:
            value = waiting.pop()
            kind = type(value)
            if kind in _PLAIN or (self._open is None and kind.__name__ == "ndarray"):  # most arguments are arrays
                continue
            if id(value) not in seen:
                seen.add(id(value))
                self.kept.append(value)
                if kind is not ModuleType:
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
        elif isinstance(value, list | tuple | set | dict):
            yield from self._items(value)
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
            if attribute(value, "cache_clear") is not None and inspect.getattr_static(value, "cache_clear", None) is not None:
                self.caches.append(value)
            if wrapped is not None:
                yield wrapped
            if self._open is not None:
                yield from self._open(value) or ()

    def _items(self, value: Any) -> Iterator[Any]:
        """What is in a list, a tuple, a set or a dict, and in the attributes of one of the user's own kind."""
        items = value.values() if isinstance(value, dict) else value
        if len(value) <= _SHORT or (self._open is not None and not _PLAIN.issuperset(map(type, items))):
            yield from items
        if self._open is not None and is_own_class(type(value)):
            self.objects.append(value)
            yield from (type(value), *getattr(value, "__dict__", {}).values())

    def _function(self, function: FunctionType) -> Iterator[Any]:
        wrapped = getattr(function, "__wrapped__", None)
        if wrapped is not None:
            yield wrapped
        is_own = _is_users_code(function.__code__)
        for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
            if is_own:
                self.cells.append(cell)
                self.names[id(cell)] = name
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
        if self._open is not None:
            yield from self._by_text(function)

    def _by_text(self, function: FunctionType) -> Iterator[Any]:
        """What a function may look up by a text: `globals()["w"]`, `getattr(module, "w")`; and what it imports itself."""
        code, space = function.__code__, function.__globals__
        used = names_of(code)
        imported = imported_by(code, space.get("__package__"))
        self.absent += [name for name in imported if name not in sys.modules]
        modules = [found for name in imported if (found := sys.modules.get(name)) is not None and is_users(_file_of(found))]
        for module in modules:
            yield from self._through(module, code)
        if used & _OF_MODULES:
            modules += [found for name in used if isinstance(found := space.get(name), ModuleType)]
        if used & _OF_ALL:
            modules += [found for text in texts_of(code) if (found := sys.modules.get(text)) is not None]
        spaces = [vars(module) for module in modules if is_users(_file_of(module))] if used & _OF_MODULES else []
        for place in [*spaces, *([space] if used & _OF_ALL else [])]:
            yield from self._whole(place)
        if used & {"environ", "getenv"}:
            yield os.environ

    def _whole(self, space: dict[str, Any]) -> Iterator[Any]:
        """All names of a module."""
        for name, value in list(space.items()):
            if not (name.startswith("__") and name.endswith("__")) and (id(space), name) not in self._named:
                self._named.add((id(space), name))
                self.globals.append((space, name))
                if not isinstance(value, ModuleType):
                    yield value

    def _through(self, value: Any, code: CodeType) -> Iterator[Any]:
        """What a name stands for; of a module of the user's, what is taken from it."""
        if isinstance(value, ModuleType):
            if is_users(_file_of(value)):
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
        if is_own_class(type(value)):
            yield type(value)


def _file_of(module: ModuleType) -> str | None:
    return getattr(module, "__file__", None)


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
