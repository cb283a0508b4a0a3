"""Constant factors as code: 2, a rate, a count, one over it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import CodeType
from typing import Any, NamedTuple

import numpy as np

from whygrad.checking.arrays import writing
from whygrad.checking.arrays.edits import kind_of
from whygrad.checking.arrays.scope import Atom, is_rate
from whygrad.checking.arrays.writing import Written, name

#: Numbers in scope that factors are made of.
MOST = 8
#: Numbers that the forward pass is written with.
MOST_LITERALS = 8


class Constant(NamedTuple):
    """A factor: what is multiplied by, what is divided by (None: 1), its value, and what it costs."""

    over: Written | None
    under: Written | None
    value: float
    cost: float

    def times(self, text: Written) -> Written:
        """A text with this factor."""
        made = text if self.over is None else writing.times(self.over, text)
        return made if self.under is None else writing.over(made, self.under)

    def after(self, text: Written) -> Written:
        """The same, with the factor behind."""
        made = text if self.over is None else writing.times(text, self.over)
        return made if self.under is None else writing.over(made, self.under)


class Constants:
    """The factors that are likely at some place of a program, to be looked up by value."""

    def __init__(self, atoms: Iterable[Atom]) -> None:
        self.known = sorted(_constants(list(atoms)), key=lambda one: one.cost)
        self.values = np.array([one.value for one in self.known])

    def of(self, value: float) -> Constant | None:
        """The cheapest factor of this value, None where none is known."""
        if not np.isfinite(value) or value == 0:
            return None
        fits = np.flatnonzero(np.abs(self.values - value) <= 1e-8 * abs(value))
        return self.known[int(fits[0])] if fits.size else None


def _constants(atoms: list[Atom]) -> Iterator[Constant]:
    yield Constant(None, None, 1.0, 0.0)
    for number, cost in ((2, 0.05), (3, 0.15), (4, 0.2)):
        yield Constant(name(str(number)), None, number, cost)
        yield Constant(None, name(str(number)), 1 / number, cost + 0.05)
    numbers = [(name(atom.text), float(atom.value), _cost(atom)) for atom in atoms if _is_factor(atom)][:MOST]
    numbers += [(name(text), size, 0.16) for text, size in _sizes(atoms, {value for _text, value, _cost in numbers})]
    for text, value, cost in numbers:
        for more, factor, extra in ((None, 1.0, 0.0), (name("2"), 2.0, 0.05)):
            both = text if more is None else writing.times(more, text)
            yield Constant(both, None, factor * value, cost + extra)
            yield Constant(more, text, factor / value, cost + extra + 0.02)
        yield Constant(text, name("2"), value / 2, cost + 0.08)
        yield Constant(None, Written(f"{text.text}**2", writing.POWER), 1 / value**2, cost + 0.15)
        if value > 1 and value == int(value):  # of attention: a size that a scale is made of
            root = name(f"np.sqrt({text.text})")
            yield Constant(None, root, 1 / value**0.5, cost + 0.2)
            yield Constant(root, None, value**0.5, cost + 0.25)
        if 0 < value < 1:
            kept = Written(f"1 - {text.text}", writing.SUM)
            yield Constant(kept, None, 1 - value, cost + 0.1)
            yield Constant(None, kept, 1 / (1 - value), cost + 0.1)
    for k, (text, value, cost) in enumerate(numbers):
        for other, second, more_cost in numbers[k + 1 :]:
            yield Constant(writing.times(text, other), None, value * second, cost + more_cost + 0.1)
            yield Constant(None, writing.times(text, other), 1 / (value * second), cost + more_cost + 0.1)
            yield Constant(text, other, value / second, cost + more_cost + 0.1)
            yield Constant(other, text, second / value, cost + more_cost + 0.1)


def _cost(atom: Atom) -> float:
    return 0.05 if is_rate(atom.text) else 0.1 + atom.cost


def _is_factor(atom: Atom) -> bool:
    return (
        atom.shape == ()
        and atom.role != "gradient"
        and kind_of(atom.value) in "fiu"
        and bool(np.isfinite(atom.value))
        and atom.value not in (0, 1, -1)
    )


def _sizes(atoms: list[Atom], known: set[float]) -> Iterator[tuple[str, float]]:
    """Sizes that have no name, as code."""
    for atom in atoms:
        for axis, size in enumerate(atom.shape if atom.text.isidentifier() else ()):
            if size > 2 and size not in known and len(known) < 3 * MOST:
                known.add(size)
                yield f"{atom.text}.shape[{axis}]", float(size)


def literals_of(forward: Callable[..., Any]) -> list[float]:
    """The numbers that a function is written with, and those of the functions of the program that it names; without the plainest."""
    code, space = getattr(forward, "__code__", None), getattr(forward, "__globals__", {})
    known = [space.get(name) for name in code.co_names] if code is not None else []
    waiting = [code, *(getattr(one, "__code__", None) for one in known)] if code is not None else []
    found: dict[float, None] = {}
    while waiting:
        one = waiting.pop(0)
        for value in getattr(one, "co_consts", ()):
            if isinstance(value, CodeType):
                waiting.append(value)
            elif type(value) in (int, float) and value not in (0, 1, -1, 2):
                found[value] = None
    return list(found)[:MOST_LITERALS]
