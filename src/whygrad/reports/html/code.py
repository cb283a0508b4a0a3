"""The program as HTML, every place of it joined with what was computed there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from whygrad.reports.html.tongues import plain
from whygrad.tracing.source import Span

#: A place in the text, what it is about, and whether that is a mistake.
Place = tuple[Span, str, bool]


def code(source: str, places: Iterable[Place]) -> str:
    """The lines of a program; each stretch of one names the things that it belongs to, the innermost first.

    >>> code("x = 1", [(Span(1, 4, 1, 5), "n0", False)]).split("</i>")[1]
    'x = <span class="at" data-keys="n0" data-own="n0">1</span>\\n</span>'
    """
    by_line: dict[int, list[Place]] = defaultdict(list)
    for place in sorted(places, key=_size):
        for line in range(place[0].line, place[0].end_line + 1):
            by_line[line].append(place)
    rows = source.splitlines() or [""]
    width = len(str(len(rows)))
    found = ""
    for number, row in enumerate(rows, 1):
        content = _row(row, number, by_line.get(number, []))
        found += f'<span class="row" data-line="{number}"><i aria-hidden="true">{number:>{width}} </i>{content}\n</span>'
    return found


def _row(row: str, number: int, places: list[Place]) -> str:
    bounds = [(*_bounds(span, number, len(row)), span, key, wrong) for span, key, wrong in places]
    cuts = sorted({0, len(row), *(cut for start, end, *_rest in bounds for cut in (start, end))})
    found = ""
    for start, end in pairwise(cuts):
        over = [(span, key, wrong) for low, high, span, key, wrong in bounds if low <= start and end <= high]
        text = plain(row[start:end])
        if not over:
            found += text
            continue
        keys = " ".join(dict.fromkeys(key for _span, key, _wrong in over))
        things = [(span, key) for span, key, wrong in over if not wrong]
        innermost = dict.fromkeys(key for span, key in things if span == things[0][0])
        own = f' data-own="{" ".join(innermost)}"' if innermost and text.strip() else ""
        style = "at mistake" if any(wrong for _span, _key, wrong in over) else "at"
        found += f'<span class="{style}" data-keys="{keys}"{own}>{text}</span>'
    return found


def _bounds(span: Span, line: int, length: int) -> tuple[int, int]:
    start = span.column if line == span.line else 0
    end = span.end_column if line == span.end_line else length
    return min(start, length), min(end, length)


def _size(place: Place) -> tuple[int, int]:
    span = place[0]
    return span.end_line - span.line, span.end_column - span.column
