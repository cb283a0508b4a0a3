"""Which calls, and which turns of which loops, made which nodes: of a run that isn't instrumented, as Python itself tells it."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

from whygrad.tracing.active import running
from whygrad.tracing.calls import Calls
from whygrad.tracing.instrument import Site, site_of

_SUSPENDED = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
#: Turns of loops that are noted at most: what has more is no picture.
MOST_TURNS = 100_000


@dataclass
class Loop:
    """A loop, run once: the number of nodes at the beginning of each of its turns, and after the last."""

    site: Site
    starts: list[int]
    end: int

    @property
    def turns(self) -> list[range]:
        """The nodes of each turn; of one that made none, an empty range. Where the loop ends, Python looks at it once more."""
        return [range(start, end) for start, end in zip(self.starts, [*self.starts[1:], self.end], strict=True)]


@dataclass
class Course:
    """The calls and the loops of a run, each in the order in which it began."""

    calls: Calls = field(default_factory=Calls)
    loops: list[Loop] = field(default_factory=list)


@dataclass(eq=False)
class _Frame:
    number: int
    is_call: bool
    loops: list[tuple[ast.For | ast.While, Loop]] = field(default_factory=list)


class _Follower:
    def __init__(self, tree: ast.Module, file: str, course: Course) -> None:
        self.file = file
        self.course = course
        self.functions: dict[tuple[int, str], ast.FunctionDef] = {}
        self.loops: dict[int, ast.For | ast.While] = {}  # by the line on which one begins
        self.frames: dict[int, _Frame] = {}  # by the id of a frame that is running
        self.count = 0
        self.turns = 0
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                first = min((one.lineno for one in node.decorator_list), default=node.lineno)
                self.functions[first, node.name] = node
            elif isinstance(node, ast.For | ast.While):
                self.loops.setdefault(node.lineno, node)

    @property
    def now(self) -> int:
        trace = running()
        return 0 if trace is None else len(trace.graph)

    def call(self, frame: FrameType, event: str, _argument: Any) -> Callable[..., Any] | None:
        """Python begins to run a frame: is it one of the program's?"""
        code = frame.f_code
        if event != "call" or code.co_filename != self.file or code.co_flags & _SUSPENDED or running() is None:
            return None
        function = self._function(code)
        self.count += 1
        self.frames[id(frame)] = _Frame(self.count, function is not None)
        if function is not None and frame.f_back is not None:
            self.course.calls.begin(site_of(function), self.count, self.now, frame.f_back)
        return self.step

    def _function(self, code: CodeType) -> ast.FunctionDef | None:
        return self.functions.get((code.co_firstlineno, code.co_name))

    def step(self, frame: FrameType, event: str, _argument: Any) -> Callable[..., Any]:
        """A frame comes to another line, or to its end."""
        own = self.frames.get(id(frame))
        if own is None:
            return self.step
        if event == "return":
            self._out_of(own, None)
            if own.is_call:
                self.course.calls.leave(own.number, self.now)
            del self.frames[id(frame)]
        elif event == "line" and (own.loops or frame.f_lineno in self.loops):
            self._out_of(own, frame.f_lineno)
            self._turn(own, self.loops.get(frame.f_lineno))
        return self.step

    def _turn(self, own: _Frame, loop: ast.For | ast.While | None) -> None:
        if loop is None or self.turns > MOST_TURNS:
            return
        self.turns += 1
        now = self.now
        self.course.calls.tick(site_of(loop), now)
        if own.loops and own.loops[-1][0] is loop:
            own.loops[-1][1].starts.append(now)
        else:
            own.loops.append((loop, Loop(site_of(loop), [now], now)))
            self.course.loops.append(own.loops[-1][1])

    def _out_of(self, own: _Frame, line: int | None) -> None:
        """The loops that end where a frame comes to this line; all of them where it returns."""
        while own.loops:
            node, loop = own.loops[-1]
            if line is not None and node.lineno <= line <= (node.body[-1].end_lineno or node.lineno):
                return
            loop.end = self.now
            own.loops.pop()


@contextmanager
def followed(tree: ast.Module, file: str, course: Course) -> Iterator[None]:
    """Note the calls and loops of a program's own functions while they are traced.

    >>> from whygrad.tracing.function import trace_function
    >>> text = "def f(x):\\n    for k in range(3):\\n        x = x * 2.0\\n    return x\\n"
    >>> space, course = {}, Course()
    >>> exec(compile(text, "f.py", "exec"), space)
    >>> with followed(ast.parse(text), "f.py", course):
    ...     _recording = trace_function(space["f"], (1.0,), {}, (0,))
    >>> [sum(map(bool, loop.turns)) for loop in course.loops], len(course.calls.made)
    ([3], 1)
    """
    before = sys.gettrace()
    sys.settrace(_Follower(tree, file, course).call)
    try:
        yield
    finally:
        sys.settrace(before)
