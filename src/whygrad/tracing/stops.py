"""The ways in which a run ends before the program does, and the guards that see what fuel can't see."""

from __future__ import annotations

import gc
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, ModuleType
from typing import Literal

resource: ModuleType | None
try:
    import resource
except ImportError:  # Windows
    resource = None

#: How much more memory than at its start a program may take.
MEMORY = 2 << 30
#: Seconds after which a program that swallowed the alarm is told again.
AGAIN = 0.5
#: Objects from which they are called old together, and of those how many before they are all looked through.
MANY, AT_MOST = 100_000, 10_000_000


class Stop(BaseException):
    """A run stops here; not an `Exception`, so that a bare `except Exception` in the program doesn't swallow it."""


class Enough(Stop):
    """Everything that is wanted has been seen."""


class LimitReached(Stop):
    """The program took more turns and calls, more time or more memory than it was allowed."""

    def __init__(self, of: Literal["turns", "seconds", "memory"] = "turns") -> None:
        super().__init__(of)
        self.of = of


class Refused(Stop):
    """The program asked for something that can't be given: `slug` says what."""

    def __init__(self, slug: str, **fields: str) -> None:
        super().__init__(slug)
        self.slug = slug
        self.fields = fields


def memory_limit() -> int:
    """The most address space that a run may take, 0 where it can't be known."""
    try:
        with open("/proc/self/statm") as sizes:
            return int(sizes.read().split()[0]) * 4096 + MEMORY
    except OSError:
        return 0


@contextmanager
def uncollected() -> Iterator[None]:
    """No garbage collector: it would walk a large graph again and again, and find nothing in it."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if gc.get_count()[0] > MANY:
                _call_old()
            gc.enable()


class _Old:
    """How many objects were called old since all were looked through."""

    count = 0


def _call_old() -> None:
    """What was made without the collector is called old: else its first look at what is new would walk all of it, which may take as
    long as the making. It looks at what is old only now and then, and not sooner for this; so from time to time that is done here.
    """
    _Old.count += gc.get_count()[0]
    if _Old.count > AT_MOST:
        _Old.count = 0
        gc.collect()
    elif not gc.get_freeze_count():  # what others froze stays so
        gc.freeze()
        gc.unfreeze()


@contextmanager
def guarded(seconds: float, memory: int) -> Iterator[None]:
    """A limit on time and memory around a run, without the garbage collector.

    The alarm rings in the main thread of a Unix process only, and is heard between two instructions or inside a
    function of C that listens (a huge power, a regular expression, a wait), not inside one that doesn't.
    """
    with uncollected(), _memory(memory), _alarm(seconds):
        yield


@contextmanager
def _memory(limit: int) -> Iterator[None]:
    if resource is None or not limit:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    tight = min(bound for bound in (limit, soft, hard) if bound != resource.RLIM_INFINITY)
    resource.setrlimit(resource.RLIMIT_AS, (tight, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    running = True

    def ring(number: int, frame: FrameType | None) -> None:
        if running:
            raise LimitReached("seconds")

    started = time.monotonic()
    handler = signal.signal(signal.SIGALRM, ring)
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        running = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL if handler is None else handler)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - started), 1e-3), interval)


@contextmanager
def deep_enough() -> Iterator[None]:
    """Give the program the depth of recursion that it would have alone, however deep its caller stands."""
    limit, depth, frame = sys.getrecursionlimit(), 0, sys._getframe()
    while (caller := frame.f_back) is not None:
        depth, frame = depth + 1, caller
    sys.setrecursionlimit(limit + depth)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
