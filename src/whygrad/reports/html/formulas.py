"""Formulas as HTML: names that are linked to their gates, values and gradients in their colours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from whygrad.autodiff import notation
from whygrad.gates.table import Gate
from whygrad.reports.frame import harmless
from whygrad.reports.html.tongues import plain
from whygrad.reports.values import short


class Links:
    """Names of a formula, and the node of each.

    >>> Links({"x": 3}).html("2 * x + x1")
    '2 * <span data-node="3">x</span> + x1'
    """

    def __init__(self, nodes: Mapping[str, int]) -> None:
        self.nodes = {name: node for name, node in nodes.items() if name and not _is_number(name)}
        names = sorted(map(re.escape, self.nodes), key=len, reverse=True)
        self._pattern = re.compile(rf"(?<![\w.\])])(?:{'|'.join(names)})(?![\w(\[])") if names else None

    def html(self, text: str) -> str:
        if self._pattern is None:
            return plain(text)
        found, at = [], 0
        for match in self._pattern.finditer(text):
            found += [plain(text[at : match.start()]), f'<span data-node="{self.nodes[match[0]]}">{plain(match[0])}</span>']
            at = match.end()
        return "".join([*found, plain(text[at:])])


def value(number: float | str) -> str:
    """A number on the way forward."""
    return _number(number, "value")


def gradient(number: float | str) -> str:
    """A number on the way back."""
    return _number(number, "gradient")


def local(number: float | str) -> str:
    """A local gradient."""
    return _number(number, "local")


def _number(number: float | str, style: str) -> str:
    text = number if isinstance(number, str) else short(number)
    return f'<span class="{style}">{escape(text)}</span>'


def product(factors: Sequence[str]) -> str:
    """Factors that are HTML already, those that begin with a minus in parentheses."""
    return " · ".join(f"({factor})" if position and _sign(factor) else factor for position, factor in enumerate(factors)) or "1"


def total(terms: Sequence[float], style: str = "gradient") -> str:
    """A sum of numbers."""
    found = ""
    for number in terms:
        text = short(float(number))
        negative = text.startswith("-")
        sign = ("−" if negative else "") if not found else " − " if negative else " + "
        found += sign + f'<span class="{style}">{escape(text.removeprefix("-"))}</span>'
    return found or "0"


def with_numbers(gate: Gate, operands: Sequence[float]) -> str:
    """A gate of numbers, as it would be written.

    >>> from whygrad.gates.arithmetic import multiply
    >>> with_numbers(multiply, [3.0, -4.0])
    '3 * (-4)'
    """
    parts = [notation.Part(text, notation.SIGN if text.startswith("-") else notation.ATOM) for text in map(short, operands)]
    return harmless(notation.python(gate, parts).text)


def equation(sides: Sequence[str]) -> str:
    """Sides that are HTML, none said twice, as one line that breaks between them."""
    found = [side for position, side in enumerate(sides) if side and (position == 0 or _text(side) != _text(sides[position - 1]))]
    return '<span class="equation">' + " ".join(f"<span>{'= ' if n else ''}{side}</span>" for n, side in enumerate(found)) + "</span>"


def _sign(factor: str) -> bool:
    return _text(factor).startswith(("-", "−"))


def _text(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d[\d.e+-]*", text) is not None
