"""Runs that are stopped after a time, where that can be done."""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from whygrad.tracing.stops import AGAIN


class TooLong(BaseException):
    """A run takes longer than it may."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Stop what takes longer, where that can be done: in the main thread of a system with alarms."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    running = True

    def ring(number: int, frame: FrameType | None) -> None:
        if running and not _is_of_the_collector(frame):  # then it rings again
            raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        running = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _is_of_the_collector(frame: FrameType | None) -> bool:
    """Is this what somebody has the garbage collector call? What is raised there is lost."""
    return frame is not None and any(getattr(called, "__code__", None) is frame.f_code for called in gc.callbacks)
