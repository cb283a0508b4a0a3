"""Is every claimed gradient right? Claims beside true gradients, entry by entry, at every point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from whygrad.checking.arrays.calling import BackwardFailed, Mismatch, NeverEnds, agree, stretched
from whygrad.checking.arrays.kinks import is_right
from whygrad.checking.arrays.leaves import own_copy
from whygrad.checking.arrays.limits import TooLong, limited
from whygrad.checking.arrays.points import Point, Sort, generic, large, rated, resized, sizes_in, special
from whygrad.checking.arrays.randomness import is_at, random_state, restore
from whygrad.checking.arrays.subjects import NotFinite, Sample, Subject, claimed, here, one_by_one, sample, unproved
from whygrad.checking.report import Counterexample
from whygrad.text import Text, _
from whygrad.tracing.function import is_float
from whygrad.tracing.parameters import with_defaults_given

#: Entries of the output that are looked at where entries of the input are equal.
ENTRIES = 16
#: Sizes of which each is changed by itself where the forward pass can't be run with all changed.
ALONE = 3
#: Seconds that the forward pass may take while it is followed.
LONGEST = 30
#: Entries beyond which an input is not shown with a counterexample.
SHOWN = 64


@dataclass
class Judged:
    """What was found of one claim: where it is wrong, and both numbers there."""

    name: str
    wrong: dict[Sort, Counterexample] = field(default_factory=dict)
    at: dict[Sort, Sample] = field(default_factory=dict)  # the samples at which it is
    unasked: dict[Sort, list[tuple[Sample, Any]]] = field(default_factory=dict)  # at other sizes, where it is wrong anyway

    def keep(self, subject: Subject, sort: Sort, one: Sample, value: Any) -> None:
        """Keep where the claim is wrong."""
        if not is_right(subject, one, self.name, value):
            self.accuse(sort, one, value)

    def accuse(self, sort: Sort, one: Sample, value: Any) -> None:
        """It is wrong here; the first such point of a sort is kept."""
        self.at.setdefault(sort, one)
        self.wrong.setdefault(sort, Counterexample(_shown(one), listed(value), listed(one.true[self.name])))


@dataclass
class Judgement:
    """What was found of a subject: each claim, and the samples at which it was tried, by what is particular about them."""

    subject: Subject
    claims: dict[str, Judged]
    samples: dict[Sort, list[Sample]]
    crash: BackwardFailed | None = None  # the forward pass runs, and what claims the gradients stops
    only_forward: bool = False  # at other sizes, the forward pass runs and what claims the gradients fails
    own: dict[str, Counterexample] = field(default_factory=dict)  # what is wrong at the given arguments, too

    @property
    def generic(self) -> list[Sample]:
        """Points at which nothing special holds, those of other sizes among them."""
        return [one for sort in ("near", "far", "resized") for one in self.samples.get(sort, ())]

    def wrong(self, name: str) -> Counterexample | None:
        """Where a claim is wrong at a generic point."""
        found = self.claims[name].wrong
        return found.get("near") or found.get("far")

    def is_stretched(self, name: str) -> bool:
        """Does a claim of a program lack axes of one row only? Each of its steps comes out right, as NumPy broadcasts it."""
        found = self.claims[name].wrong
        pairs = [(np.asarray(one.yours), np.asarray(one.true)) for one in found.values() if isinstance(one.yours, list)]
        return self.subject.turn is not None and len(pairs) == len(found) > 0 and all(agree(stretched(*pair), pair[1]) for pair in pairs)

    def told(self, name: str) -> Counterexample | None:
        """Where a wrong claim is told to be wrong: at the given arguments, whose numbers a reader has before them, if it is so there."""
        found = self.wrong(name)
        return found and self.own.get(name, found)

    def is_wrong_at(self, name: str, sort: Sort) -> bool:
        """Is a claim wrong at the points of this sort? All sides of a corner are looked at for it, if need be."""
        judged = self.claims.get(name)
        if judged is None:
            return False
        for one, value in judged.unasked.pop(sort, ()):
            judged.keep(self.subject, sort, one, value)
        return sort in judged.wrong

    def only_there(self, name: str) -> tuple[Sort, Counterexample] | None:
        """Where a claim that is right at generic points is wrong: at other sizes, at a special point."""
        found = self.claims[name].wrong
        return next(iter(found.items()), None) if self.wrong(name) is None else None


def judge(subject: Subject, *, trap_nan: bool = False, times: int = 1) -> Judgement:
    """Try a subject at generic points, at other sizes, and at special points.

    The given point itself may lie on a corner (a tie, a zero into a relu), where several answers are right. `times`: points far from it.
    Raises BackwardFailed, Mismatch, and what the forward function raises at all points.
    """
    start = random_state()
    made = _judge(subject, start, trap_nan, times)
    if subject.draws.unmoved is not None and not is_at(start):  # at some points it does draw
        subject.draws.unmoved = None
        restore(start)
        made = _judge(subject, None, trap_nan, times)
    return made


def _judge(subject: Subject, start: tuple[Any, Any] | None, trap_nan: bool, times: int) -> Judgement:
    """The same. What leaves the random generators at their `start` at the first point is not asked about them at the others."""
    generator = np.random.default_rng(0)
    made = Judgement(subject, {}, {})
    failure: BaseException | None = None
    for point in _generic(subject, generator, times):
        try:
            one = _sampled(subject, point.args, generator, trap_nan=trap_nan)
        except NeverEnds:
            if made.samples:  # it does elsewhere
                continue
            raise
        except Mismatch:
            raise
        except (Exception, SystemExit) as error:  # outside of the function's domain, perhaps
            failure = failure or error
            continue
        try:
            _compare(made, point.sort, one)
        except BackwardFailed as error:
            made.crash = error
            made.samples.setdefault(point.sort, []).append(one)
        if start is not None and subject.draws.unmoved is None and is_at(start):
            subject.draws.unmoved = start
        start = None
    if not made.samples:
        if failure is None or isinstance(failure, NotFinite):
            failure = Mismatch(Text(_("The forward function gives no finite number near these inputs.")))
        raise failure
    if made.claims and made.crash is None:
        _elsewhere(made, generator)
    if any(made.wrong(name) for name in made.claims):
        _at_own(made)
    return made


def _at_own(made: Judgement) -> None:
    """Compare at the given arguments, for what is said of what is wrong elsewhere: nothing is judged by them."""
    try:
        one = _sampled(made.subject, own_copy(made.subject.args), here())
        wrong = {name: value for name, value in claimed(made.subject, one).items() if not is_right(made.subject, one, name, value)}
    except (Exception, SystemExit, TooLong):
        return
    made.own = {name: Counterexample(_shown(one), listed(value), listed(one.true[name])) for name, value in wrong.items()}


def _sampled(subject: Subject, args: tuple[Any, ...], generator: np.random.Generator, *, trap_nan: bool = False) -> Sample:
    """The forward pass at a point. Raises NeverEnds where it doesn't."""
    try:
        with limited(LONGEST):
            return sample(subject, args, generator, trap_nan=trap_nan)
    except TooLong:
        raise NeverEnds(subject.name, subject.forward, LONGEST) from None


