"""What a derivation is written into: files of several formats, or the screen."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from whygrad.reports import lesson_html, lesson_latex, lesson_markdown
from whygrad.reports.derivation import DerivationReport
from whygrad.reports.lesson_of_numbers import Form
from whygrad.text import Text, _

_MARKS = (lesson_latex.MARK, lesson_markdown.MARK, lesson_html.MARK)


class NotOurs(Exception):
    """There is a file of that name, and whygrad didn't write it; `text` says so."""

    def __init__(self, file: str) -> None:
        self.text = Text(_("There is a file {file} already, and I didn't write it: name another one."), {"file": file})
        super().__init__(self.text.english())


class Unwritable(Exception):
    """A format can't be written here; `text` says why."""

    def __init__(self, words: str) -> None:
        self.text = Text("{words}", {"words": words})
        super().__init__(words)


@dataclass(frozen=True)
class Outputs:
    """By the format (`latex`, `md`, `html`), the file that it is written into; `-` is the screen."""

    named: Mapping[str, str]
    SCREEN: ClassVar[str] = "-"

    def without_file(self) -> tuple[str | None, Outputs]:
        """Where no program is named, the one file that is can only be the program: `--latex neuron.py` prints.

        >>> Outputs({"latex": "neuron.py"}).without_file()
        ('neuron.py', Outputs(named={'latex': '-'}))
        """
        files = [kind for kind, out in self.named.items() if out != self.SCREEN]
        if len(files) != 1:
            return None, self
        return self.named[files[0]], Outputs({**self.named, files[0]: self.SCREEN})

    def texts(self, made: DerivationReport, form: Form) -> Iterator[tuple[str, str]]:
        """Each output, and what goes there. Raises Unwritable."""
        for kind, out in self.named.items():
            if kind == "latex":
                yield out, made.latex(form, document=out != self.SCREEN)
            elif kind == "md":
                yield out, made.markdown(form)
            else:
                try:
                    yield out, made.html(form)
                except ImportError as missing:
                    raise Unwritable(str(missing)) from None

    def deliver(self, made: DerivationReport, form: Form, say: Callable[[str], object]) -> None:
        """Write every output, those for the screen by `say`. Raises NotOurs, Unwritable, and OSError."""
        for out, text in self.texts(made, form):
            if out == self.SCREEN:
                say(text)
            else:
                self.write(out, text)

    def write(self, file: str, text: str) -> None:
        """Write a file, or write one of our own anew. Raises NotOurs, and OSError."""
        if os.path.isfile(file):
            with open(file, encoding="utf-8", errors="replace") as stream:
                start = stream.read(200)
            if start.strip() and not start.startswith(_MARKS):
                raise NotOurs(file)
        with open(file, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
