"""Well-known backward formulas: what stands in the place of a wrong one, if it gives the value that is due."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from whygrad.checking.arrays import writing
from whygrad.checking.arrays.scope import Atom
from whygrad.checking.arrays.writing import Written, name, times
from whygrad.checking.changes import Kind


class Formula(NamedTuple):
    """A formula, its value, and what kind of mistake it mends."""

    text: Written
    value: Any
    kind: Kind
    detail: str
    part: str  # what the wrong formula is likely to lack


def formulas(atoms: list[Atom], shape: tuple[int, ...]) -> Iterator[Formula]:
    """Formulas of a gradient from above and a value of the forward pass, of this shape."""
    arrays = [atom for atom in atoms if isinstance(atom.value, np.ndarray) and atom.value.dtype.kind == "f" and atom.shape == shape]
    above = [atom for atom in arrays if atom.role == "gradient"][:6]
    values = [atom for atom in arrays if atom.role != "gradient"][:8]
    for g in above:
        for v in values:
            yield from _entries(g, v)
            for axis in range(len(shape)):
                yield from _rows(g, v, axis)


def _entries(g: Atom, v: Atom) -> Iterator[Formula]:
    a, x = g.text, v.text
    with np.errstate(all="ignore"):
        yield Formula(
            Written(f"{a} * {x} * (1 - {x})", writing.PRODUCT), g.value * v.value * (1 - v.value), "scale", "*", f"{x} * (1 - {x})"
        )
        yield Formula(Written(f"{a} * (1 - {x}**2)", writing.PRODUCT), g.value * (1 - v.value**2), "scale", "*", f"1 - {x}**2")
        yield Formula(Written(f"{a} * ({x} > 0)", writing.PRODUCT), g.value * (v.value > 0), "scale", "*", f"{x} > 0")
        yield Formula(Written(f"-{a} / {x}**2", writing.PRODUCT), -g.value / v.value**2, "replace", "exponent", "")


def _rows(g: Atom, v: Atom, axis: int) -> Iterator[Formula]:
    """Those in which every entry of a row moves all others: softmax, its logarithm, a norm of 1, a mean of 0."""
    options = f"axis={axis}, keepdims=True"
    both = np.sum(g.value * v.value, axis=axis, keepdims=True)
    sums = f"np.sum({g.text} * {v.text}, {options})"
    inner = Written(f"{g.text} - {sums}", writing.SUM)
    yield Formula(times(name(v.text), inner), v.value * (g.value - both), "term", "softmax", sums)
    yield Formula(Written(f"{g.text} - {v.text} * {sums}", writing.SUM), g.value - v.value * both, "term", "rows", sums)
    alone = np.sum(g.value, axis=axis, keepdims=True)
    yield Formula(
        Written(f"{g.text} - {v.text} * np.sum({g.text}, {options})", writing.SUM),
        g.value - v.value * alone,
        "term",
        "rows",
        f"np.sum({g.text}, {options})",
    )