def _generic(subject: Subject, generator: np.random.Generator, times: int) -> Iterator[Point]:
    """Generic points: what is varied there is what a first try shows to be claimed."""
    names = subject.parameters
    varied: set[str] | None = None
    try:
        varied = set(claimed(subject, unproved(subject, subject.args, generator)))
    except (Exception, SystemExit, TooLong):
        varied = None
    yield from generic(subject.args, names, varied or None, generator, times)


def _compare(made: Judgement, sort: Sort, one: Sample) -> None:
    _note(made, sort, one, claimed(made.subject, one))


def _note(made: Judgement, sort: Sort, one: Sample, found: dict[str, Any]) -> None:
    if any(before.beside == {} for before in made.generic) and sort in ("near", "far", "resized"):
        one.beside = {}  # a corner at which held values lie is one at every generic point
    made.samples.setdefault(sort, []).append(one)
    for name, value in found.items():
        judged = made.claims.setdefault(name, Judged(name))
        if sort in ("near", "far") or not judged.wrong.keys() & {"near", "far"}:
            judged.keep(made.subject, sort, one, value)
        else:
            judged.unasked.setdefault(sort, []).append((one, value))


def _elsewhere(made: Judgement, generator: np.random.Generator) -> None:
    """Other sizes, and special points. What can't be run there is left out."""
    subject, names = made.subject, made.subject.parameters
    other = resized(subject.args, names, generator) if subject.turn is None else None  # the sizes of a program are its own
    is_open = all(made.wrong(name) is None for name in made.claims)  # else what is wrong everywhere is told first
    points = list(special(subject.args, names, set(made.claims), generator, is_program=subject.turn is not None)) if is_open else []
    if not _at(made, other, generator):
        alone = np.random.default_rng(1)
        for size in sizes_in(subject.args, floats=True)[:ALONE]:  # 7 channels in 2 groups, perhaps
            _at(made, resized(subject.args, names, alone, size), alone)
    if other is not None and (made.only_forward or "resized" not in made.samples):  # those were no sizes for it, perhaps
        again = resized(subject.args, names, np.random.default_rng(2), multiples=True)
        if again is not None:
            failed, made.only_forward = made.only_forward, False
            made.only_forward |= not _at(made, again, generator) and failed
    if subject.turn is None:
        for point in rated(with_defaults_given(subject.forward, subject.args), names, set(made.claims)):
            _at(made, point, generator)
    for point in points:
        _at(made, point, generator)
    if is_open and subject.turn is None:
        _at_large(made, generator)


