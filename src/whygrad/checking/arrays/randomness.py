"""The global random generators: where they stand, and that they stand there again, so that a mask is the same in both passes."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import numpy as np


def random_state() -> tuple[Any, Any]:
    """Where the global random generators stand."""
    return np.random.get_state(), random.getstate()


def is_at(state: tuple[Any, Any]) -> bool:
    """Do the global random generators stand there?"""
    now, before = random_state(), state
    return now[1] == before[1] and all(np.array_equal(one, other) for one, other in zip(now[0], before[0], strict=True))


def restore(state: tuple[Any, Any]) -> None:
    """Put the global random generators back."""
    np.random.set_state(state[0])
    random.setstate(state[1])


@dataclass
class Draws:
    """Where the global random generators stand while a subject is run, once it is known that it doesn't draw from them."""

    unmoved: tuple[Any, Any] | None = None

    def state(self) -> tuple[Any, Any]:
        """Where they stand: to be asked of NumPy costs as much as a gate."""
        return self.unmoved or random_state()

    def put_back(self, state: tuple[Any, Any]) -> None:
        """Let them stand there."""
        if self.unmoved is None:
            restore(state)
