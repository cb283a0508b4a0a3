"""The traces that are running in this thread, the innermost last."""

from __future__ import annotations

import threading
from typing import Any

from whygrad.tracing import explained


class _Running(threading.local):
    def __init__(self) -> None:
        self.traces: list[Any] = []


RUNNING = _Running()


def running() -> Any:
    """The trace that runs in this thread, None if there is none."""
    return RUNNING.traces[-1] if RUNNING.traces else None


def trace() -> Any:
    """The trace that runs in this thread; raises LeakedTrace if there is none."""
    if not RUNNING.traces:
        raise explained.no_trace()
    return RUNNING.traces[-1]
