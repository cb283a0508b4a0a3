"""Where a function has a corner, several answers are right: between the slopes on both sides, in every direction.

Source: Clarke, Optimization and Nonsmooth Analysis (1983), chapter 2: a generalised gradient lies between the one-sided slopes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from whygrad.checking.arrays.calling import agree
from whygrad.checking.arrays.leaves import own_copy, replaced
from whygrad.checking.arrays.subjects import Sample, Subject, outputs_of, restore
from whygrad.tracing.function import is_float, leaves_of

#: Directions that a gradient is tried in, how far one goes, and how far a slope may be off, relatively.
DIRECTIONS, STEP, CLOSE = 6, 1e-6, 1e-4

#: How much farther off a gradient may be that leaves out the tiny number by which a logarithm is kept finite.
GUARDED = 1000.0

Slope = tuple[Any, float, float]  # a direction, and the lesser and the greater of the slopes on both sides


def is_right(subject: Subject, at: Sample, name: str, value: Any) -> bool:
    """Is this the gradient of a leaf at a sample? Where entries are equal, one of those that a corner leaves open will do."""
    true = at.true[name]
    if agree(value, true, GUARDED if subject.guarded else 1.0):
        return True
    if not at.has_ties or np.shape(value) != np.shape(true) or np.asarray(value).dtype.kind not in "fiub":
        return False
    if not np.all(np.isfinite(value)):  # a distance of 0, perhaps: outside of the function's domain
        return True
    if name not in at.slopes:
        at.slopes[name] = _slopes(subject, at, name)
    return all(_is_between(float(np.sum(value * direction)), low, high) for direction, low, high in at.slopes[name])


def _is_between(slope: float, low: float, high: float) -> bool:
    slack = CLOSE * (1.0 + max(abs(low), abs(high)))
    return low - slack <= slope <= high + slack


def _slopes(subject: Subject, at: Sample, name: str) -> list[Slope]:
    leaf = next(leaf for leaf in at.leaves if leaf.name == name)
    here, generator = leaf.of(at.args), np.random.default_rng(0)
    directions = [np.ones(np.shape(here)), *(generator.normal(size=np.shape(here)) for _ in range(DIRECTIONS - 1))]

    def along(direction: Any, step: float) -> float:
        given = replaced(own_copy(at.args), [(leaf, here + step * direction)])
        restore(at.state)
        returned = subject.forward(*given)
        parts = leaves_of(outputs_of(subject, returned, at.call))[0]
        weights = leaves_of(outputs_of(subject, at.upstream, at.call))[0]
        return sum(float(np.sum(part * weight)) for part, weight in zip(parts, weights, strict=True) if is_float(part))

    found = []
    for direction in directions:
        before, middle, behind = (along(direction, step) for step in (-STEP, 0.0, STEP))
        sides = (middle - before) / STEP, (behind - middle) / STEP
        found.append((direction, min(sides), max(sides)))
    return found
