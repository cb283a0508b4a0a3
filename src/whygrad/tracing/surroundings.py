"""What a function finds around it besides its arguments, noted, so that a change of it is noticed.

A compiled function keeps what it was recorded with: names of modules, variables of functions around it, attributes of
objects, entries of lists and dicts. Arrays are read anew at every run, so that of them only the identity counts.
"""

from __future__ import annotations

import math
import queue
import random
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any, NamedTuple

import numpy as np

from whygrad.tracing.lifting import attributes
from whygrad.tracing.opened import bytes_of, parts_of
from whygrad.tracing.reach import Reach, attribute, is_own_class, names_of

#: Nobody gives the names of these to something else.
_SETTLED = (ModuleType, BuiltinFunctionType, np.ufunc)
_MISSING = object()
#: What draws nothing itself, and builtins by which a program gets at what does.
_SEEN = frozenset({FunctionType, CodeType, np.ufunc, list, tuple, dict, set, np.ndarray, int, float, bool, str, bytes, type(None)})
_LOOKED_UP = frozenset({"__import__", "__builtins__", "compile", "eval", "exec", "getattr", "globals", "locals", "vars"})
_COLLECTIONS = (list, tuple, dict, deque, set)
_PLAIN = frozenset({int, float, bool, str, bytes, type(None)})
#: What gives another item each time, what draws numbers, and what a class has of its own.
_STEPPING = (Iterator, queue.Queue, queue.SimpleQueue)
_DRAWING = (np.random.Generator, np.random.RandomState, np.random.BitGenerator, random.Random)
_OWN = ("__dict__", "__weakref__", "__doc__", "__module__", "__annotations__")


class _Check(NamedTuple):
    """Something that was read: how, what it was, and by which name the program knows it."""

    read: Callable[[], list[Any]]
    before: list[Any]
    name: str


class Surroundings:
    """All that is reached from some values, as it is now; with `inside`, what the values hold themselves too.

    Of others that were seen just before (`beside`) nothing has to be sought again.
    """

    def __init__(self, values: list[Any], *, inside: bool = False, beside: Surroundings | None = None) -> None:
        self._reach: Reach = Reach(values, parts_of) if beside is None else beside._reach.beside(values)
        reach = self._reach
        #: The kinds of what is reached and gives another item each time: an iterator, a generator, a queue.
        self.stepping = [type(value).__name__ for value in reach.kept if isinstance(value, _STEPPING) and not is_own_class(type(value))]
        self.functions = [(function, function.__code__) for function in reach.functions]
        self._seen: set[int] = set()
        self._checks: list[_Check] = []
        for space, name in reach.globals:
            found = space.get(name, _MISSING)
            if inside and (found is random or isinstance(attribute(found, "__self__"), random.Random)):
                self._note(lambda: list(random.getstate()[1]), name)
            if not isinstance(found, _SETTLED):
                self._note(lambda space=space, name=name: [space.get(name, _MISSING)], name)  # type: ignore[misc]
        for cell in reach.cells:
            self._note(lambda cell=cell: _content(cell), reach.names[id(cell)])  # type: ignore[misc]
        for value in reach.objects:
            self._note(lambda value=value: [type(value), *_pairs(attributes(value))], "")  # type: ignore[misc]
        for function in reach.functions:
            if _belongings(function):
                self._note(lambda function=function: _belongings(function), function.__name__)  # type: ignore[misc]
        for kind in reach.classes:
            own = [name for name in _OWN if name in vars(kind)]
            self._note(
                lambda kind=kind, own=own: _pairs((name, part) for name, part in vars(kind).items() if name not in own),  # type: ignore[misc]
                kind.__name__,
            )
        for value in reach.kept:
            self._opened(value, type(value).__name__)
        if not inside:
            if _asks_the_date(reach):
                self._note(lambda: [sys.modules["datetime"].date.today().toordinal()], "date.today")
            for name in reach.absent:
                self._note(lambda name=name: [sys.modules.get(name)], name)  # type: ignore[misc]
        #: With `inside`: is there anything that could draw numbers where a trace doesn't see it?
        self.may_draw_unseen = inside and _may_draw_unseen(reach)
        if inside:
            if self.may_draw_unseen:
                self._note(_state_of_draws, "np.random")
            for value in reach.kept:
                if isinstance(value, _DRAWING):
                    self._note(lambda value=value: [_state_of(value)], type(value).__name__)  # type: ignore[misc]

    def _note(self, read: Callable[[], list[Any]], name: str) -> None:
        now = read()
        self._checks.append(_Check(read, now, name))
        if _PLAIN.issuperset(map(type, now)):
            return
        for before, value in zip(["", *now], now, strict=False):
            self._opened(value, name or (before if isinstance(before, str) else ""))

    def _opened(self, value: Any, name: str) -> None:
        """Note what stands inside of a value, if anything may change there."""
        if type(value) in _PLAIN or id(value) in self._seen:
            return
        self._seen.add(id(value))
        if isinstance(value, _COLLECTIONS):
            self._note(lambda: list(_items(value)), name)
        elif parts_of(value) is not None:
            self._note(lambda: parts_of(value) or [], name)
        elif bytes_of(value) is not None:
            self._note(lambda: [bytes_of(value)], name)

    def __bool__(self) -> bool:
        """Is there anything but the code of one function?"""
        return bool(self._checks) or len(self.functions) > 1

    def holds(self, array: Any) -> bool:
        """Is this array one of those that were found?"""
        return any(value is array for check in self._checks for value in check.before)

    def reaches(self, value: Any) -> bool:
        """Is this one of the things that were there?"""
        return any(value is known for known in self._reach.kept) or self.holds(value)

    def unchanged(self) -> bool:
        """Is all as it was?"""
        for function, code in self.functions:
            if function.__code__ is not code:  # an editor that loads a module anew puts the new code into the old function
                return False
        for read, before, _name in self._checks:
            now = read()
            if len(now) != len(before) or not all(map(_is, now, before)):
                return False
        return True

    def changed(self) -> str | None:
        """The name of something that isn't as it was; None if all is."""
        for read, before, name in self._checks:
            now = read()
            for k, value in enumerate(now):
                if k >= len(before) or not _is(value, before[k]):
                    return name or (str(now[k - 1]) if k and isinstance(now[k - 1], str) else str(value))
            if len(now) != len(before):
                return name or str(before[len(now)])
        return None


