"""A small picture of an array: its entries in colours from blue (below 0) over none (0) to orange (above 0), the scale the same on both
sides of 0. Who doesn't see colours sees the dash in what is below 0, and reads the title.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

from whygrad.reports.values import short
from whygrad.reports.words import Words
from whygrad.text import Text, _

#: How many cells there are at most across and down, the room for them, and how large one is at least and at most.
MOST_ACROSS, MOST_DOWN = 12, 6
WIDEST, HIGHEST = 60.0, 30.0
SMALLEST, LARGEST = 5.0, 10.0
#: Colours on each side of 0.
LEVELS = 4


@dataclass(frozen=True)
class HeatMap:
    """An array as cells; one cell stands for several entries, with their mean, where there are many.

    >>> import numpy as np
    >>> found = HeatMap.of(np.arange(-2.0, 4.0).reshape(2, 3))
    >>> found.cells, found.most
    (((-2.0, -1.0, 0.0), (1.0, 2.0, 3.0)), 3.0)
    >>> HeatMap.of(np.ones((100, 100))).block
    (17, 9)
    """

    cells: tuple[tuple[float, ...], ...]
    most: float  # what the darkest colour stands for, on both sides of 0
    block: tuple[int, int]  # the entries of one cell, down and across

    @classmethod
    def of(cls, value: Any) -> HeatMap:
        """The map of an array: its last axis across, all others down."""
        import numpy as np

        array = np.asarray(value, dtype=float)
        table = array.reshape(-1, max(array.shape[-1], 1)) if array.ndim > 1 else array.reshape(1, -1)
        down, across = (max(-(-size // most), 1) for size, most in zip(table.shape, (MOST_DOWN, MOST_ACROSS), strict=True))
        rows = [table[k : k + down] for k in range(0, table.shape[0], down)]
        with np.errstate(all="ignore"):
            cells = tuple(tuple(float(row[:, k : k + across].mean()) for k in range(0, table.shape[1], across)) for row in rows)
        finite = [abs(number) for row in cells for number in row if math.isfinite(number)]
        return cls(cells, max(finite, default=0.0), (down, across))

    @property
    def cell(self) -> tuple[float, float]:
        """How wide a cell is, and how high: few of them are larger."""
        rows, columns = len(self.cells), max(map(len, self.cells), default=1)
        return _side(WIDEST / max(columns, 1)), _side(HIGHEST / max(rows, 1))

    @property
    def width(self) -> float:
        """How wide the picture is."""
        return self.cell[0] * max(map(len, self.cells), default=0)

    @property
    def height(self) -> float:
        """How high it is."""
        return self.cell[1] * len(self.cells)

    def level(self, number: float) -> int | None:
        """The colour of a number: -4 to 4; None where it is no number that has one."""
        if not math.isfinite(number):
            return None
        if not number or not self.most or abs(number) < self.most * 1e-3:
            return 0
        return int(math.copysign(max(1, math.ceil(abs(number) / self.most * LEVELS - 1e-9)), number))

    @cached_property
    def shapes(self) -> str:
        """The cells as SVG, from (0, 0): one path a colour, its class `h0`, `p1` to `p4`, `n1` to `n4` or `odd`."""
        runs: dict[str, list[str]] = defaultdict(list)
        wide, high = self.cell
        for y, row in enumerate(self.cells):
            start = 0
            for x in range(1, len(row) + 1):
                if x == len(row) or self.level(row[x]) != self.level(row[start]):
                    own, size = _style(self.level(row[start])), (x - start) * wide
                    runs[own].append(f"M{start * wide:g} {y * high:g}h{size:g}v{high:g}h-{size:g}z")
                    if own.startswith("n"):
                        dashes = "".join(f"M{k * wide + 1.2:g} {(y + 0.5) * high:g}h{wide - 2.4:g}" for k in range(start, x))
                        runs["dark dash" if own in ("n3", "n4") else "dash"].append(dashes)
                    start = x
        cells = "".join(f'<path class="{own}" d="{"".join(runs[own])}"/>' for own in sorted(runs, key=lambda own: ("dash" in own, own)))
        edge = f'<rect class="edge" width="{self.width:g}" height="{self.height:g}"/>'
        return cells + edge

    def title(self, words: Words) -> str:
        """What the colours mean here."""
        most = short(self.most)
        text = Text(_("Colours from -{most} (blue, with a dash) over 0 to {most} (orange)."), {"most": most})
        down, across = self.block
        if down * across == 1:
            return words.say(text)
        fields = {"n": down * across, "down": str(down), "across": str(across)}
        return f"{words.say(text)} {words.say(Text(_('Each cell is the mean of {down} × {across} entries.'), fields))}"

    def drawn(self, x: float, y: float, words: Words) -> str:
        """The map at a place, as SVG with its title."""
        title = escape(self.title(words))
        return f'<g class="map" transform="translate({x:.1f} {y:.1f})"><title>{title}</title>{self.shapes}</g>'


def _side(length: float) -> float:
    return min(max(length, SMALLEST), LARGEST)


def _style(level: int | None) -> str:
    if level is None:
        return "odd"
    return "h0" if level == 0 else f"{'n' if level < 0 else 'p'}{abs(level)}"


#: The colours, from 0 outwards, on a light ground and a dark one (ColorBrewer's blues and oranges, which colour-blind people tell apart).
LIGHT = {
    "h0": "#f7f7f7",
    "n1": "#c6dbef",
    "n2": "#6baed6",
    "n3": "#2171b5",
    "n4": "#08306b",
    "p1": "#fdd0a2",
    "p2": "#fd8d3c",
    "p3": "#d94801",
    "p4": "#7f2704",
    "odd": "#d946ef",
    "edge": "#6b7280",
    "dash": "#08306b",
    "dark": "#ffffff",
}
DARK = {
    "h0": "#1b2431",
    "n1": "#1e4470",
    "n2": "#2f74b8",
    "n3": "#6fb3ec",
    "n4": "#cfe8ff",
    "p1": "#5f3510",
    "p2": "#b45f14",
    "p3": "#f2994a",
    "p4": "#ffe0bd",
    "odd": "#d946ef",
    "edge": "#9ca3af",
    "dash": "#dbeafe",
    "dark": "#08306b",
}


def rules(colours: dict[str, str]) -> str:
    """The style sheet of the maps in these colours."""
    cells = [f".map .{own} {{ fill: {colour}; }}" for own, colour in colours.items() if own not in ("edge", "dash", "dark")]
    lines = [
        f".map .edge {{ fill: none; stroke: {colours['edge']}; stroke-width: 0.7; }}",
        f".map .dash {{ stroke: {colours['dash']}; stroke-width: 0.8; fill: none; }} .map .dark {{ stroke: {colours['dark']}; }}",
    ]
    return " ".join([*cells, *lines])
