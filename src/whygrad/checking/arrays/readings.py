"""Of what a turn may mean, what is taken: each claim beside the loss that it is of.

What is said to be the loss comes first, and what doesn't fit it is wrong. Where another number is called a loss just as much and all
fits that, nobody can know that it is wrong. Where nothing is called a loss, what fits a number is its gradient, and what fits none
can't be told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from whygrad.checking.arrays.calling import agree, stretched
from whygrad.checking.arrays.losses import Candidate, rank
from whygrad.checking.arrays.points import moved, near
from whygrad.checking.arrays.splitting import STEP
from whygrad.checking.arrays.subjects import Sample, Subject, claimed, sample
from whygrad.checking.arrays.training import is_loss
from whygrad.checking.arrays.turns import claimed_part

#: Gradients below this agree with anything that is as small.
TINY = 1e-10

Make = Callable[[Candidate], Subject]


@dataclass(frozen=True)
class Reading:
    """A loss with the claims that are judged by it, and what these and the gradients are at a first point, if it can be run."""

    candidate: Candidate
    subject: Subject
    tried: tuple[Sample, Mapping[str, Any]] | None

    @property
    def agreeing(self) -> set[str]:
        """The claims that are what the gradients are there."""
        if self.tried is None:
            return set()
        at, claims = self.tried
        return {
            name
            for name, one in claims.items()
            if np.all(np.isfinite(at.true[name])) and agree(stretched(one, at.true[name]), at.true[name])
        }

    @property
    def right(self) -> set[str]:
        """Those of them that are large enough for that to say something."""
        return {
            name for name in self.agreeing if self.tried is not None and float(np.max(np.abs(self.tried[0].true[name]), initial=0.0)) > TINY
        }

    @property
    def fits(self) -> bool:
        """Are all of them right?"""
        return bool(self.right) and self.agreeing >= {*self.candidate.claims}

    @property
    def flat(self) -> set[str]:
        """The leaves in which the loss is a staircase: another gradient is put in its place on purpose."""
        return set() if self.tried is None else {name for name in self.tried[1] if not np.any(self.tried[0].true[name])}


class Readings:
    """Chooses among candidates; `make` makes the subject of one."""

    def __init__(
        self,
        make: Make,
        steps: set[str],
        sizes: Sequence[int],
        rates: Sequence[str],
        divisors: Mapping[str, float],
        climbs: Callable[[Mapping[str, str]], bool],
        vanishes: Callable[[Reading], bool],
        otherwise: Callable[[Candidate], bool],
        unnamed: Collection[str] = (),
        away: Collection[str] = (),
    ) -> None:
        self.make = make
        self.away = {*away}  # leaves that are moved out of sight
        self.unnamed = unnamed  # those among them that go along what isn't called a gradient
        self.climbs = climbs  # whether the parameters go along the claims
        self.vanishes = vanishes  # whether all claims of a reading are zero once a difference is
        self.divisors = divisors  # by which the steps are divided, with their values
        self.steps = steps  # leaves to which their claims are added as they are
        self.sizes, self.rates = sizes, rates
        self.otherwise = otherwise  # whether what is said to be the loss may only be looked at
        self.aside: dict[str, str] = {}  # by the leaf: what is said to be the loss, and isn't
        self.open: list[str] = []  # claims of which nothing is known

    def chosen(self, candidates: Sequence[Candidate], rivals: Callable[[Candidate], Sequence[Candidate]]) -> Iterator[Reading]:
        """The readings that are judged; claims of which nothing is known go to `open`."""
        for candidate in candidates:
            found = self._best(candidate, rivals(candidate) if candidate.is_sure else ())
            if found is None:
                continue
            yield found
            if not candidate.is_sure:  # one number for all
                self.open = [text for text in self.open if text not in found.candidate.claims.values()]
                return

    def _best(self, candidate: Candidate, rivals: Sequence[Candidate]) -> Reading | None:
        own = self.tried(candidate)
        if own.fits:
            return own
        for scaled in self._scaled(own):
            if scaled.fits:
                return scaled
        for rival in rivals:
            other = self.tried(rival)
            if other.fits and not _are_twins(own, other):
                return other
        if candidate.is_sure and (stepped := self._of_steps(own)) is not None:
            return stepped
        if candidate.is_sure and not own.right and not self._is_multiple(own) and self.otherwise(candidate):
            self.aside |= dict.fromkeys(candidate.claims, candidate.text)
            self.open += candidate.claims.values()
            return None
        wrong = {*candidate.claims} - own.agreeing
        doubtful = wrong & (self.steps | own.flat)
        if candidate.is_sure and own.right and doubtful and not own.flat and self.vanishes(own):
            doubtful = {leaf for leaf in doubtful if is_loss(leaf)}  # what is zero with all the others is no step of its own kind
        if not own.right and (not candidate.is_sure or _is_metric(own)):
            doubtful = {*candidate.claims}
        self.open += [candidate.claims[leaf] for leaf in sorted(doubtful)]
        left = {leaf: text for leaf, text in candidate.claims.items() if leaf not in doubtful}
        return own if len(left) == len(candidate.claims) else self.tried(replace(candidate, claims=left)) if left else None

    def _is_multiple(self, own: Reading) -> bool:
        """Are all claims one multiple of the gradients?"""
        if own.tried is None:
            return False
        at, claims = own.tried
        factors = [factor_of(one, at.true[name]) for name, one in claims.items()]
        return None not in factors and len({round(factor, 9) for factor in factors if factor is not None}) == 1

    def _of_steps(self, own: Reading) -> Reading | None:
        """Of steps along expressions: the loss times what the rates take up, if that fits, or if what doesn't can mean nothing else."""
        candidate = own.candidate
        are_steps = all(leaf in self.unnamed or claimed_part(text).startswith(STEP) for leaf, text in candidate.claims.items())
        is_kept = not candidate.text.isidentifier() and self.away >= {*candidate.claims}  # beside a step that is made elsewhere
        if own.tried is None or not (are_steps or is_kept):
            return None
        at, claims = own.tried
        factors = {name: factor_of(one, at.true[name]) for name, one in claims.items()}
        counted = Counter(
            round(factor, 12) for factor in factors.values() if factor is not None and self._is_natural(abs(factor), are_steps=are_steps)
        )
        way = -1 if self.climbs(candidate.claims) else 1
        for factor, _count in sorted(counted.items(), key=lambda pair: (-pair[1], abs(pair[0]) != 1)):
            if factor * way < 0:
                continue
            whole = candidate.text if abs(factor) == 1 else f"{abs(factor):.15g} * {candidate.text}"
            found = self.tried(replace(candidate, text=whole if factor > 0 else f"(-{whole})"))
            is_told = all(factor is None or factor * way < 0 for name, factor in factors.items() if name not in found.agreeing)
            if found.fits or (found.right and is_told and self.vanishes(found)):
                return found
        return None

    def _is_natural(self, factor: float, *, are_steps: bool) -> bool:
        """Is a loss multiplied by such a number: 2, a half, a size, one over a size? One that is only kept, by 2 or a half."""
        if not are_steps:
            return bool(np.isclose(factor, 0.5) or np.isclose(factor, 2))
        return any(np.isclose(factor, top * size**power) for top in (0.5, 1, 2) for size in (1, *self.sizes) for power in (1, -1))

    def tried(self, candidate: Candidate) -> Reading:
        """A candidate, tried at a first point."""
        subject = self.make(candidate)
        return Reading(candidate, subject, _try(subject))

    def _scaled(self, own: Reading) -> Iterator[Reading]:
        """The loss times what the steps are divided by; over a size, if it is collected over turns; times a rate, if claims are steps."""
        candidate = own.candidate
        if own.tried is None:
            return
        at, claims = own.tried
        factor = next((f for f in (factor_of(claims[name], at.true[name]) for name in claims) if f), None)
        if factor is None:
            return
        texts = [f"({candidate.text} * {text})" for text, value in self.divisors.items() if np.isclose(factor, value)]
        if candidate.is_sum:
            texts += [f"{candidate.text} / {size}" for size in self.sizes if np.isclose(factor * size, 1.0)]
            ratios = [(whole, size) for whole in candidate.divided for size in self.sizes]  # of all data, and of the batch
            texts += [f"({candidate.text} * {whole:g} / {size})" for whole, size in ratios if np.isclose(factor * size, whole)]
        if {*candidate.claims} <= self.steps:
            texts += [f"{rate} * {candidate.text}" for rate in self.rates]
            texts += [f"-{rate} * {candidate.text}" for rate in self.rates] if factor < 0 else []
            texts += [f"(-{candidate.text})"] if factor == -1 else []
        for text in texts:
            yield self.tried(replace(candidate, text=text))