def _at_large(made: Judgement, generator: np.random.Generator) -> None:
    """What is finite on the way forward has to be so on the way back: more than that isn't asked of large numbers."""
    args = large(made.subject.args, made.subject.parameters, set(made.claims))
    try:
        if _are_finite(claimed(made.subject, unproved(made.subject, args, generator))):
            return
        one = _sampled(made.subject, args, generator)  # which says no where the function itself or its gradient isn't finite
        found = claimed(made.subject, one)
    except (Exception, SystemExit, TooLong):
        return
    for name, value in found.items():
        if not _are_finite({name: value}) and name in made.claims:
            made.claims[name].accuse("large", one, value)


def _are_finite(found: Mapping[str, Any]) -> bool:
    return all(np.all(np.isfinite(value)) for value in found.values() if is_float(value))


def _at(made: Judgement, point: Point | None, generator: np.random.Generator) -> bool:
    """Compare at a point; False where the forward pass can't be run there."""
    if point is None:
        return True
    try:
        one = _sampled(made.subject, point.args, generator)
        several = [one] if point.sort != "ties" else _at_ties(made, one, generator)
    except (Exception, SystemExit):
        return False
    if point.sort == "resized" and _has_fixed_axes(made, one):
        return False
    try:
        for at in several:
            _compare(made, point.sort, at)
    except (BackwardFailed, Mismatch):
        made.only_forward |= point.sort == "resized"
    return True


def _at_ties(made: Judgement, one: Sample, generator: np.random.Generator) -> list[Sample]:
    """One entry of the output at a time: what several corners at once leave open, some pointing up and some down, can't be told.

    So of a loss, which is a sum of all its corners, nothing is asked there. And where all claims say what the gates say, for all
    entries at once, they do for each.
    """
    if made.subject.kind == "loss" or _is_right_at_once(made, one):
        return []
    found = list(one_by_one(one, generator, ENTRIES))
    for at in found:
        at.has_ties = True
    return found


def _is_right_at_once(made: Judgement, one: Sample) -> bool:
    """Where nothing was wrong so far, and is not here; then this sample is noted."""
    if any(judged.wrong for judged in made.claims.values()):
        return False
    found = claimed(made.subject, one)
    if not all(agree(value, one.true[name]) for name, value in found.items()):
        return False
    _note(made, "ties", one, found)
    return True


def _has_fixed_axes(made: Judgement, one: Sample) -> bool:
    """Does the forward pass look at no more than it did at the given size? Then an axis has a meaning (two coordinates), and no size."""
    first = made.generic[0]
    for name in made.claims:
        true, before = np.asarray(one.true[name]), np.shape(first.true[name])
        for axis, (size, old) in enumerate(zip(true.shape, before, strict=False)):
            if size > old and not np.any(np.take(true, range(old, size), axis)):
                return True
    return False


def _shown(one: Sample) -> dict[str, Any]:
    return {leaf.name: value for leaf in one.leaves if np.size(value := leaf.of(one.args)) <= SHOWN and is_float(value)}


def listed(value: Any) -> Any:
    """An array as lists of numbers, as a report keeps it."""
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    return value
