"""What is otherwise than it should be, as data, and what the comparisons have in common."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tests.fuzz.program import Value


@dataclass(frozen=True)
class Difference:
    """Something that whygrad does otherwise than JAX or NumPy; `what` has no numbers in it, so that causes can be counted."""

    what: str
    detail: str

    def __str__(self) -> str:
        return f"{self.what}\n{self.detail}"


@dataclass(frozen=True)
class Outcome:
    """What became of a program: discarded for a reason, or compared."""

    discarded: str = ""
    differences: tuple[Difference, ...] = ()


def own(values: Sequence[Value]) -> tuple[Value, ...]:
    """The same in memory of their own."""
    return tuple(value.copy() if isinstance(value, np.ndarray) else value for value in values)


def like(value: Value, random: np.random.Generator) -> Value:
    """Random numbers of a value's shape and kind."""
    if isinstance(value, float) and not isinstance(value, np.floating):
        return float(random.normal())
    return np.asarray(random.normal(size=np.shape(value)), getattr(value, "dtype", float))


def different(what: str, got: Value, want: Value) -> Difference:
    return Difference(what, f"got\n{got!r}\nwant\n{np.asarray(want)!r}")


def caught(what: str, run: Callable[[], list[Difference]]) -> list[Difference]:
    """An exception is a difference too: the program runs on NumPy and on JAX."""
    try:
        return run()
    except Exception as error:
        message = re.sub(r"^\S+:\d+:\d+: ", "", str(error)).partition("\n")[0]  # without the place
        return [Difference(f"{what}: {type(error).__name__}: {message}", traceback.format_exc())]