def _is_metric(own: Reading) -> bool:
    """Is this called an error only, and are several claims neither its gradients nor any one multiple of these?"""
    if rank(own.candidate.text) != 1 or own.tried is None or len(own.candidate.claims) < 2:
        return False
    at, claims = own.tried
    large = {name: one for name, one in claims.items() if np.size(one) > 2} or claims  # two numbers are a multiple soon
    return len({factor_of(one, at.true[name]) for name, one in large.items()} - {None}) == 0


def _are_twins(one: Reading, other: Reading) -> bool:
    """Are two losses the same but for a factor? Then which of them is meant is a matter of their names."""
    if one.tried is None or other.tried is None:
        return True
    return all(factor_of(one.tried[0].true[name], other.tried[0].true[name]) is not None for name in one.tried[1])


def _try(subject: Subject) -> tuple[Sample, Mapping[str, Any]] | None:
    """The claims at a point near the given one; None where that can't be run."""
    generator = np.random.default_rng(0)
    varied = set(subject.turn.claims) if subject.turn is not None else None
    try:
        args = moved(subject.args, subject.parameters, varied, lambda leaf: near(leaf, generator))
        at = sample(subject, args, generator)
        return at, claimed(subject, at)
    except (Exception, SystemExit):
        return None


def factor_of(one: Any, other: Any) -> float | None:
    """By what a gradient is to be multiplied to be another; None where there is no such number."""
    try:
        a, b = np.asarray(one, dtype=float).reshape(-1), np.asarray(other, dtype=float).reshape(-1)
    except (TypeError, ValueError):
        return None
    if a.shape != b.shape or not np.any(b):
        return None
    factor = float(a @ b / (b @ b))
    factor = round(factor) if np.isclose(factor, round(factor), rtol=1e-9) else factor
    return factor if factor and agree(a, factor * b) else None
