"""How long is looked for a mistake: as long as usual, or so many times as long as `WHYGRAD_PATIENCE` says."""

from __future__ import annotations

import math
import os

from whygrad.text import Text, _

NAME = "WHYGRAD_PATIENCE"


class BadPatience(ValueError):
    """The environment says something that is no number of times."""

    def __init__(self, said: str) -> None:
        text = _("`{name}` is “{value}”, which is no number above 0: say how many times as long as usual I may search, or leave it out.")
        self.text = Text(text, {"name": NAME, "value": said})
        super().__init__(str(self.text))


def times() -> float:
    """How many times as long as usual: what the environment says, or 1.

    >>> times() > 0
    True
    """
    said = os.environ.get(NAME, "").strip()
    try:
        found = float(said or 1)
    except ValueError:
        found = 0.0
    if not 0 < found < math.inf:
        raise BadPatience(said)
    return found


def patient(seconds: float) -> float:
    """The seconds that something may take that usually may take so many."""
    return seconds * times()
