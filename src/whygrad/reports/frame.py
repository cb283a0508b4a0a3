"""Source lines as written, with marks under the places that are talked about and their labels."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len
from rich.text import Text as Styled

from whygrad.checking.report import Span
from whygrad.reports.prose import run, wrapped

TAB = 4
#: Lines of one place above which its middle is left out.
MOST_LINES = 6
#: Cells that a label gets even where the line is full.
LEAST_LABEL = 36

GUTTER = "bold blue"


@dataclass(frozen=True)
class Mark:
    """A place and what to say about it there. The first mark of a frame is its subject, and is drawn with carets."""

    span: Span
    label: str = ""
    style: str = "bold blue"
    sign: str = "-"


@dataclass(frozen=True)
class _Underline:
    """The part of a mark on one line, in cells."""

    start: int
    end: int
    mark: Mark
    label: str


class Line:
    """A source line as a terminal shows it, and the cell at which each of its characters stands."""

    def __init__(self, text: str) -> None:
        self.cells = [0]
        self.text = ""
        is_ascii = text.isascii()
        for character in text.rstrip("\r\n"):
            self.text += " " * (TAB - self.cells[-1] % TAB) if character == "\t" else harmless(character)
            # The cells of the whole, since some characters join with the one before.
            self.cells.append(len(self.text) if is_ascii else cell_len(self.text))

    def cell(self, column: int) -> int:
        return self.cells[min(column, len(self.cells) - 1)]


def harmless(text: str) -> str:
    """The text without what would move the cursor or turn the reading direction: a mark stands in its place.

    >>> harmless("a\\x1b[2Jb\\u202e")
    'a�[2Jb�'
    """
    return text if text.isascii() and text.isprintable() else "".join(map(_harmless, text))


def _harmless(character: str) -> str:
    return "�" if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") else character


def gutter_width(spans: Iterable[Span]) -> int:
    """Cells that the line numbers take."""
    return max((len(str(span.end_line)) for span in spans), default=1)


def frame(rows: Sequence[str], marks: Sequence[Mark], width: int, gutter: int) -> list[Styled]:
    """The lines of the source that the marks touch, each with its marks below it. `gutter` is the width of the line numbers."""
    lines = [_bar(gutter)]
    before = 0
    for number in _shown_lines(marks, len(rows)):
        if before and number > before + 1:
            lines.append(run("...", GUTTER))
        before = number
        line = Line(rows[number - 1])
        lines.append(_bar(gutter, str(number)).append(f" {line.text}" if line.text else ""))
        underlines = [found for mark in marks if (found := _underline(mark, number, rows[number - 1], line)) is not None]
        lines += [_bar(gutter).append(" ").append(below) for below in _below(underlines, width - gutter - 3)]
    return lines


def _bar(gutter: int, number: str = "") -> Styled:
    return run(f"{number:>{gutter}} |", GUTTER)


def _shown_lines(marks: Sequence[Mark], most: int) -> list[int]:
    shown = set()
    for mark in marks:
        first, last = mark.span.line, min(mark.span.end_line, most)
        if last - first >= MOST_LINES:
            shown |= {first, first + 1, last - 1, last}
        else:
            shown |= set(range(first, last + 1))
    return sorted(number for number in shown if 1 <= number <= most)


def _underline(mark: Mark, number: int, row: str, line: Line) -> _Underline | None:
    """The part of a mark on this line: under the code, not under its indentation."""
    span = mark.span
    if not span.line <= number <= span.end_line:
        return None
    indent = len(row) - len(row.lstrip())
    start = span.column if number == span.line else indent
    end = span.end_column if number == span.end_line else len(row.rstrip())
    if number != span.line and end <= start:
        return None
    cells = line.cell(start), line.cell(end)
    label = mark.label if number == span.end_line else ""
    return _Underline(cells[0], max(cells[1], cells[0] + 1), mark, label)


def _below(underlines: Sequence[_Underline], width: int) -> list[Styled]:
    """The rows below a source line: the marks, the last label beside them, the others hung from them."""
    if not underlines:
        return []
    row = _paint(underlines)
    labelled = sorted((one for one in underlines if one.label), key=lambda one: one.start)
    lines = [row]
    if labelled:
        last = labelled[-1]
        if row.cell_len == last.end and last.end + 1 + cell_len(last.label) <= width:
            row.append(f" {last.label}", style=last.mark.style)
            labelled.pop()
        else:
            lines.append(_connectors(labelled))
    while labelled:
        last = labelled.pop()
        if len(lines) == 1:
            lines.append(_connectors([*labelled, last]))
        for text in wrapped(last.label, max(width - last.start, LEAST_LABEL)):
            hung = _connectors(labelled)
            lines.append(hung.append(" " * (last.start - hung.cell_len)).append(text, style=last.mark.style))
    return lines


def _paint(underlines: Sequence[_Underline]) -> Styled:
    """One row with every mark; where two overlap, the earlier in the list shows."""
    cells: list[Mark | None] = [None] * max(one.end for one in underlines)
    for one in reversed(underlines):
        cells[one.start : one.end] = [one.mark] * (one.end - one.start)
    row = Styled()
    for mark, same in groupby(cells):
        row.append((" " if mark is None else mark.sign) * len(list(same)), style=None if mark is None else mark.style)
    return row


def _connectors(underlines: Sequence[_Underline]) -> Styled:
    row = Styled()
    for one in sorted(underlines, key=lambda one: one.start):
        if one.start >= row.cell_len:
            row.append(" " * (one.start - row.cell_len)).append("|", style=one.mark.style)
    return row
