"""Text in a picture: how wide it is at most, where it breaks, and how it is written down."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from html import escape
from itertools import accumulate
from typing import Literal

from whygrad.drawing.layout import Rectangle

SIZE = 13.0  # of numbers and names
SMALL = 11.0
#: Letters of a name that a picture has room for.
LONGEST = 32

#: Styles whose letters are bold, and wider.
BOLD = frozenset({"wrong", "symbol"})

Parts = tuple[tuple[str, str], ...]  # style, text


def text_width(text: str, size: float = SIZE) -> float:
    """How wide a text is at most, in the widest of the fonts that may be there.

    >>> text_width("mm") > text_width("ii")
    True
    """
    return size * sum(_em(character) for character in text)


def _em(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 1.05
    if unicodedata.combining(character):
        return 0.0
    if character in "ijlI.,:;'|!()[] ":
        return 0.4
    return 1.0 if character in "mwMW@%—✓✗…" else 0.66


def clipped(text: str, most: int = LONGEST) -> str:
    """A name, of a long one its beginning and its end: a picture has no room for more, and the end tells entries apart.

    >>> clipped("weights_of_the_first_hidden_layer_before_dropout[12]")
    'weights_of_the_firs…_dropout[12]'
    """
    if sum(map(_cells, text)) <= most:
        return text
    end = (most - 1) * 2 // 5
    return f"{_begun(text, most - 1 - end)}…{_begun(text[::-1], end)[::-1]}"


def _cells(character: str) -> int:
    """Of letters such as those of Chinese, each has the room of two."""
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _begun(text: str, most: int) -> str:
    """As much of the beginning of a text as there is room for."""
    rooms = accumulate(map(_cells, text))
    return "".join(character for character, room in zip(text, rooms, strict=True) if room <= most)


@dataclass(frozen=True)
class Label:
    """A text at a place: `x` is its left end, its middle or its right end, `y` its base line; its parts are styled each in its own way.

    `role` says what it is to the picture (what stands above a wire, a constant, …), `out` to which output of a thing it belongs.
    """

    x: float
    y: float
    parts: Parts
    size: float = SIZE
    anchor: Literal["start", "middle", "end"] = "start"
    role: str = ""
    out: int = 0

    @property
    def rectangle(self) -> Rectangle:
        """The room that it takes."""
        width = parts_width(self.parts, self.size)
        return Rectangle(
            self.x - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor], self.y - self.size * 0.8, width, self.size
        )

    def written(self) -> str:
        """The label as an SVG element."""
        spans = "".join(f'<tspan class="{style}">{escape(text)}</tspan>' for style, text in self.parts)
        anchor = f' text-anchor="{self.anchor}"' if self.anchor != "start" else ""
        role = f' class="{self.role}" data-out="{self.out}"' if self.role else ""
        return f'<text x="{self.x:.1f}" y="{self.y:.1f}" font-size="{self.size:g}"{anchor}{role}>{spans}</text>'


def parts_width(parts: Parts, size: float = SIZE) -> float:
    """How wide the parts of a label are together."""
    return sum(text_width(text, size) * (1.08 if style in BOLD else 1.0) for style, text in parts)


def prose(text: str, width: float, size: float = SMALL) -> list[Parts]:
    """A sentence in lines of this width at most, its `code` without the backticks, and in a style of its own.

    >>> prose("say `dx = 1`, twice", 500.0)
    [(('small', 'say '), ('code', 'dx = 1'), ('small', ', twice'))]
    """
    lines: list[Parts] = [()]
    for word in re.findall(r"(?:`[^`]*`|\S)+", text):
        parts = tuple(("code" if part.startswith("`") else "small", part.strip("`")) for part in re.findall(r"`[^`]*`|[^`]+", word))
        if lines[-1] and parts_width((*lines[-1], *parts), size) > width:
            lines.append(())
        lines[-1] = _joined(lines[-1], parts)
    return lines


def _joined(line: Parts, word: Parts) -> Parts:
    """A line with a word more, what is of one style in one part."""
    if not line:
        return word
    found = [*line]
    for style, text in (("small", " "), *word):
        if found[-1][0] == style:
            found[-1] = (style, found[-1][1] + text)
        else:
            found.append((style, text))
    return tuple(found)
