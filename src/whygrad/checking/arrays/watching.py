"""What a function named on its way: its local variables when it returned, and the nodes that they stand for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from types import CodeType, FrameType
from typing import Any

import numpy as np

from whygrad.checking.arrays.leaves import Step
from whygrad.tracing.arrays import current, is_traced
from whygrad.tracing.lifting import attributes

#: Entries of a list or a dict that are looked at, and how deep they may lie in one another.
MOST_HELD, DEEPEST_HELD = 500, 3


@dataclass
class Locals:
    """By name: the node, where there is one, and a copy of the value. If they are asked for, of nodes that stand in lists and dicts the
    first way there.
    """

    nodes: dict[str, int] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    holds: bool = False
    held: dict[int, tuple[str, tuple[Step, ...]]] = field(default_factory=dict)

    def take(self, names: dict[str, Any]) -> None:
        """Note what these variables hold now."""
        for name, value in (_kept_in(names) | names).items():
            plain = value
            if is_traced(value):
                if hasattr(value, "memory"):
                    current(value)
                self.nodes[name], plain = value.index, value.value
            if isinstance(plain, np.ndarray | np.generic | float | int):
                self.values[name] = np.array(plain) if isinstance(plain, np.ndarray) else plain
            elif self.holds:
                self._look_into(value, name, ())

    def _look_into(self, value: Any, name: str, path: tuple[Step, ...]) -> None:
        """Note the nodes that stand in a list or a dict."""
        keyed = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list | tuple) else ()
        for key, item in islice(keyed, MOST_HELD):
            if is_traced(item):
                if hasattr(item, "memory"):
                    current(item)
                self.held.setdefault(item.index, (name, (*path, ("item", key))))
            elif len(path) + 1 < DEEPEST_HELD:
                self._look_into(item, name, (*path, ("item", key)))


def _kept_in(names: dict[str, Any]) -> dict[str, Any]:
    """What a layer keeps of its forward pass in itself: `self.std`, by its last name."""
    own = names.get("self")
    return {name: value for name, value in attributes(own) if is_traced(value)}


@contextmanager
def last_locals(code: CodeType | None, seen: Locals) -> Iterator[None]:
    """Note the local variables of the first call of this code that returns."""
    if code is None:
        yield
    elif sys.gettrace() is None:
        with _traced(code, seen):
            yield
    else:  # a debugger is at work, which must not be put out
        with _profiled(code, seen):
            yield


@contextmanager
def _traced(code: CodeType, seen: Locals) -> Iterator[None]:
    """By a trace function, which is asked at calls of Python's functions alone: a tenth of what a profile function costs."""

    def enter(frame: FrameType, event: str, argument: Any) -> Callable[..., Any] | None:
        if frame.f_code is not code or seen.values:
            return None
        frame.f_trace_lines = False
        return leave

    def leave(frame: FrameType, event: str, argument: Any) -> Callable[..., Any]:
        if event == "return" and not seen.values:
            sys.settrace(None)
            seen.take(frame.f_locals)
        return leave

    sys.settrace(enter)
    try:
        yield
    finally:
        sys.settrace(None)


@contextmanager
def _profiled(code: CodeType, seen: Locals) -> Iterator[None]:
    before = sys.getprofile()

    def watch(frame: FrameType, event: str, argument: Any) -> None:
        if frame.f_code is code and event == "return" and not seen.values:
            sys.setprofile(before if callable(before) else None)  # a profiler written in C is no function
            seen.take(frame.f_locals)

    sys.setprofile(watch)
    try:
        yield
    finally:
        sys.setprofile(before if callable(before) else None)  # a profiler written in C is no function
