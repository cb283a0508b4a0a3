"""Where a function has a corner, several answers are right: between the slopes on both sides, in every direction.

And where corners cancel (a softplus as `maximum(z, 0) + log1p(exp(-abs(z)))`, at 0), the gates' own gradients at that very point add up to
none that the function has: the one beside the point is right.

Where a function takes entries in any order, as a sort does, equal ones may be exchanged in its gradient.

Source: Clarke, Optimization and Nonsmooth Analysis (1983), chapter 2: a generalised gradient lies between the one-sided slopes, and is
made of the limits of gradients beside the point.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from whygrad.checking.arrays.calling import agree
from whygrad.checking.arrays.leaves import in_kind, own_copy, replaced
from whygrad.checking.arrays.randomness import restore
from whygrad.checking.arrays.subjects import Sample, Subject, sample, weighed

#: Directions that a gradient is tried in, how far one goes, and how far a slope may be off, relatively.
DIRECTIONS, STEP, CLOSE = 6, 1e-6, 1e-4

#: How much farther off a gradient may be that leaves out the tiny number by which a logarithm is kept finite.
GUARDED = 1000.0

#: How far beside a point its neighbour lies, and how far off a gradient there may be, of its largest entry (of float64, of less).
BESIDE, ROUGH, ROUGHER = 1e-8, 1e-6, 1e-3
#: Sides of a corner that are looked at, and points beside it at which entries are exchanged.
SIDES, EXCHANGES = 24, 3

Slope = tuple[Any, float, float]  # a direction, and the lesser and the greater of the slopes on both sides


def is_right(subject: Subject, at: Sample, name: str, value: Any) -> bool:
    """Is this the gradient of a leaf at a sample? Where entries are equal, one of those that a corner leaves open will do."""
    true = at.true[name]
    if agree(value, true, GUARDED if subject.guarded else 1.0):
        return True
    beside = _beside(subject, at).get(name)
    if beside is not None and _is_close(value, beside):
        return True
    return at.has_ties and _is_left_open(subject, at, name, value, true)


def is_on_a_side(subject: Subject, at: Sample, name: str, value: Any) -> bool:
    """The same of a fix at a corner, where what the gates say of each alone (the sum of two masks that both count 0) is not enough."""
    beside = _beside(subject, at).get(name)
    if beside is None:
        return is_right(subject, at, name, value)
    return _is_close(value, beside) or _is_left_open(subject, at, name, value, beside)


def _is_left_open(subject: Subject, at: Sample, name: str, value: Any, true: Any) -> bool:
    """Is this one of the answers that a corner leaves open, another one than `true`?"""
    if np.shape(value) != np.shape(true) or np.asarray(value).dtype.kind not in "fiub":
        return False
    if not np.all(np.isfinite(value)):  # a distance of 0, perhaps: outside of the function's domain
        return True
    if name not in at.slopes:
        at.slopes[name] = _slopes(subject, at, name)
    if all(_is_between(float(np.sum(value * direction)), low, high) for direction, low, high in at.slopes[name]):
        return True
    if _is_exchanged(subject, at, name, value, true):
        return True
    return any(_is_close(value, one.again(at.upstream).true[name]) for one in _around(subject, at))


def _is_exchanged(subject: Subject, at: Sample, name: str, value: Any, true: Any) -> bool:
    """Is this the true gradient with entries exchanged at which the input is equal, where the function takes them in any order?

    Such a function (an entry of a sorted array, a median) has with each gradient the exchanged ones. Their slopes need not lie between
    those on both sides, and of many equal entries few are found by chance.
    """
    leaf = next(leaf for leaf in at.leaves if leaf.name == name)
    here, true, yours = (np.ravel(one) for one in (leaf.of(at.args), true, value))
    places = np.flatnonzero(yours != true)
    of_true = places[np.lexsort((true[places], here[places]))]
    of_yours = places[np.lexsort((yours[places], here[places]))]
    if not _is_close(yours[of_yours], true[of_true]):
        return False
    generator, step, exact = np.random.default_rng(0), 1e-3, float(np.finfo(here.dtype).eps)
    for _time in range(EXCHANGES):
        there = in_kind(here + step * (1.0 + np.abs(here)) * generator.normal(size=here.shape), here)
        exchanged = there.copy()
        exchanged[of_yours] = there[of_true]
        one, other = (
            weighed(subject, at, replaced(own_copy(at.args), [(leaf, given.reshape(np.shape(value)))])) for given in (there, exchanged)
        )
        if not abs(one - other) <= CLOSE * step * float(np.max(np.abs(true), initial=0.0)) + 100 * exact * (1.0 + abs(one)):
            return False
    return True


def _around(subject: Subject, at: Sample) -> list[Sample]:
    """Samples on many sides of a corner: of several corners at once, each side has its own gradient."""
    if "around" not in at.corner:
        at.corner["around"] = []
        for seed in range(SIDES):
            try:
                at.corner["around"].append(_moved_a_little(subject, at, np.random.default_rng(seed)))
            except (Exception, SystemExit):
                break
    return at.corner["around"]


def _moved_a_little(subject: Subject, at: Sample, generator: np.random.Generator) -> Sample:
    moved = [(leaf, _a_little(leaf.of(at.args), generator)) for leaf in at.leaves if leaf.name in at.true]
    restore(at.state)
    return sample(subject, tuple(replaced(own_copy(at.args), moved)), generator)


def is_at_corner(subject: Subject, at: Sample) -> bool:
    """Is the gradient at a sample another one than right beside it?"""
    return bool(_beside(subject, at))


def _beside(subject: Subject, at: Sample) -> dict[str, Any]:
    """The gradients right beside a sample: those that are others than at the sample itself, which then lies on a corner."""
    if at.beside is None:
        at.beside = {}
        try:
            if "beside" not in at.corner:
                at.corner["beside"] = [_moved_a_little(subject, at, np.random.default_rng(0))]
            there = at.corner["beside"][0].again(at.upstream)
        except (Exception, SystemExit):
            return at.beside
        at.beside = {name: value for name, value in there.true.items() if not _is_close(value, at.true[name])}
    return at.beside


def _is_close(value: Any, true: Any) -> bool:
    """Are these the same gradients, but for the way between a point and its neighbour?"""
    if value is None or np.shape(value) != np.shape(true) or np.asarray(value).dtype.kind not in "fiub":
        return False
    kinds = [np.asarray(one).dtype for one in (value, true)]
    off = ROUGH if all(kind.itemsize == 8 or kind.kind != "f" for kind in kinds) else ROUGHER
    return bool(np.allclose(value, true, rtol=off, atol=off * float(np.max(np.abs(true), initial=0.0)) + 1e-12))


def _a_little(value: Any, generator: np.random.Generator) -> Any:
    """A value right beside another."""
    step = BESIDE * (1.0 + np.abs(value)) * generator.normal(size=np.shape(value))
    return in_kind(value + step, value)


def _is_between(slope: float, low: float, high: float) -> bool:
    slack = CLOSE * (1.0 + max(abs(low), abs(high)))
    return low - slack <= slope <= high + slack


def _slopes(subject: Subject, at: Sample, name: str) -> list[Slope]:
    leaf = next(leaf for leaf in at.leaves if leaf.name == name)
    here, generator = leaf.of(at.args), np.random.default_rng(0)
    directions = [np.ones(np.shape(here)), *(generator.normal(size=np.shape(here)) for _ in range(DIRECTIONS - 1))]

    def along(direction: Any, step: float) -> float:
        return weighed(subject, at, replaced(own_copy(at.args), [(leaf, here + step * direction)]))

    found = []
    for direction in directions:
        before, middle, behind = (along(direction, step) for step in (-STEP, 0.0, STEP))
        sides = (middle - before) / STEP, (behind - middle) / STEP
        found.append((direction, min(sides), max(sides)))
    return found
