"""What a function does besides returning a value, as far as a trace sees it: a later run of compiled code would leave it out."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from types import CodeType
from typing import Any, NamedTuple

from whygrad.text import _
from whygrad.tracing.active import RUNNING, running
from whygrad.tracing.asking import asking

DRAWS = _("it draws random numbers")
MAKES_TEXT = _("it makes a text of numbers")
PRINTS = _("it prints")
ASKS = _("it asks for input")
OPENS = _("it opens a file")
READS_CLOCK = _("it asks what time it is")
SLEEPS = _("it waits")
WRITES = _("it writes to an array that was there before")

#: Functions of the standard library that do something else each time, or for others to see.
CLOCK: dict[Callable[..., Any], str] = {
    **{
        getattr(time, name + unit): READS_CLOCK
        for name in ("time", "perf_counter", "monotonic", "process_time", "thread_time")
        for unit in ("", "_ns")
    },
    **dict.fromkeys((time.localtime, time.gmtime, time.ctime, time.asctime, time.strftime), READS_CLOCK),
    time.sleep: SLEEPS,
}


class Touch(NamedTuple):
    """What was done, and where."""

    what: str
    code: CodeType | None
    instruction: int


def touch(what: str) -> None:
    """Note that the program that is being traced does this."""
    trace = running()
    if trace is not None and trace.touched is None:
        trace.touched = Touch(what, *asking())


def touching(original: Callable[..., Any], what: str) -> Callable[..., Any]:
    """A function that does what it does, and is noted to."""

    @wraps(original)
    def function(*values: Any, **options: Any) -> Any:
        if RUNNING.traces:
            touch(what)
        return original(*values, **options)

    return function
