"""The commands as they are answered for a cell. All is worked out before the cell is run in the notebook, and told after it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from whygrad import jobs
from whygrad.checking.fixing import fixed
from whygrad.checking.hints import RULE
from whygrad.checking.report import Problem
from whygrad.notebook import asking
from whygrad.notebook.asking import Cell
from whygrad.notebook.showing import prepared
from whygrad.reports.circuit import Circuit, NoPicture
from whygrad.reports.derivation import DerivationReport
from whygrad.reports.json import dumped
from whygrad.reports.outputs import NotOurs, Outputs, Unwritable
from whygrad.reports.report import Report
from whygrad.speaking import STDOUT, Asked, complain, say_out, write_drawn
from whygrad.text import Text, _

Told = Callable[[], object]


@dataclass(frozen=True)
class Answer:
    """What is to be told, and what stood in the way."""

    problems: Sequence[Problem]
    tell: Callable[[Any], object]  # given the notebook's shell


def check(
    cell: Cell, asked: Asked, interactive: bool, *, files: Sequence[str], hint: str | None, trap_nan: bool, html: str | None, format: str
) -> Answer:
    """`%%whygrad`: the report, and the circuit."""
    report = asking.check(cell, asked, hint, trap_nan)
    written = [] if html is None else [_drawn(asked, html, report.html)]
    has_circuit = bool(report.targets) and (report.hint is None or report.hint >= RULE)
    picture = asking.circuit_of(report, cell, asked) if has_circuit else None
    return _answer(report, picture, written, interactive, format)


def show(
    cell: Cell,
    asked: Asked,
    interactive: bool,
    *,
    file: str,
    svg: str | None,
    png: str | None,
    dot: str | None,
    html: str | None,
    show_code: bool,
    expand: Sequence[str],
    depth: int,
    format: str,
) -> Answer:
    """`%%whygrad show`: the circuit, or the code that computes what is in it."""
    made = asking.show(cell, asked, expand, depth)
    if show_code and made.ok:
        text = made.code()
        return Answer(made.problems, lambda _shell: say_out(text))
    kinds = ((svg, made.svg), (png, made.png), (dot, made.dot), (html, made.html))
    written = [_drawn(asked, out, drawn) for out, drawn in kinds if out is not None and made.ok]
    return _answer(made, made, written, interactive, format)


def _answer(found: Report | Circuit, picture: Circuit | None, written: list[Told], interactive: bool, format: str) -> Answer:
    """Files are written, and the rest is shown; or JSON is printed."""
    tell: Told = prepared(found, picture, interactive=interactive)
    if format == "json":
        tell = partial(say_out, f"{_json(found)}\n")

    def told(_shell: Any) -> None:
        for each in (tell, *written):
            each()

    return Answer(found.problems, told)


def derive(
    cell: Cell,
    asked: Asked,
    interactive: bool,
    *,
    file: str | None,
    wrt: Sequence[str],
    latex: str | None,
    md: str | None,
    html: str | None,
    form: Literal["short", "long"],
    every: bool,
    format: str,
) -> Answer:
    """`%%whygrad derive`: the chain rule."""
    made = asking.derive(cell, asked, wrt, form, every)
    outputs = Outputs({kind: out for kind, out in (("latex", latex), ("md", md), ("html", html)) if out is not None})
    if format == "json":
        return Answer(made.problems, lambda _shell: say_out(f"{_json(made)}\n"))
    if not outputs.named or not made.ok:
        show_it = prepared(made, None, interactive=False, form=form)
        return Answer(made.problems, lambda _shell: show_it())

    def told(_shell: Any) -> None:
        try:
            outputs.deliver(made, form, say_out)
        except (NotOurs, Unwritable) as refused:
            complain(asked.words, refused.text)

    return Answer(made.problems, told)


def fix(cell: Cell, asked: Asked, interactive: bool, *, file: str, write: bool, diff: bool) -> Answer:
    """`%whygrad fix`: the cell with every verified fix in it, as the next cell."""
    report = asking.check(cell, asked, None, False)
    text = fixed(cell.code, report.diagnosis) if report.diagnosis.source == cell.code else cell.code
    show_it = prepared(report, None, interactive=False)

    def told(shell: Any) -> None:
        show_it()  # what is changed, and why: a page that was made of the notebook has no next cell
        if text != cell.code:
            say_out(f"{asked.words.say(Text(_('The cell with these changes is the next one; it was not run.')))}\n")
            shell.set_next_input("\n".join(row for row in text.split("\n") if not row.startswith("# %")))

    return Answer(report.problems, told)


ANSWERS: dict[Callable[..., int], Callable[..., Answer]] = {jobs.check: check, jobs.show: show, jobs.derive: derive, jobs.fix: fix}


def _json(found: Report | Circuit | DerivationReport) -> str:
    return dumped(found.to_dict(), getattr(sys.stdout, "encoding", None))


def _drawn(asked: Asked, out: str, drawn: Callable[[], str | bytes]) -> Told:
    """Draw a picture or a page, to be written later; where the library for it is missing, that is said."""
    try:
        made = drawn()
    except NoPicture as missing:
        return partial(complain, asked.words, Text("{words}", {"words": str(missing)}))
    if isinstance(made, bytes) and out == STDOUT:
        return partial(complain, asked.words, Text(_("Pixels can't be printed in a notebook: name a file.")))
    return partial(say_out, made) if isinstance(made, str) and out == STDOUT else partial(write_drawn, asked, made, out)
