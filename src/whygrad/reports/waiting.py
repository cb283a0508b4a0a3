"""What is being done, on a terminal: one line, there only while it takes longer than a moment, and only where a person sees it."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

from rich.console import Console
from rich.spinner import Spinner

from whygrad import progress
from whygrad.text import Text

if TYPE_CHECKING:
    from rich.live import Live

    from whygrad.reports.words import Words

#: Seconds after which something is said.
MOMENT = 1.0


def shown_waiting(words: Words) -> AbstractContextManager[None]:
    """Show on standard error what is done in here; nowhere, if that or standard output is no terminal."""
    streams = (sys.stdout, sys.stderr)
    if not all(stream is not None and stream.isatty() for stream in streams):
        return nullcontext()
    console = Console(file=sys.stderr)
    return nullcontext() if console.is_dumb_terminal else _shown(Line(words, console, MOMENT))


@contextmanager
def _shown(line: Line) -> Iterator[None]:
    with progress.listening(line):
        line.begin()
        try:
            yield
        finally:
            line.end()


class Line:
    """The line. It is drawn by a thread of its own, so that it lives while something takes its time."""

    def __init__(self, words: Words, console: Console, moment: float) -> None:
        self.words = words
        self.console = console
        self.moment = moment
        self.doing: Sequence[Text] = ()
        self._lock = threading.RLock()
        self._hidden = 0
        self._live: Live | None = None
        self._since = time.monotonic()
        self._timer: threading.Timer | None = None

    def changed(self, doing: Sequence[Text]) -> None:
        self.doing = tuple(doing)

    @contextmanager
    def aside(self) -> Iterator[None]:
        with self._lock:
            self._hidden += 1
            self._stop()
        try:
            yield
        finally:
            with self._lock:
                self._hidden -= 1
                self._wait()

    def begin(self) -> None:
        """From now on somebody waits."""
        with self._lock:
            self._wait()

    def end(self) -> None:
        """Take the line away."""
        with self._lock:
            self._hidden += 1
            self._stop()

    def said(self) -> str:
        """What stands in the line."""
        return ", ".join(self.words.say(text) for text in self.doing)

    def _wait(self) -> None:
        """Show the line as soon as a moment is over."""
        if self._hidden:
            return
        rest = self._since + self.moment - time.monotonic()
        if rest <= 0:
            self._start()
        else:
            self._timer = threading.Timer(rest, self._start)
            self._timer.daemon = True
            self._timer.start()

    def _start(self) -> None:
        from rich.live import Live

        with self._lock:
            if self._hidden or self._live is not None:
                return
            spinner = Spinner("dots")

            def drawn() -> Spinner:
                spinner.update(text=_one_line(self.said(), self.console.width - 3))
                return spinner

            # what others write stays theirs: the streams are not redirected
            self._live = Live(
                get_renderable=drawn,
                console=self.console,
                transient=True,
                refresh_per_second=8,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._live.start(refresh=True)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._live is not None:
            self._live.stop()
            self._live = None


def _one_line(text: str, width: int) -> str:
    from rich.cells import set_cell_size

    flat = " ".join(text.split())
    return set_cell_size(flat, width).rstrip() if width > 0 else ""
