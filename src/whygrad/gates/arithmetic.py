"""The gates of school arithmetic: + - * / ** and their kin."""

from __future__ import annotations

import operator

from whygrad.gates.table import gate
from whygrad.text import _

add = gate(
    "add",
    operator.add,
    lambda out, a, b: 1.0,
    lambda out, a, b: 1.0,
    symbol="+",
    python="{0} + {1}",
    latex="{0} + {1}",
    title=_("add gate"),
    story=_("An add gate hands the gradient from above on to every input unchanged: its local gradient is 1, whatever the values are."),
)

multiply = gate(
    "multiply",
    operator.mul,
    lambda out, a, b: b,
    lambda out, a, b: a,
    symbol="*",
    python="{0} * {1}",
    latex=r"{0} \cdot {1}",
    title=_("multiply gate"),
    story=_("A multiply gate swaps its inputs: the local gradient of each is the value of the other."),
)
