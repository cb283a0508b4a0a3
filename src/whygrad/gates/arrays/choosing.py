"""The gates that choose between two arrays, entry by entry: `where`, `maximum`, `minimum`."""

from __future__ import annotations

import numpy as np

from whygrad.gates.table import ARRAY_TABLE, Gate, array_gate, gate
from whygrad.text import _

where: Gate = array_gate(
    "where",
    np.where,
    None,
    lambda g, out, condition, a, b: where(condition, g, 0.0),
    lambda g, out, condition, a, b: where(condition, 0.0, g),
    python="np.where({0}, {1}, {2})",
    latex=r"\operatorname{{where}}\left({0}, {1}, {2}\right)",
    linear="joint",
    numbers=range(1, 3),
    title=_("where gate"),
    story=_(
        "A where gate is a switch for each entry: the gradient from above goes to the side that was chosen there, and the other side "
        "gets 0. The condition itself gets none: a small change doesn't flip it."
    ),
)

maximum = gate(
    "maximum",
    np.maximum,
    lambda out, a, b: a >= b,  # a truth value counts as 1 or 0 in a product, and keeps the other factor's dtype
    lambda out, a, b: b > a,
    python="np.maximum({0}, {1})",
    latex=r"\max\left({0}, {1}\right)",
    table=ARRAY_TABLE,
    title=_("entry-by-entry max gate"),
    story=_(
        "At each entry the gradient from above goes to the larger of the two, and the other gets 0. "
        "Where they are equal, the first counts as the larger."
    ),
)

minimum = gate(
    "minimum",
    np.minimum,
    lambda out, a, b: a <= b,
    lambda out, a, b: b < a,
    python="np.minimum({0}, {1})",
    latex=r"\min\left({0}, {1}\right)",
    table=ARRAY_TABLE,
    title=_("entry-by-entry min gate"),
    story=_(
        "At each entry the gradient from above goes to the smaller of the two, and the other gets 0. "
        "Where they are equal, the first counts as the smaller."
    ),
)
