"""Prose in lines of a terminal's width. Code in `backticks` is never broken."""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.text import Text as Styled

#: What has no space in it; code in backticks and short lists of numbers may have some.
_UNIT = r"(?:`[^`\n]*`|\[[-+.,\w ]{0,40}\]|\S)+"
#: What stays on one line: a product, with the sign before it.
_WORD = re.compile(rf"(?:[=+] )?{_UNIT}(?: × {_UNIT})*")
_CODE = re.compile(r"`[^`\n]*`")

CODE = "bold"


def wrapped(text: str, width: int, first: int | None = None) -> list[str]:
    """The text in lines of at most `width` cells, the first of at most `first`, as far as its words allow.

    >>> wrapped("the gradient from above, `a * b`, belongs here", 24)
    ['the gradient from above,', '`a * b`, belongs here']
    >>> wrapped("that is 2 × 0.1966 = 0.3932", 14)
    ['that is', '2 × 0.1966', '= 0.3932']
    """
    lines = [""]
    for word in _WORD.findall(text):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        room = width if first is None or len(lines) > 1 else first
        if lines[-1] and cell_len(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def run(text: str, style: str) -> Styled:
    """Text in a style that ends with it: what is appended has its own."""
    return Styled().append(text, style=style)


def styled(line: str, style: str = "") -> Styled:
    """A line of prose with its code set off."""
    text = Styled(line, style=style)
    text.highlight_regex(_CODE, CODE)
    return text


def paragraph(text: str, width: int, first: Styled | str = "", indent: int | None = None, style: str = "") -> list[Styled]:
    """The text wrapped behind `first`, its later lines indented to stand below it, or by `indent`."""
    head = Styled(first) if isinstance(first, str) else first
    hang = head.cell_len if indent is None else indent
    lines = []
    for number, line in enumerate(wrapped(text, max(width - hang, 20), max(width - head.cell_len, 20))):
        start = head.copy() if number == 0 else Styled(" " * hang)
        lines.append(start.append_text(styled(line, style)))
    return lines
