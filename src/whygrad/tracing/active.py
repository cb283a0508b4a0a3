"""The traces that are running in this thread, the innermost last."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from whygrad.tracing import explained


class _Running(threading.local):
    def __init__(self) -> None:
        self.traces: list[Any] = []


RUNNING = _Running()


@contextmanager
def adding_to(trace: Any) -> Iterator[None]:
    """What is computed meanwhile goes to the end of a graph that has been recorded; one of plain numbers (None) is always open."""
    if trace is None:
        yield
        return
    trace.reopen()
    RUNNING.traces.append(trace)
    try:
        yield
    finally:
        RUNNING.traces.pop()
        trace.close()


def running() -> Any:
    """The trace that runs in this thread, None if there is none."""
    return RUNNING.traces[-1] if RUNNING.traces else None


def trace() -> Any:
    """The trace that runs in this thread; raises LeakedTrace if there is none."""
    if not RUNNING.traces:
        raise explained.no_trace()
    return RUNNING.traces[-1]
