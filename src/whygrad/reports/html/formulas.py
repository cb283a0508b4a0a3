"""Formulas of a page: MathML in which names and parts are linked to their gates, and code in which names are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from whygrad.reports.html.tongues import plain
from whygrad.reports.lesson_html import mathml
from whygrad.reports.values import short

#: The library turns a colour into the style of an element: of all that LaTeX can say, this alone gets a number there.
_MOST = 0xFFFFFF
_MARK = re.compile(r'<mrow style="color:#([0-9A-F]{6});">')


def mark(node: int) -> str:
    """What stands before a node's name or code in LaTeX."""
    return rf"\color[HTML]{{{node:06X}}}" if node <= _MOST else ""


def linked(html: str) -> str:
    """MathML in which what was marked is linked to its gate.

    >>> linked(f"<math>{mathml('{' + mark(3) + ' x}')}</math>")
    '<math><mrow><mrow data-node="3"><mi>x</mi></mrow></mrow></math>'
    """
    return _MARK.sub(lambda found: f'<mrow data-node="{int(found[1], 16)}">', html)


def inline(latex: str) -> str:
    """A formula within a line."""
    return f"<math>{linked(mathml(latex))}</math>"


class Links:
    """Names of a line of code, and the node of each.

    >>> Links({"x": 3}).html("2 * x + x1")
    '2 * <span data-node="3">x</span> + x1'
    """

    def __init__(self, nodes: Mapping[str, int]) -> None:
        self.nodes = {name: node for name, node in nodes.items() if name}
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


def gradient(number: float | str) -> str:
    """A number on the way back."""
    return f'<span class="gradient">{escape(number if isinstance(number, str) else short(number))}</span>'
