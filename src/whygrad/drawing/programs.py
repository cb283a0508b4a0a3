"""The circuit of a file, of numbers or of arrays, whichever it computes with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from whygrad.checking.check import LIMIT
from whygrad.checking.report import Problem, Target
from whygrad.drawing.numbers import wired
from whygrad.drawing.wiring import Wiring
from whygrad.tracing.source import tree_of

if TYPE_CHECKING:
    from whygrad.checking.arrays.given import Table


def wired_program(
    text: str,
    file: str = "<text>",
    *,
    of: str | None = None,
    grads: Mapping[str, str] | None = None,
    limit: int = LIMIT,
    tables: Sequence[Table] = (),
    iteration: int = 1,
    targets: Sequence[Target] = (),
    above: int = 0,
) -> Wiring | tuple[Problem, ...]:
    """The circuit of a program; `targets` are what a check found of it. One that only speaks of NumPy may be one of numbers.
    The first lines of the text, `above`, are run but not shown.

    >>> type(wired_program("x = 3.0\\ny = x * x\\n")).__name__
    'NumberWiring'
    """
    if "numpy" not in text or tree_of(text) is None:
        return wired(text, file, of=of, grads=grads, limit=limit, above=above)
    from whygrad.drawing.arrays import ArrayWiring, wired_arrays  # which needs NumPy

    found = wired_arrays(text, file, of=of, tables=tables, iteration=iteration, targets=targets, above=above)
    if isinstance(found, ArrayWiring) and found.has_arrays:
        return found
    numbers = wired(text, file, of=of, grads=grads, limit=limit, above=above)
    return numbers if isinstance(numbers, Wiring) else found
