"""What a trace refuses, and why: each error says what, where, and what to do, as data. The faces say it in a language.

Every class is also the exception that Python or NumPy would have raised there, so a program that catches that goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from whygrad.text import Text
from whygrad.tracing.source import Span


class TraceError(Exception):
    """Something that can't be traced or differentiated. `text` says what and `help` what to do; `file` and `span` say where."""

    def __init__(self, text: Text, help: Sequence[Text] = (), file: str | None = None, span: Span | None = None) -> None:
        self.text = text
        self.help = tuple(help)
        self.file = file
        self.span = span
        super().__init__(self.said())

    def said(self, say: Any = str) -> str:
        """The whole of it in one language: `say` turns a `Text` into words."""
        place = "" if self.file is None else self.file if self.span is None else f"{self.file}:{self.span.line}:{self.span.column + 1}"
        first = f"{place}: {say(self.text)}" if place else say(self.text)
        return "\n".join([first, *[f"  {say(text)}" for text in self.help]])

    def put_into_words(self, say: Any) -> None:
        """Change what `str()` of it gives to another language."""
        self.args = (self.said(say),)


class ShapeError(TraceError, ValueError):
    """Two shapes that don't fit together."""


class DtypeError(TraceError, TypeError):
    """A dtype that has no gradient: complex, object, text, whole numbers."""


class NotTraceable(TraceError, TypeError):
    """A function, or a use of a value, that a trace can't follow."""


class LeakedTrace(TraceError, RuntimeError):
    """A traced value is used outside of the trace that it belongs to."""


class OtherBranch(TraceError, RuntimeError):
    """A replay would go another way than the run that was recorded."""


class NotFinite(TraceError, FloatingPointError):
    """The first gate that made an infinity or a nan."""


class TooLarge(TraceError, MemoryError):
    """A graph or a derivative that would not fit into memory."""


class WrongCapture(TraceError, RuntimeError):
    """A replay of the graph doesn't give what the run gave: something happened that the trace didn't see."""
