"""What a function finds around it besides its arguments, noted, so that a change of it is noticed.

A compiled function keeps what it was recorded with: names of modules, variables of functions around it, attributes of
objects, entries of lists and dicts. Arrays are read anew at every run, so that of them only the identity counts.
"""

from __future__ import annotations

import queue
import random
import sys
from collections import deque
from collections.abc import Callable, Iterator
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

import numpy as np

from whygrad.tracing.lifting import attributes
from whygrad.tracing.reach import Reach, attribute, is_own_class

#: Nobody gives the names of these to something else.
_SETTLED = (ModuleType, BuiltinFunctionType, np.ufunc)
_MISSING = object()
#: What gives another item each time, what draws numbers, and what a class has of its own.
_STEPPING = (Iterator, queue.Queue, queue.SimpleQueue)
_DRAWING = (np.random.Generator, np.random.RandomState, np.random.BitGenerator, random.Random)
_OWN = ("__dict__", "__weakref__", "__doc__", "__module__", "__annotations__")


class Surroundings:
    """All that is reached from some values, as it is now."""

    def __init__(self, values: list[Any], *, inside: bool = False) -> None:
        reach = Reach(values)
        #: Is something reached that gives another item each time: an iterator, a generator, a queue?
        self.steps_on = any(isinstance(value, _STEPPING) and not is_own_class(type(value)) for value in reach.kept)
        self._seen: set[int] = set()
        self._checks: list[tuple[Callable[[], list[Any]], list[Any]]] = []
        for space, name in reach.globals:
            found = space.get(name, _MISSING)
            if inside and (found is random or isinstance(attribute(found, "__self__"), random.Random)):
                self._note(lambda: list(random.getstate()[1]))
            if not isinstance(found, _SETTLED):
                self._note(lambda space=space, name=name: [space.get(name, _MISSING)])  # type: ignore[misc]
        for cell in reach.cells:
            self._note(lambda cell=cell: _content(cell))  # type: ignore[misc]
        for value in reach.objects:
            self._note(lambda value=value: [part for item in attributes(value) for part in item])  # type: ignore[misc]
        for function in reach.functions:
            if _belongings(function):
                self._note(lambda function=function: _belongings(function))  # type: ignore[misc]
        for kind in reach.classes:
            self._note(lambda kind=kind: [part for name, part in vars(kind).items() if name not in _OWN])  # type: ignore[misc]
        if inside:
            self._note(_state_of_draws)
            for value in reach.kept:
                if isinstance(value, _DRAWING):
                    self._note(lambda value=value: [_state_of(value)])  # type: ignore[misc]
            for value in values:
                self._container(value)

    def _note(self, read: Callable[[], list[Any]]) -> None:
        now = read()
        self._checks.append((read, now))
        for value in now:
            self._container(value)

    def _container(self, value: Any) -> None:
        if isinstance(value, list | tuple | dict | deque | set) and id(value) not in self._seen:
            self._seen.add(id(value))
            self._note(lambda: list(_items(value)))

    def __bool__(self) -> bool:
        return bool(self._checks)

    def holds(self, array: Any) -> bool:
        """Is this array one of those that were found?"""
        return any(value is array for _read, found in self._checks for value in found)

    def unchanged(self) -> bool:
        """Is all as it was?"""
        for read, before in self._checks:
            now = read()
            if len(now) != len(before) or not all(map(_is, now, before)):
                return False
        return True


def _belongings(function: FunctionType) -> list[Any]:
    """What a function has of its own: defaults, attributes."""
    return [*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values(), *vars(function).values()]


def _state_of_draws() -> list[Any]:
    """NumPy's random numbers, which a library may draw unseen."""
    state: Any = np.random.get_state()
    return [state[2], state[1].tobytes()]


def _state_of(draws: Any) -> str:
    """Where what draws numbers stands."""
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
    return isinstance(one, int | float | str | bytes | np.generic) and bool(one == other)


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
