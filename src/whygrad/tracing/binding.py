"""The time of a trace: stand-ins are bound where names stand for NumPy, arrays from outside are traced, and all is put back."""

from __future__ import annotations

import builtins
import sys
import threading
import warnings
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace
from typing import Any

import numpy as np

from whygrad.tracing.active import RUNNING
from whygrad.tracing.arrays import is_traced
from whygrad.tracing.asking import users_frame
from whygrad.tracing.lifting import Lifting
from whygrad.tracing.reach import Reach, is_own_class, is_users, names_of
from whygrad.tracing.stand_ins import BUILTINS, STOOD_IN_FOR, is_library, refresh, stand_in

#: One trace at a time replaces what modules and objects hold.
_LOCK = threading.RLock()


class _Bindings:
    """Names of modules that stand-ins are bound to, counted, since several threads may trace at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bound: dict[tuple[int, str], list[Any]] = {}  # [how many, space, original, stand-in]

    def bind(self, space: dict[str, Any], name: str, found: Any) -> None:
        with self._lock:
            entry = self._bound.get((id(space), name))
            if entry is not None:
                entry[0] += 1
                return
            self._bound[id(space), name] = [1, space, space.get(name, _NOTHING), found]
            space[name] = found

    def release(self, space: dict[str, Any], name: str) -> None:
        with self._lock:
            entry = self._bound[id(space), name]
            entry[0] -= 1
            if entry[0]:
                return
            del self._bound[id(space), name]
            if space.get(name, _NOTHING) is entry[3]:
                if entry[2] is _NOTHING:
                    del space[name]
                else:
                    space[name] = entry[2]


_NOTHING = object()


_BINDINGS = _Bindings()


class _Imports:
    """`import numpy` inside a traced function gives the stand-in too."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0
        self._original: Any = None

    def __enter__(self) -> None:
        with self._lock:
            self._count += 1
            if self._count == 1:
                self._original = builtins.__import__
                builtins.__import__ = self._import

    def __exit__(self, *_: Any) -> None:
        with self._lock:
            self._count -= 1
            if not self._count and builtins.__import__ == self._import:
                builtins.__import__ = self._original

    def _import(self, name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0) -> Any:
        found = self._original(name, globals, locals, fromlist, level)
        if RUNNING.traces and name.partition(".")[0] in STOOD_IN_FOR:
            file = (globals or {}).get("__file__")
            if file is None or is_users(file):
                return stand_in(found)
        return found


_IMPORTS = _Imports()


def _is_global_array(value: Any) -> bool:
    return isinstance(value, np.ndarray | list | dict | tuple | deque | SimpleNamespace | np.random.Generator | np.random.RandomState)


@contextmanager
def tracing(trace: Any, values: list[Any], lifting: Lifting) -> Iterator[None]:
    """The time of a trace: stand-ins are bound, arrays from outside are traced, and everything is put back at the end."""
    refresh()
    reach = Reach(values)
    bound: list[tuple[dict[str, Any], str]] = []
    held: list[tuple[Any, Any, Any]] = []
    with _LOCK:
        try:
            bind(reach, bound)
            _lift(reach, lifting, held)
            with _IMPORTS, _warnings_at_users():
                RUNNING.traces.append(trace)
                try:
                    yield
                finally:
                    RUNNING.traces.pop()
        finally:
            for space, name, working in held:
                _put_back(space, name, working, lifting)
            release(bound)
            _settle_left(reach, lifting)
            lifting.settle_all()
            for cache in reach.caches:  # it may have remembered values of this trace
                cache.cache_clear()
            trace.written_back()


def _warnings_at_users() -> Any:
    """NumPy's warnings about numbers (a division by zero, an overflow), told of the user's line and not of one of ours."""
    warned = {kind: "call" for kind, mode in np.geterr().items() if mode == "warn"}
    return np.errstate(call=_warn, **warned) if warned else nullcontext()  # type: ignore[arg-type]


def _warn(kind: str, flag: int) -> None:
    frame = users_frame(sys._getframe(1))
    if frame is None:
        return
    registry = frame.f_globals.setdefault("__warningregistry__", {})
    words = f"{kind} encountered"
    warnings.warn_explicit(words, RuntimeWarning, frame.f_code.co_filename, frame.f_lineno, frame.f_globals.get("__name__"), registry)


def bind(reach: Reach, bound: list[tuple[dict[str, Any], str]]) -> None:
    """Bind stand-ins to the names that stand for NumPy and its functions, and to builtins that would lose the trace."""
    for space, name in reach.globals:
        original = space.get(name)
        if is_library(original):
            found = stand_in(original)
            if found is not original:
                _BINDINGS.bind(space, name, found)
                bound.append((space, name))
    for space, name in reach.builtins:
        if name in BUILTINS:
            _BINDINGS.bind(space, name, BUILTINS[name])
            bound.append((space, name))


def release(bound: list[tuple[dict[str, Any], str]]) -> None:
    """Put back what `bind` has bound."""
    for space, name in reversed(bound):
        _BINDINGS.release(space, name)


def _lift(reach: Reach, lifting: Lifting, held: list[tuple[Any, Any, Any]]) -> None:
    """Trace the arrays that globals, closures and the attributes of classes hold."""
    for space, name in reach.globals:
        value = space.get(name)
        if is_library(value):
            continue
        if _is_global_array(value) or (is_own_class(type(value)) and not isinstance(value, type)):
            working = lifting.lifted(value)
            if working is not value:
                space[name] = working
            held.append((space, name, working))
    for cell in reach.cells:
        try:
            value = cell.cell_contents
        except ValueError:
            continue
        if is_library(value):
            found = stand_in(value)
            if found is not value:
                cell.cell_contents = found
                held.append((cell, None, found))
                lifting.known(value, found)
            continue
        working = lifting.lifted(value)
        if working is not value:
            cell.cell_contents = working
        held.append((cell, None, working))
    for value in reach.objects:
        lifting.lifted(value)
    for function in reach.functions:
        defaults = function.__defaults__ or ()
        if any(map(is_library, defaults)):
            function.__defaults__ = tuple([stand_in(value) if is_library(value) else value for value in defaults])
            held.append((function, "__defaults__", defaults))
    for kind in reach.classes:
        for name, value in list(vars(kind).items()):
            if not name.startswith("__") and _is_global_array(value):
                working = lifting.lifted(value)
                if working is not value:
                    setattr(kind, name, working)
                    held.append((kind, name, working))


def _settle_left(reach: Reach, lifting: Lifting) -> None:
    """What the run has left in globals, defaults, attributes of functions and of classes, as plain values."""
    for function in reach.functions:
        space = function.__globals__
        for name in names_of(function.__code__):
            if is_traced(space.get(name)):
                space[name] = lifting.settled(space[name])
        for default in (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()):
            lifting.settled(default)
        for name, value in list(vars(function).items()):
            if name != "__wrapped__":
                setattr(function, name, lifting.settled(value))
    for kind in reach.classes:
        for name, value in list(vars(kind).items()):
            if is_traced(value):
                setattr(kind, name, lifting.settled(value))


def _put_back(place: Any, name: str | None, working: Any, lifting: Lifting) -> None:
    if isinstance(place, dict):
        if name in place:
            plain = lifting.settled(place[name])
            if plain is not place[name]:
                place[name] = plain
        return
    if name == "__defaults__":
        place.__defaults__ = working
        return
    if name is not None:
        setattr(place, name, lifting.settled(getattr(place, name)))
        return
    try:
        value = place.cell_contents
    except ValueError:
        return
    original = lifting.original(value)
    place.cell_contents = lifting.settled(value) if original is None else original
