"""What is being done, below a cell: a line of tqdm's, if that is installed, and only while it takes longer than a moment."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from whygrad import progress
from whygrad.reports.waiting import MOMENT
from whygrad.text import Text

if TYPE_CHECKING:
    from whygrad.reports.words import Words

#: What stands in the line: what is done, and for how long now.
FORMAT = "{desc} [{elapsed}]"


@contextmanager
def shown_waiting(words: Words, shell: Any) -> Iterator[None]:
    """Show what is done in here; nothing where tqdm isn't installed, or where nobody looks."""
    try:
        from tqdm.auto import tqdm  # type: ignore[import-untyped]
    except ImportError:
        yield
        return
    is_widget = any(base.__module__ == "tqdm.notebook" for base in tqdm.__mro__)
    own = {"display": False} if is_widget else {"delay": MOMENT}
    with tqdm(total=None, leave=False, disable=None, bar_format=FORMAT, **own) as bar, progress.listening(Bar(words, bar, shell)):
        yield


class Bar:
    """Tells a bar of tqdm's what is done; a widget among these is displayed once the moment is over.

    What a cell displays while it is looked at is kept from the notebook, but not this.
    """

    def __init__(self, words: Words, bar: Any, shell: Any, moment: float = MOMENT) -> None:
        self.words = words
        self.bar = bar
        self.shell = shell
        self._publisher = shell.display_pub
        self._hidden_until = time.monotonic() + moment if hasattr(bar, "container") else None

    def changed(self, doing: Sequence[Text]) -> None:
        self.bar.set_description_str(", ".join(self.words.say(text) for text in doing), refresh=False)
        self.bar.update(1)
        if self._hidden_until is not None and time.monotonic() >= self._hidden_until:
            self._hidden_until = None
            self._display()

    def _display(self) -> None:
        from IPython.display import display

        kept = self.shell.display_pub
        self.shell.display_pub = self._publisher
        try:
            display(self.bar.container)  # type: ignore[no-untyped-call]
        finally:
            self.shell.display_pub = kept

    def aside(self) -> AbstractContextManager[None]:
        """The program's first run is muted here: the cell itself is run afterwards."""
        return nullcontext()