def _pairs(items: Iterable[tuple[str, Any]]) -> list[Any]:
    return [part for item in items for part in item]


def _belongings(function: FunctionType) -> list[Any]:
    """What a function has of its own: defaults, attributes."""
    return [*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values(), *vars(function).values()]


def _may_draw_unseen(reach: Reach) -> bool:
    """Is there anything that could draw random numbers where a trace doesn't see it: a library, a name that is looked up?"""
    named = [space.get(name, _MISSING) for space, name in reach.globals]
    if reach.objects or reach.classes or reach.absent or not all(map(_draws_nothing, [*reach.kept, *named])):
        return True
    return not all(_LOOKED_UP.isdisjoint(names_of(function.__code__)) for function in reach.functions)


def _asks_the_date(reach: Reach) -> bool:
    """Does a function say `today`, and reach what tells it?"""
    module = sys.modules.get("datetime")
    if module is None or not any("today" in names_of(function.__code__) for function in reach.functions):
        return False
    named = [space.get(name) for space, name in reach.globals]
    return any(
        found is module or found in (module.date, module.datetime)
        for found in [*named, *reach.kept]
        if isinstance(found, type | ModuleType)
    )


def _draws_nothing(value: Any) -> bool:
    return type(value) in _SEEN or value is math or value is np or getattr(math, getattr(value, "__name__", ""), None) is value


def _state_of_draws() -> list[Any]:
    """NumPy's random numbers, which a library may draw unseen."""
    state: Any = np.random.get_state()
    return [state[2], state[1].tobytes()]


def _state_of(draws: Any) -> str:
    """Where what draws numbers stands."""
    if isinstance(draws, random.SystemRandom):  # stands nowhere
        return ""
    if isinstance(draws, random.Random):
        return repr(hash(draws.getstate()))
    held = draws.bit_generator if isinstance(draws, np.random.Generator) else draws
    state = held.get_state() if isinstance(held, np.random.RandomState) else held.state
    with np.printoptions(threshold=sys.maxsize):
        return repr(state)


def _is(one: Any, other: Any) -> bool:
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, tuple | list | dict):  # a copy will do
        return len(one) == len(other) and all(map(_is, _items(one), _items(other)))
    if not isinstance(one, int | float | complex | str | bytes | np.generic):
        return False
    return bool(one == other and (one or repr(one) == repr(other)))  # 0.0 and -0.0 are equal


def _content(cell: Any) -> list[Any]:
    try:
        return [cell.cell_contents]
    except ValueError:  # not bound yet
        return [_MISSING]


def _items(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value
        yield from value.values()
    else:
        yield from value
