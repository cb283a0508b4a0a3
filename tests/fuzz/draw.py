"""Where a generator's choices come from: a seed for long runs, Hypothesis for the test, so that one generator serves both."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Protocol, TypeVar

T = TypeVar("T")


class Draw(Protocol):
    """A source of choices. The one method is all that Hypothesis needs in order to shrink: 0 is the simplest choice."""

    def below(self, n: int) -> int:
        """A whole number from 0 to n - 1."""
        ...


class FromSeed:
    """The choices that follow from a seed, on every machine the same."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def below(self, n: int) -> int:
        return self._random.randrange(n)


def choice(draw: Draw, options: Sequence[T]) -> T:
    """One of the options; put the simplest first."""
    return options[draw.below(len(options))]


def one_in(draw: Draw, n: int) -> bool:
    """True once in n times; false is the simpler."""
    return draw.below(n) == n - 1
