"""The derivation of a file, of numbers or of arrays, whichever it computes with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from whygrad.checking.check import LIMIT
from whygrad.explaining.arrays.derivation import ArrayDerivation
from whygrad.explaining.derivation import Derivation
from whygrad.explaining.derive import derive
from whygrad.tracing.source import tree_of

if TYPE_CHECKING:
    from whygrad.checking.arrays.given import Table


def derive_file(
    text: str,
    file: str,
    *,
    of: str | None = None,
    wrt: Sequence[str] = (),
    limit: int = LIMIT,
    tables: Sequence[Table] = (),
    iteration: int = 1,
    form: Literal["short", "long"] = "long",
    every: bool = False,
) -> Derivation | ArrayDerivation:
    """The chain rule for what a text computes. A program that uses NumPy on single numbers is one of numbers.

    >>> type(derive_file("x = 3.0\\ny = x * x\\n", "a.py")).__name__
    'Derivation'
    """
    if "numpy" not in text or tree_of(text) is None:
        return derive(text, file, of=of, wrt=wrt, limit=limit, every=every)
    from whygrad.explaining.arrays.derive import derive_text  # which needs NumPy

    found = derive_text(text, file, of=of, wrt=wrt, tables=tables, iteration=iteration, form=form, every=every)
    if found.ok and _has_arrays(found):
        return found
    numbers = derive(text, file, of=of, wrt=wrt, limit=limit, every=every)
    return numbers if numbers.ok else found


def _has_arrays(derivation: ArrayDerivation) -> bool:
    return any(equation.left.shape for equation in derivation.forward) or any(one.value.shape for one in derivation.inputs)
