"""The magic `%%whygrad`: the options of the command line, about a cell instead of a file."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from IPython.core.magic import Magics, line_cell_magic, magics_class, no_var_expand

from whygrad import cli, speaking
from whygrad.files import plain_code
from whygrad.notebook.answers import ANSWERS, Answer
from whygrad.notebook.asking import Cell, cell_of
from whygrad.notebook.earlier import code_of
from whygrad.notebook.running import run, undisturbed
from whygrad.notebook.waiting import shown_waiting
from whygrad.reports.words import UnknownLanguage, Words, words
from whygrad.text import Text, _

#: Options of a notebook's own: no widget, and no run of the cell in the notebook.
STATIC, NO_RUN = "--static", "--no-run"


@magics_class
class WhygradMagics(Magics):
    """`%%whygrad`, and `%whygrad` about the cell before."""

    shell: Any

    @no_var_expand
    @line_cell_magic
    def whygrad(self, line: str = "", cell: str | None = None) -> None:
        """Check the gradients of a cell: %%whygrad [check|show|derive|fix] [OPTIONS], as `whygrad check` and its kin have them.

        The cell is run, too, as it would be without this line (but not with --no-run). With --static there is a picture of the
        circuit, and no widget. As %whygrad COMMAND it is about the cell before, or about the file that is named.
        `%whygrad --help` and `%whygrad check --help` list the options.
        """
        try:
            asked = _asked(line, is_cell=cell is not None)
        except UnknownLanguage as unknown:
            speaking.complain(words(), unknown.text)
            return
        try:
            if not asked.is_about_a_cell:
                asked.job()
            elif cell is not None:
                self._own(asked, line, cell)
            else:
                self._before(asked)
        except KeyboardInterrupt:
            speaking.complain(asked.words, Text(_("Stopped.")))
        except OSError as error:
            speaking.complain(asked.words, Text(_("I can't write: {words}."), {"words": error.strerror or str(error)}))
        except Exception as error:
            _our_fault(asked, error)

    def _own(self, asked: _Asked, line: str, cell: str) -> None:
        """About the cell that the magic stands on: it is looked at, run, and then it is told what was found."""
        first = f"%%whygrad {line}".rstrip()
        code = "".join(f"{row}\n" for row in plain_code(f"{first}\n{cell}"))
        answer = Answer((), lambda _shell: None)
        try:
            with asked.waiting(self.shell), undisturbed():
                answer = asked.answer(self._cell(self._number, code, asked))
        except Exception as error:  # then the cell is run all the same
            _our_fault(asked, error)
        stopped = run(self.shell, f"\n{cell}") if asked.runs else None
        answer.tell(self.shell)
        if stopped is not None and not answer.problems:
            fields = {"kind": type(stopped).__name__, "words": str(stopped) or "-"}
            speaking.complain(asked.words, Text(_("The cell stops in the notebook with {kind}: {words}."), fields))

    def _before(self, asked: _Asked) -> None:
        """About the last cell with code."""
        cells = self._cells
        for number in range(len(cells) - 1, -1, -1):
            code = code_of(cells[number])
            if code is not None and any(row.strip() and not row.startswith("#") for row in code.split("\n")):
                with asked.waiting(self.shell), undisturbed():
                    answer = asked.answer(self._cell(number, code, asked))
                answer.tell(self.shell)
                return
        speaking.complain(asked.words, Text(_("There is no cell before this one that I could look at.")))

    @property
    def _cells(self) -> list[str]:
        """The cells that were run, by their numbers; the one that is being run, which is the last, is left out."""
        return list(self.shell.history_manager.input_hist_raw[:-1])

    @property
    def _number(self) -> int:
        return len(self._cells)

    def _cell(self, number: int, code: str, asked: _Asked) -> Cell:
        return cell_of(number, code, self.shell.user_ns, self._cells[:number], asked.about)


@dataclass(frozen=True)
class _Asked:
    """What a line asks for, as the command line understands it."""

    job: Callable[[], int]
    words: Words
    interactive: bool
    runs: bool

    @property
    def is_about_a_cell(self) -> bool:
        if not isinstance(self.job, partial) or self.job.func not in ANSWERS:
            return False
        said = self.job.keywords
        return tuple(said["files"]) == ("-",) if "files" in said else said["file"] in ("-", None)

    @property
    def about(self) -> speaking.Asked:
        assert isinstance(self.job, partial)
        found: speaking.Asked = self.job.args[0]
        return found

    def waiting(self, shell: Any) -> AbstractContextManager[None]:
        """What is being done is shown to a person, and not to a program."""
        assert isinstance(self.job, partial)
        return nullcontext() if self.job.keywords.get("format") == "json" else shown_waiting(self.words, shell)

    def answer(self, cell: Cell) -> Answer:
        assert isinstance(self.job, partial)
        with cell.context.given():
            return ANSWERS[self.job.func](cell, self.about, self.interactive, **self.job.keywords)


def _asked(line: str, *, is_cell: bool) -> _Asked:
    """Read a line; where it names no file, it is about a cell."""
    given = _words_in(line)
    rest = [word for word in given if word not in (STATIC, NO_RUN)]
    if is_cell and (not rest or rest[0].startswith("-")):
        rest.insert(0, "check")
    said = words(cli.language_said(rest))
    own = _Asked(cli.read([*rest[:1], "-", *rest[1:]], said), said, STATIC not in given, NO_RUN not in given)
    if own.is_about_a_cell:
        return own
    job = cli.read(rest, said)
    if is_cell and isinstance(job, partial) and job.func is not speaking.misused:
        text = Text(_("`%%whygrad` is about its cell: leave the file out, or write `%whygrad {line}`."), {"line": line.strip()})
        job = partial(speaking.misused, said, "", "whygrad", said.say(text))
    return replace(own, job=job)


def _our_fault(asked: _Asked, error: Exception) -> None:
    if os.environ.get(speaking.DEBUG):
        raise error
    for text in speaking.our_fault(error):
        speaking.complain(asked.words, text)


def _words_in(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:  # a quote that isn't closed
        return line.split()
