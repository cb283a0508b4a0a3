"""How a program writes what can be written in several ways: sums over axes, matrix products."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from whygrad.checking.arrays import writing
from whygrad.checking.arrays.writing import Written, part

_FUNCTION, _METHOD = re.compile(r"\bnp\.(sum|mean)\("), re.compile(r"(?<!\bnp)\.(sum|mean)\(")
_PLACED, _NAMED = re.compile(r"\.(sum|mean)\(-?\d"), re.compile(r"\.(sum|mean)\(axis=")


@dataclass(frozen=True)
class Style:
    """What is usual in a program."""

    calls: int  # how many more sums are written as functions than as methods
    is_placed: bool  # `x.sum(0)`
    from_end: bool  # `axis=-1` for the last axis
    product: str  # "@", "np.dot", ".dot"
    averages: bool  # it takes means

    def reduced(self, a: Written, axis: str = "", *, keep: bool = False, what: str = "sum") -> Written:
        """A sum over an axis, or over all: `x.sum(axis=0)` or `np.sum(x, axis=0)`."""
        is_method = self.calls < 0 or (self.calls == 0 and a.level == writing.ATOM)
        named = f"axis={axis}" if not (self.is_placed and is_method) else axis
        options = ", ".join([named] * bool(axis) + ["keepdims=True"] * keep)
        if is_method:
            return part(a, f".{what}({options})")
        return Written(f"np.{what}({', '.join([a.text, options] if options else [a.text])})")

    def axis(self, number: int, count: int) -> str:
        """An axis of so many, as it is written."""
        return "-1" if self.from_end and number == count - 1 else str(number)

    def matmul(self, a: Written, b: Written) -> Written:
        """A product of two matrices."""
        if self.product == "@":
            return writing.matmul(a, b)
        return Written(f"np.dot({a.text}, {b.text})") if self.product == "np.dot" else part(a, f".dot({b.text})")


@lru_cache(maxsize=64)
def style_of(text: str) -> Style:
    """The style of a program.

    >>> style_of("db = np.sum(dz, axis=0)").reduced(Written("dz"), "0").text
    'np.sum(dz, axis=0)'
    """
    counts = {"@": len(re.findall(r" @ ", text)), "np.dot": text.count("np.dot(")}
    counts[".dot"] = text.count(".dot(") - counts["np.dot"]
    return Style(
        len(_FUNCTION.findall(text)) - len(_METHOD.findall(text)),
        len(_PLACED.findall(text)) > len(_NAMED.findall(text)),
        text.count("axis=-1") > text.count("axis=1"),
        max(counts, key=lambda way: counts[way]),
        ".mean(" in text,
    )
