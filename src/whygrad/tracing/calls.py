"""Which nodes were made in which call of the program's own functions, and in which turn of which loop."""

from __future__ import annotations

from dataclasses import dataclass
from types import CodeType, FrameType

from whygrad.tracing.instrument import Site


@dataclass(slots=True)  # there may be a hundred thousand
class Call:
    """A call of a function of the program's own: the nodes from `start` to `end` were made in it, or in what it called."""

    site: Site  # of the function's definition
    frame: int
    start: int
    end: int
    code: CodeType  # of the caller, and its instruction
    instruction: int


class Calls:
    """The calls of a run, in the order in which they began. `now` is the number of nodes that there are."""

    def __init__(self) -> None:
        self.made: list[Call] = []
        self.ticks: dict[Site, list[int]] = {}  # the number of nodes at each turn of a loop
        self._under_way: list[Call] = []

    def tick(self, site: Site, now: int) -> None:
        """A turn of a loop begins."""
        self.ticks.setdefault(site, []).append(now)

    def begin(self, site: Site, frame: int, now: int, caller: FrameType) -> None:
        """A function is called that ends before its caller goes on."""
        call = Call(site, frame, now, now, caller.f_code, caller.f_lasti)
        self.made.append(call)
        self._under_way.append(call)

    def leave(self, frame: int, now: int) -> None:
        """A call comes to its end, and so do all calls in it that an exception ended."""
        self.back_in(frame, now)
        if self._under_way and self._under_way[-1].frame == frame:
            self._under_way.pop().end = now

    def back_in(self, frame: int, now: int) -> None:
        """A frame goes on (0: that of the script): the calls above it are over."""
        if not self._under_way or self._under_way[-1].frame == frame:
            return
        if frame and all(call.frame != frame for call in self._under_way):
            return  # a generator, which comes and goes
        while self._under_way and self._under_way[-1].frame != frame:
            self._under_way.pop().end = now
