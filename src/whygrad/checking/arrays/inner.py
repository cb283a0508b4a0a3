"""The pairs and layers that a function calls, on the arguments that it calls them with: where a whole is wrong, a part may be to blame.

A part is judged by its own forward pass. So a mistake in a step of an LSTM is seen at the step, however many others there are above it.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import CodeType, FrameType, FunctionType
from typing import Any

import numpy as np

from whygrad.checking.arrays.leaves import own_copy
from whygrad.checking.arrays.limits import TooLong, limited
from whygrad.checking.arrays.pairing import partners, ways
from whygrad.checking.arrays.randomness import random_state as now
from whygrad.checking.arrays.randomness import restore
from whygrad.checking.arrays.subjects import Kind, Subject

#: Parts that are looked at, and seconds that the whole may run for it.
MOST, LONGEST = 8, 2.0


def inner_subjects(subject: Subject, space: Mapping[str, Any]) -> list[Subject]:
    """Those that are called, in the order in which they first return: what is called within another comes before it."""
    wanted = {code: part for code, part in _parts(space) if part.backward is not subject.backward and part.forward is not subject.forward}
    if not wanted:
        return []
    waiting: dict[FrameType, tuple[Any, ...]] = {}
    found: dict[Any, Subject] = {}

    def watch(frame: FrameType, event: str, argument: Any) -> None:
        part = wanted.get(frame.f_code)
        if part is None or len(found) >= MOST:
            return
        if event == "call":
            values = tuple(frame.f_locals[name] for name in frame.f_code.co_varnames[: frame.f_code.co_argcount])
            if (frame.f_code, _way(values)) not in found:
                with contextlib.suppress(Exception):
                    waiting[frame] = own_copy(values)
        elif event == "return" and frame in waiting:
            values = waiting.pop(frame)
            found.setdefault((frame.f_code, _way(values)), replace(part, args=values))

    before, state = sys.getprofile(), now()
    sys.setprofile(watch)
    try:
        with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"), limited(LONGEST):
            subject.forward(*own_copy(subject.args))
    except (Exception, SystemExit, TooLong):
        pass  # what was called before it stopped is known
    finally:
        sys.setprofile(before if callable(before) else None)  # a profiler written in C is no function
        restore(state)
    return list(found.values())


def _way(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """By what a function may go another way: `activation="relu"`."""
    return tuple(value for value in values if isinstance(value, str | bool))


def _parts(space: Mapping[str, Any]) -> Iterator[tuple[CodeType, Subject]]:
    """The pairs and layers of a module, without arguments."""
    own = {name: value for name, value in space.items() if isinstance(value, FunctionType | type)}
    functions = [name for name, value in own.items() if isinstance(value, FunctionType)]
    for name, value in own.items():
        if isinstance(value, type):
            found = ways(value)
            ahead, back = (getattr(value, way, None) for way in found) if found is not None else (None, None)
            kind: Kind = "layer"
        else:
            other = next(partners(name, functions), None)
            ahead, back, kind = value, own.get(other) if other is not None else None, "pair"
        if isinstance(ahead, FunctionType) and isinstance(back, FunctionType) and _is_plain(ahead) and _is_plain(back):
            yield ahead.__code__, Subject(name, kind, ahead, back, ())


def _is_plain(value: FunctionType) -> bool:
    """Is this a function that takes its arguments one by one?"""
    kinds: set[Any] = {one.kind for one in inspect.signature(value).parameters.values()}
    return kinds <= {inspect.Parameter.POSITIONAL_OR_KEYWORD}
