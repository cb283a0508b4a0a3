"""One function that claims gradients, as its text is now, and what is asked of its runs: is a claim right, does a change hold?"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np

from whygrad.checking.arrays.bodies import NOTHING, Body, Changed, Returned, statements_of
from whygrad.checking.arrays.calling import agree
from whygrad.checking.arrays.candidates import Candidate
from whygrad.checking.arrays.checkpoints import Baseline, Checkpoint, Patches, baseline, checkpoints, places, through_return, value_of
from whygrad.checking.arrays.definitions import Definition, Definitions
from whygrad.checking.arrays.found import cosine
from whygrad.checking.arrays.influence import Influence
from whygrad.checking.arrays.judging import Judgement
from whygrad.checking.arrays.kinks import is_at_corner, is_on_a_side
from whygrad.checking.arrays.kinks import is_right as right_at
from whygrad.checking.arrays.overlays import Overlay, helpers, named_forward, nested
from whygrad.checking.arrays.points import cornered, far, moved, untied
from whygrad.checking.arrays.proposing import Proposer
from whygrad.checking.arrays.subjects import Sample, one_by_one, sample
from whygrad.checking.arrays.trials import Outcome, Trials
from whygrad.checking.arrays.verifying import holds as holding
from whygrad.checking.arrays.verifying import takes_a_side
from whygrad.patience import patient
from whygrad.tracing.function import is_float
from whygrad.tracing.source import Source, Span, span_of

#: Points at which a change is tried beyond those that the search looks at.
FRESH = 2
#: Ways to change some of the axes of a size that are tried, and how many are enough.
MOST_TIES, UNTIED = 24, 4
#: Entries of the output at which a change is tried where entries of the input are equal.
SIDES = 16
#: Seconds after which no more of them are tried.
UNTYING = 0.1


class Workbench:
    """The text, ready to be run with changes, at a sample where what is wrong is to be seen."""

    def __init__(
        self,
        judgement: Judgement,
        main: Sample,
        function: Callable[..., Any],
        source: Source,
        space: Mapping[str, Any],
        sound: Collection[Any] = (),
    ) -> None:
        self.sound = {(code.co_name, code.co_firstlineno) for code in sound}
        self.judgement, self.subject, self.main = judgement, judgement.subject, main
        #: The points at which a change has to hold: the generic ones, and those like the one that is looked at.
        self.sorts = {"near", "far", *(sort for sort, several in judgement.samples.items() if any(one is main for one in several))}
        self.function, self.space = function, space
        self.read(source)

    def read(self, source: Source) -> None:
        """Make ready to run the text as it is now."""
        self.source = source
        definitions = Definitions(source)
        node = definitions.named(self.function) if source.edits else definitions.of(self.function)
        self.node: Definition | None = node if node is not None and statements_of(node) is not None else None
        if self.node is None:
            return
        self.overlay = Overlay(definitions, self.space)
        own = self.overlay.with_code(None, None) if source.edits else None
        self.body = Body(self.function, self.node, self.space if own is None else own)
        self.trials = Trials(self.subject, self.body, own)
        self.texts = [text for text in places(self.body) if not text.isidentifier()]
        called = helpers(definitions, lambda: self.trials.run(self.main), self.node)
        forward = named_forward(definitions, [self.node, *[helper.node for helper in called]]) | frozenset(
            [] if self.subject.kind == "loss" else self.main.values
        )
        self.proposer = Proposer(self.source, self.body, self.main, self.subject, nested(self.node, called), forward, self.sound)
        self.influence = Influence(
            lambda changed: self.trials.run(self.main, changed),
            lambda statement, node, text: self.proposer.moved(statement, node, text, self.overlay),
            self.source,
        )

    @cached_property
    def fresh(self) -> list[Sample]:
        """Points that the search has not seen: a mask may be right at a few by chance."""
        generator, found = np.random.default_rng(11), list[Sample]()
        for _time in range(FRESH):
            with contextlib.suppress(Exception, SystemExit):
                args = moved(self.subject.args, self.subject.parameters, {*self.judgement.claims}, lambda leaf: far(leaf, generator))
                found.append(sample(self.subject, args, generator))
        return found

    @cached_property
    def elsewhere(self) -> list[Sample]:
        """Points of other sizes, as far as the function can be run there: one that is written for one size is asked nothing at others.

        And those at which only single numbers, a slope or a rate, are others.
        """
        samples = self.judgement.samples
        return [one for one in (*samples.get("resized", ()), *samples.get("rates", ())) if self._fits(one)]

    @cached_property
    def corners(self) -> list[Sample]:
        """A point at which entries are equal or 0; where it is a corner, at one entry of the output after another."""
        generator, subject = np.random.default_rng(17), self.subject
        for point in cornered(subject.args, subject.parameters, {*self.judgement.claims}, generator) if subject.turn is None else ():
            with contextlib.suppress(Exception, SystemExit):
                one = sample(subject, point.args, generator)
                if self._fits(one):
                    is_whole = subject.kind == "loss" or not is_at_corner(subject, one)
                    return [one] if is_whole else [*one_by_one(one, generator, SIDES)]
        return []

    def is_on_a_side(self, candidates: Sequence[Candidate], changed: Changed, wanted: Sequence[str]) -> bool:
        """With these changes, are the wanted claims right where what they put in takes a side?"""
        for one in self.corners if takes_a_side(candidates) else ():
            outcome = self.trials.run(one, changed)
            if any(name not in outcome.claims or not is_on_a_side(self.subject, one, name, outcome.claims[name]) for name in wanted):
                return False
        return True

    def _fits(self, one: Sample) -> bool:
        """As it stands, does the function get as far as it does at the given sizes, with claims of the right shapes?"""
        here, there = self.trials.run(self.main), self.trials.run(one)
        if here.error is not None or there.error is not None:
            return here.error is not None

        def is_shaped(outcome: Outcome, at: Sample, name: str) -> bool:
            claim: Any = outcome.claims.get(name)
            return bool(np.shape(claim) == np.shape(at.true[name]))

        return all(is_shaped(there, one, name) or not is_shaped(here, self.main, name) for name in self.judgement.claims)

    @cached_property
    def untied(self) -> list[Sample]:
        """Points at which sizes that are equal in the given arguments are not, as far as the forward pass can be run there."""
        generator, found = np.random.default_rng(13), list[Sample]()
        points = () if self.subject.turn is not None else untied(self.subject.args, self.subject.parameters, generator)
        start = time.process_time()
        for point in islice(points, MOST_TIES):
            if time.process_time() > start + patient(UNTYING):
                break
            with contextlib.suppress(Exception, SystemExit):
                one = sample(self.subject, point.args, generator)
                found += [one] if self._fits(one) else []
            if len(found) == UNTIED:
                break
        return found

    def is_right(self, outcome: Outcome, name: str) -> bool:
        return name in outcome.claims and right_at(self.subject, self.main, name, outcome.claims[name])

    def right_now(self) -> set[str]:
        """The claims that are right with the text as it is."""
        outcome = baseline(self.trials, self.main, self.texts).outcome
        return {name for name in self.judgement.claims if self.is_right(outcome, name)}

    def points(self, base: Baseline) -> list[Checkpoint]:
        """The gradients whose true values are known, by the names that they have inside."""
        points = checkpoints(base, self.body, self.main, self.judgement.claims)
        return points + [one for one in through_return(base, self.body, self.main) if all(one.name != point.name for point in points)]

    def nearness(self, outcome: Outcome, names: Sequence[str]) -> float:
        """How near the wrong claims are to a multiple of the truth: 1 where each is one."""
        found = [cosine(outcome.claims.get(name), self.main.true[name]) for name in names]
        return sum(found) / max(len(found), 1)

    def means_it(self, point: Checkpoint, right: Sequence[str], patches: Patches | None = None) -> bool:
        """Is a name meant as the gradient that it is named for? Then the truth in its place breaks no claim that is right."""
        outcome = baseline(self.trials, self.main, self.texts, with_truth(patches or {}, point)).outcome
        return all(self.is_right(outcome, name) for name in right)

    @property
    def first_not_finite(self) -> Span | None:
        """The first statement that makes a number that is none, or else one that is infinite, as the function is written."""
        if self.node is None:
            return None
        mended = self.source
        self.read(type(mended)(mended.original))
        span = self._first_with(np.isnan) or self._first_with(np.isinf)
        self.read(mended)
        return span

    def _first_with(self, is_odd: Callable[[Any], Any]) -> Span | None:
        places: list[int] = []

        def watch(k: int, names: dict[str, Any]) -> None:
            if any(np.any(is_odd(value)) for value in names.values() if is_float(value)):
                places.append(k)
                raise Returned

        self.trials.run(self.main, NOTHING, watch)
        return span_of(self.body.statements[places[0]]) if places else None

    def are_right(self, changed: Changed, wanted: Sequence[str], samples: Sequence[Sample]) -> bool:
        """With these changes, are the wanted claims right at all of these samples?"""
        for one in samples:
            outcome = self.trials.run(one, changed)
            if any(name not in outcome.claims or not right_at(self.subject, one, name, outcome.claims[name]) for name in wanted):
                return False
        return True

    def reaches(self, changed: Changed, point: Checkpoint) -> bool:
        """With these changes, has the checkpoint its true value?"""
        held: list[Any] = []

        def watch(k: int, names: dict[str, Any]) -> None:
            if k == point.statement:
                held.append(value_of(point.name, names))
                raise Returned

        self.trials.run(self.main, changed, watch)
        return bool(held) and agree(held[0], point.truth)

    def holds(self, changed: Changed, wanted: Sequence[str], right: Sequence[str]) -> bool:
        """With these changes, at every sample: are the wanted claims right, and is none broken that was right?"""
        return holding(self.judgement, self.sorts, lambda at: self.trials.run(at, changed), wanted, right)


def with_truth(patches: Patches, point: Checkpoint) -> dict[int, list[Checkpoint]]:
    """The truth in one more place."""
    made = {k: list(several) for k, several in patches.items()}
    made.setdefault(point.statement, []).append(point)
    return made
