"""Runs that are stopped after a time, where that can be done."""

from __future__ import annotations

import gc
import signal
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from whygrad.tracing.stops import AGAIN

#: Where Python's own weak sets and dicts clean up after themselves.
_OF_WEAK_REFERENCES = frozenset({weakref.WeakSet.__init__.__code__.co_filename, weakref.WeakValueDictionary.__init__.__code__.co_filename})


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
    """Is this what somebody has the garbage collector call, or what a weak reference calls at its end? What is raised there is lost."""
    if frame is None:
        return False
    code = frame.f_code
    return code.co_filename in _OF_WEAK_REFERENCES or any(getattr(called, "__code__", None) is code for called in gc.callbacks)
