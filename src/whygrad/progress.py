"""What is being done while somebody waits. Whoever does something long tells; a terminal or a notebook listens, and shows it; neither
knows the other, and where nobody listens nothing is made of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from whygrad.text import Text, _


class Listener(Protocol):
    """Shows what is being done."""

    def changed(self, doing: Sequence[Text]) -> None:
        """This is being done now, the whole first, then its part."""

    def aside(self) -> AbstractContextManager[None]:
        """Keep out of sight: somebody else writes."""


@dataclass
class _Doing:
    listeners: list[Listener] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    tried: int = 0

    def tell(self) -> None:
        if not self.listeners:
            return
        tried = Text(_("{n} change tried"), {"n": self.tried}, plural=_("{n} changes tried"))
        for listener in self.listeners:
            listener.changed([*self.texts, *([tried] if self.tried else [])])


_DOING = _Doing()


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Tell this listener what is done in here."""
    _DOING.listeners.append(listener)
    try:
        yield
    finally:
        _DOING.listeners.remove(listener)


@contextmanager
def doing(text: Text) -> Iterator[None]:
    """This is done in here.

    >>> class Printing:
    ...     def changed(self, doing):
    ...         print([text.english() for text in doing])
    >>> with listening(Printing()), doing(Text("looking for the mistake")):
    ...     tick()
    ['looking for the mistake']
    ['looking for the mistake', '1 change tried']
    """
    tried = _DOING.tried
    _DOING.texts.append(text)
    _DOING.tried = 0
    _DOING.tell()
    try:
        yield
    finally:
        _DOING.texts.pop()
        _DOING.tried = tried


def tick() -> None:
    """One more change was tried."""
    _DOING.tried += 1
    _DOING.tell()


@contextmanager
def aside() -> Iterator[None]:
    """Somebody's own program runs in here, and may write where the listeners do."""
    with ExitStack() as stack:
        for listener in _DOING.listeners:
            stack.enter_context(listener.aside())
        yield
