"""What is asked about a cell: the answers of `whygrad check`, `show` and `derive`, in the lines of the cell.

All of it, and what is drawn of it, is worked out while the cell's context is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from whygrad.checking.excerpts import Above, below, excerpt, moved
from whygrad.checking.hints import capped
from whygrad.explaining.derivation import Derivation
from whygrad.explaining.deriving import derive_file
from whygrad.files import Unreadable, tables_for
from whygrad.jobs import checked
from whygrad.notebook.context import Context, context
from whygrad.notebook.earlier import Earlier
from whygrad.reports.circuit import Circuit, circuit
from whygrad.reports.derivation import DerivationReport
from whygrad.reports.report import Report
from whygrad.speaking import Asked
from whygrad.text import Text, _


@dataclass(frozen=True)
class Cell:
    """A cell as Python code, with what it has from earlier cells."""

    number: int
    code: str
    context: Context

    @property
    def file(self) -> str:
        return f"In [{self.number}]"

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line in self.context.lines) + self.code

    @property
    def above(self) -> int:
        return len(self.context.lines)


def cell_of(number: int, code: str, space: Mapping[str, Any], earlier: Sequence[str], asked: Asked) -> Cell:
    """A cell of a notebook in which names have these values; `earlier` are the cells that were run before."""
    also = [*([asked.of] if asked.of is not None else []), *asked.grads.values()]
    try:
        made = context(code, space, Earlier(earlier), [name.split("[", 1)[0] for name in also])
    except (SyntaxError, ValueError):  # of which the report tells
        made = Context()
    return Cell(number, code, made)


def check(cell: Cell, asked: Asked, hint: str | None, trap_nan: bool) -> Report:
    """Is every gradient right that the cell claims?"""
    step = None if hint is None else int(hint)
    told: dict[str, Any] = {"of": asked.of, "grads": asked.grads, "limit": asked.limit}
    found = checked(asked, cell.text, cell.file, trap_nan)
    try:
        diagnosis = excerpt(found, cell.above)
    except Above:
        diagnosis = replace(found, file=_with_more(cell, asked))
    else:
        told |= {"text": cell.text, "above": cell.above}
    return Report(capped(diagnosis, step), asked.words, step, told)


def circuit_of(report: Report, cell: Cell, asked: Asked) -> Circuit:
    """The circuit beside a report, with the gradients that it is about."""
    above = report.told.get("above", 0)
    return circuit(cell.text, cell.file, asked.words, of=asked.of, grads=asked.grads, limit=asked.limit, above=above)


def show(cell: Cell, asked: Asked, expand: Sequence[str], depth: int) -> Circuit:
    """The circuit of what the cell computes."""
    return circuit(
        cell.text,
        cell.file,
        asked.words,
        of=asked.of,
        grads=asked.grads,
        limit=asked.limit,
        expand=expand,
        depth=depth,
        above=cell.above,
    )


def derive(cell: Cell, asked: Asked, wrt: Sequence[str], form: Literal["short", "long"], every: bool) -> DerivationReport:
    """The chain rule for what the cell computes."""
    try:
        tables = tables_for(cell.file, asked.inputs, asked.course)
        found = derive_file(
            cell.text,
            cell.file,
            of=asked.of,
            wrt=wrt,
            limit=asked.limit,
            tables=tables,
            iteration=asked.iteration,
            form=form,
            every=every,
        )
    except Unreadable as unreadable:
        return DerivationReport(Derivation(unreadable.file, "", problems=(unreadable.problem,)), asked.words)
    try:
        found = replace(moved(found, cell.above, is_loose=True), source=below(found.source, cell.above))
    except Above:
        found = replace(found, file=_with_more(cell, asked))
    return DerivationReport(found, asked.words)


def _with_more(cell: Cell, asked: Asked) -> str:
    """What is wrong lies in an earlier cell: so all is shown that is needed of these, and its lines are counted."""
    return asked.words.say(Text(_("In [{n}], below what it has from earlier cells"), {"n": str(cell.number)}))
