"""Where a program is probed: its own numbers, and generic ones near them, at which no coincidence survives."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from whygrad.tracing.running import Key

#: How far each generic point may be from the program's own numbers, relatively; later ones are tried when earlier fail.
REACHES = (0.35, 0.2, 0.5, 0.08, 0.01, 0.001)

#: Points at which the data is moved as well, to see whether a fix holds for other data.
MOVED = (0.35, 0.2)
#: The same for points at which signs and branches turn.
FAR = (2.5, 4.0, 2.5, 1.2, 3.0, 6.0)
#: By what inputs are multiplied where rounding hides everything at the program's own numbers.
SHRUNK = (0.3, 0.1, 0.03)


@dataclass(frozen=True)
class Point:
    """Values for the inputs of a program: `reach` 0 is its own numbers; else the watched names in `varied` are moved,
    after they were shrunk where gates saturate at the program's own numbers.

    The value of an input depends on its key and place alone, so that it is the same in every run at this point.
    """

    reach: float = 0.0
    seed: int = 0
    varied: Collection[str] = ()
    shrink: float = 1.0
    data: Collection[str] = ()  # names whose numbers are moved too if they are written with a decimal point

    def __call__(self, key: Key, path: tuple[Any, ...], value: float) -> float:
        moved = key.name in self.varied or (key.name in self.data and type(value) is float)
        if not self.reach or not moved:
            return value
        draw = random.Random(f"{self.seed}:{key}:{path}")
        step = draw.uniform(0.3, 1.0) * self.reach * draw.choice((-1.0, 1.0))
        return value * self.shrink * (1.0 + step) if value else step
