"""The search for the slip: which small change to which statement makes a wrong gradient right, and breaks none that is right.

What the backward pass names on its way (`dhidden`) is compared with the true gradient of what the forward pass named (`hidden`): the first
that is wrong though all that it is made of is right holds the mistake. Where that can't be mended, the truth is put in its place and the
search goes on, so that one mistake hides no other.
"""

from __future__ import annotations

import ast
import itertools
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

import numpy as np

from whygrad.checking.arrays.bodies import NOTHING, Changed
from whygrad.checking.arrays.calling import agree
from whygrad.checking.arrays.checkpoints import (
    Baseline,
    Checkpoint,
    as_returned,
    baseline,
    derived,
    holds_truth,
    late_factors,
    look_inside,
)
from whygrad.checking.arrays.composing import Composer
from whygrad.checking.arrays.found import Found, overlap
from whygrad.checking.arrays.inside import Inside
from whygrad.checking.arrays.judging import Judgement
from whygrad.checking.arrays.readings import factor_of
from whygrad.checking.arrays.rewriting import Rewriter
from whygrad.checking.arrays.sizes import has_bare_number, speaks_of_sizes, with_other_sizes
from whygrad.checking.arrays.stages import Proposal, Stage, by_cost, plain
from whygrad.checking.arrays.steps import Steps, code_of
from whygrad.checking.arrays.subjects import Sample
from whygrad.checking.arrays.trails import Trails
from whygrad.checking.arrays.trials import Outcome
from whygrad.checking.arrays.visits import Visitor
from whygrad.checking.arrays.workbench import with_truth
from whygrad.patience import patient
from whygrad.tracing.source import Source

#: Seconds after which no new candidate is tried.
PATIENCE = 1.88
#: Seconds that there are at least for the next mistake, once one was found.
GRACE = 1.0
#: Seconds beyond, in which gradients may be written anew.
REWRITING = 0.5
#: What a change may cost more than another one that makes fewer claims right, or that does so at the given sizes only.
MORE, SIZED = 0.45, 0.8
#: What a change costs that is looked at twice, and how much less another one has to cost to be taken.
DEAR, MUCH = 1.3, 0.3
#: How much more another one may cost than one that is doubtful.
ALIKE = 0.1
#: The share of what time is left that goes to each way to search: to single changes at first, and then to them or to another.
SHORT, QUICK, SHARE, HALF = 0.1, 0.25, 0.3, 0.5
#: Mistakes that are looked for in one function.
MOST = 4
#: Changes that bring the claims nearer to the truth and are tried together with a second one; what counts as nearer.
FIRSTS, NEARER = 6, 0.01
#: How near to the truth a change counts that makes half of what is no gradient one.
LIKELY = 1.5


class Search(Inside):
    """One function that claims gradients, and what was found wrong in it, at a sample where that is to be seen."""

    def __init__(
        self,
        judgement: Judgement,
        main: Sample,
        function: Callable[..., Any],
        source: Source,
        space: Mapping[str, Any],
        wrong: Sequence[str],
        sound: Collection[Any] = (),
    ) -> None:
        super().__init__(judgement, main, function, source, space, sound)
        self.deadline = time.process_time() + patient(PATIENCE)
        self.found = []
        self.left = list(wrong)
        self.inside = []
        self.nearer: list[tuple[float, Proposal]] = []  # changes that bring the wrong claims nearer to the truth, and how near
        self.distance = 2.0
        self.origin: tuple[Checkpoint, Collection[str]] | None = None  # the first gradient that is wrong and isn't mended by a small change

    # --- the search

    def mend_damage(self, is_mended: Callable[[Changed], bool]) -> Found | None:
        """A copy, or a new array, with which nothing that is given is changed, and all claims stay as they are."""
        if self.node is None:
            return None
        base = baseline(self.trials, self.main, self.texts)
        right = [name for name in self.judgement.claims if self.is_right(base.outcome, name)]
        for proposal in plain(self.proposer.stages(base, None, [], set())):
            if time.process_time() > self.deadline:
                return None
            if proposal.candidate.kind not in ("copy", "assign", "drop", "statement"):
                continue
            changed = self.proposer.changed(proposal, self.overlay)
            if changed is not None and is_mended(changed) and self.holds(changed, right, ()):
                return Found(proposal, ())
        return None

    def run(self) -> None:
        """Find and mend one mistake after another."""
        while self.node is not None and len(self.found) < MOST and time.process_time() < self.deadline + patient(REWRITING):
            base = baseline(self.trials, self.main, self.texts)
            self.left = [name for name in self.judgement.claims if not self.is_right(base.outcome, name)]
            if base.outcome.error is None and not self.left:
                return
            look_inside(base, self.trials, self.main)
            changes = self._crash(base) if base.outcome.error is not None else self._next(base, self.left)
            if not changes and base.outcome.error is None:
                right = [name for name in self.judgement.claims if name not in self.left]
                points = [point for point in self.points(base) if not holds_truth(base, point) and self.means_it(point, right)]
                changes = self._anew(base, points, self.left, self.left)
            if not changes:
                return
            for change in changes:
                if not self._stands(change):
                    return
                self.found.append(change)
                self.left = [name for name in self.left if name not in change.mended]
            self.deadline = max(self.deadline, time.process_time() + patient(GRACE))

    def _stands(self, change: Found) -> bool:
        """Does the edited text, compiled as it would be, do what the change did? Then it is what is looked at from now on."""
        before = self.source
        right = [name for name in self.judgement.claims if name not in self.left]
        self.read(before.with_edits(change.candidate.edits))
        if self.node is not None and self.holds(NOTHING, change.mended, right):
            return True
        self.read(before)
        return False

    def _next(self, base: Baseline, wrong: list[str]) -> list[Found]:
        """The next mistake: one change that makes all claims right, or some of them; else at the first checkpoint that is wrong; else two
        changes that do so together.
        """
        right = [name for name in self.judgement.claims if name not in wrong]
        points = self.points(base)
        left = [point for point in points if not holds_truth(base, point)]
        if not self.found:
            self.inside = list(self.verdicts_inside(base, points, left, right))
        self.nearer = []
        self.distance = self.nearness(base.outcome, wrong)
        self.origin = None
        wanted = [*left, *(point for point in as_returned(base, self.body, self.main) if all(point.name != one.name for one in points))]
        ranked = self._ranked(partial(self.proposer.stages, base, None, wanted, set()), wrong, right)
        found = self._at_once(base, wrong, right) or self._first_wrong(base, points, wrong, right)
        if found is None:
            found = self._mend(base, None, ranked, wrong, right, QUICK)
        elif (is_doubtful := self._is_doubtful(found, wrong)) or found.proposal.cost > DEAR:  # elsewhere, less may do, or no more
            most = found.proposal.cost + (ALIKE if is_doubtful else -MUCH)
            less = itertools.takewhile(lambda one: one.cost < most, ranked)
            other = self._mend(base, None, less, wrong, right, SHORT if is_doubtful else QUICK)
            found = other if other is not None and len(other.mended) >= len(found.mended) and not other.is_sized else found
        several = [found] if found is not None else self._along(base, wrong, right)
        if self.origin is not None and (not several or len(several[-1].mended) < min(2, len(self.origin[1]))):
            several = self._anew(base, [self.origin[0]], wrong, ()) or several
        several = several or self._two([first for nearness, first in self.nearer if nearness >= LIKELY], wrong, right)
        if several:
            return several
        found = self._mend(base, None, ranked, wrong, right, HALF) or self._by_checkpoints(points, wrong, right)
        firsts = sorted(self.nearer, key=lambda one: -one[0])
        return [found] if found is not None else self._two([first for _nearness, first in firsts], wrong, right)

    def _at_once(self, base: Baseline, wrong: list[str], right: list[str]) -> Found | None:
        """Where all claims that are wrong are so by one factor: a change of scale that makes all of them right."""
        found = [factor_of(base.outcome.claims.get(name), self.main.true[name]) for name in wrong]
        factors = [one for one in found if one is not None]
        if len(wrong) < 2 or len(factors) < len(wrong) or not np.allclose(factors, factors[0]):
            return None
        ranked = self._ranked(partial(self.proposer.stages, base, None, [], set()), wrong, right)
        scales = (one for one in ranked if one.candidate.kind == "scale")
        scaled = self._mend(base, None, scales, wrong, right, QUICK, at_once=True)
        return None if scaled is None or scaled.is_sized else scaled

    def _is_doubtful(self, found: Found, wrong: list[str]) -> bool:
        """Was a gradient that has no name made right, and what it goes into is wrong still?"""
        left = {*wrong} - {*found.mended}
        if found.checkpoint is None or found.checkpoint.stem or not left:
            return False
        return bool(left & (self.influence.of(self.proposer.owner(found.candidate.node)) or set()))

    def _first_wrong(self, base: Baseline, points: Sequence[Checkpoint], wrong: list[str], right: list[str]) -> Found | None:
        """Where a gradient that has no name in the forward pass is the first to be wrong: what makes it right."""

        def mended(outcome: Outcome) -> list[str]:
            if outcome.error is not None or any(not self.is_right(outcome, name) for name in right):
                return []
            return [name for name in wrong if self.is_right(outcome, name)]

        known = {point.name for point in points if holds_truth(base, point)}
        named = [point for point in points if point.name not in known and point.stem not in self.judgement.claims]
        found = [(point, mended(baseline(self.trials, self.main, (), {point.statement: [point]}).outcome)) for point in named]
        first: list[tuple[Checkpoint, Collection[str]]] = [(point, names) for point, names in found if names]
        own = {point.name for point, _names in first}
        others = derived(self.trials, base, self.main, self.judgement.claims, mended)
        first += [(point, names) for point, names in others if point.name not in own]
        limit = time.process_time() + SHARE * (self.deadline - time.process_time())
        for point, names in sorted(first, key=lambda one: one[0].statement):
            ranked = self._ranked(partial(self.proposer.stages, base, point, [], known - {point.name}), wrong, [])
            change = self._mend(base, point, ranked, wrong, right, QUICK)
            if change is not None and change.mended:
                return change
            if self.origin is None or len(names) > len(self.origin[1]):
                self.origin = point, names
            if time.process_time() > limit:
                break
        return None

    def _along(self, base: Baseline, wrong: list[str], right: list[str]) -> list[Found]:
        """Changes along one way, each of which makes a value the gradient of something, and all of them together the claims right."""
        truths = self.main.truths()
        if truths is None:
            return []
        limit = time.process_time() + HALF * (self.deadline - time.process_time())
        truths = truths.scaled(late_factors(base, self.body))
        visitor = Visitor(self.trials, self.main, truths, self.proposer.is_forward, self.proposer.upstream())
        trails = Trails(visitor, self.proposer, self.overlay, base, limit)

        def breaks(outcome: Outcome) -> bool:
            if outcome.loss is not None and not agree(outcome.loss, base.outcome.loss):  # the forward pass as written is the truth
                return True
            return any(not self.is_right(outcome, name) for name in right)

        beyond = [*self.fresh, *self.elsewhere]

        def stand(way: Steps, names: Sequence[str]) -> bool:
            changed, more = code_of(way), self.untied if any(speaks_of_sizes(step.proposal) for step in way) else []
            return self.holds(changed, names, right) and self.are_right(changed, names, [*beyond, *more])

        way, mended = trails.best(wrong, self.is_right, breaks, stand)
        for step in way[:-1]:  # what only happened to be on the way
            less = tuple(one for one in way if one is not step)
            way = less if stand(less, mended) else way
        self.nearer += [(1.0 + gain, first) for gain, first in trails.firsts]
        is_sized = bool(way) and not self.is_on_a_side([step.proposal.candidate for step in way], code_of(way), mended)
        return [Found(step.proposal, mended if step is way[-1] else (), is_sized=is_sized) for step in way]

    def _two(self, firsts: Sequence[Proposal], wrong: list[str], right: list[str]) -> list[Found]:
        """Two mistakes on one way: of the changes that bring the claims nearest to the truth, one with which another makes them right."""
        before, nearer = self.source, self.nearer
        self.distance = 2.0
        seen: dict[int, int] = {}
        for first in firsts:
            place = id(self.proposer.owner(first.candidate.node))
            seen[place] = seen.get(place, 0) + 1
            if time.process_time() > self.deadline or sum(seen.values()) > 3 * FIRSTS:
                break
            if seen[place] > 2:
                continue
            self.read(before.with_edits(first.candidate.edits))
            base = baseline(self.trials, self.main, self.texts) if self.node is not None else None
            second = None
            if base is not None and base.outcome.error is None:
                ranked = self._ranked(partial(self.proposer.stages, base, None, [], set()), wrong, right)
                second = self._mend(base, None, ranked, wrong, right, SHARE)
            self.read(before)
            self.nearer = nearer
            if second is not None and not second.is_sized:
                return [Found(first, ()), second]
        return []

    def _anew(self, base: Baseline, points: Sequence[Checkpoint], wrong: list[str], returned: Sequence[str]) -> list[Found]:
        """A gradient that no small change mends, written anew: the first that is wrong, though all before it are right."""
        right = [name for name in self.judgement.claims if name not in wrong]
        rewriter = Rewriter(self.proposer, self._composer, self.main)
        best: Found | None = None
        for point, proposal in rewriter.rewritings(base, points, returned):
            if time.process_time() > self.deadline + patient(REWRITING):
                break
            found = None if self._overlaps(proposal) else self._try(base, proposal, point, wrong, right)
            if found is not None and (best is None or not found.is_sized):
                before = None if point is None else base.before[point.statement + 1].get(point.name)
                best = replace(found, before=before)
                if not found.is_sized:
                    break
        return [] if best is None else [best]

    def fill(self, place: int, name: str) -> Found | None:
        """What to return for an input, in a place of the last `return`, where nothing is returned yet."""
        if self.node is None or not isinstance(self.body.statements[-1], ast.Return):
            return None
        base = baseline(self.trials, self.main, self.texts)
        right = [claim for claim in self.judgement.claims if self.is_right(base.outcome, claim)]
        for proposal in Rewriter(self.proposer, self._composer, self.main).returning(base, place, self.main.true[name]):
            changed = self.proposer.changed(proposal, self.overlay)
            if changed is not None and self.holds(changed, (name,), right):
                return Found(proposal, (name,))
        return None

    @cached_property
    def _composer(self) -> Composer:
        return Composer(self.subject, self.main)

    def _by_checkpoints(self, points: Sequence[Checkpoint], wrong: list[str], right: list[str]) -> Found | None:
        """The first checkpoint that is wrong, though all before it are right or have been put right."""
        patches: dict[int, list[Checkpoint]] = {}
        known: set[str] = set()
        for point in points:
            patched = baseline(self.trials, self.main, self.texts, patches)
            if holds_truth(patched, point):
                known.add(point.name)
                continue
            if not self.means_it(point, right, patches):
                continue  # it is called so, and is not meant so
            ranked = self._ranked(partial(self.proposer.stages, patched, point, [], known), wrong, [])
            found = self._mend(patched, point, ranked, wrong, right, SHARE)
            if found is not None:
                return found
            patches = with_truth(patches, point)
            known.add(point.name)
        return None

    def _mend(
        self,
        base: Baseline,
        point: Checkpoint | None,
        ranked: Iterator[Proposal],
        wrong: list[str],
        right: list[str],
        share: float,
        *,
        at_once: bool = False,
    ) -> Found | None:
        """The cheapest change that makes a checkpoint (or a wrong claim) right; for a little more, one that makes more claims right.

        With `at_once`, only what makes all of them right is taken.
        It takes no more than a share of the time that is left, and may be called again for those that it didn't come to.
        """
        best: Found | None = None
        start = time.process_time()
        limit = start + share * (self.deadline - start)
        for proposal in ranked:
            late = time.process_time() > (limit if best is None or not best.is_sized else limit + (limit - start))
            if late or (best is not None and proposal.cost > best.proposal.cost + (SIZED if best.is_sized else MORE)):
                return best
            if self._overlaps(proposal):
                continue
            found = self._try(base, proposal, point, wrong, right)
            if found is not None and at_once and len(found.mended) < len(wrong):
                continue
            if found is not None and (best is None or found.worth > best.worth):
                best = found
                if len(found.mended) == len(wrong) and not found.is_sized:
                    return best
        return best

    def _ranked(self, stages: Callable[[], list[Stage]], wrong: Sequence[str], right: Sequence[str]) -> Iterator[Proposal]:
        """Proposals by their cost, and by which claims the statements that they change have a part in; made when they are asked for."""
        yield from by_cost(stages(), lambda node: self.influence.cost(self.proposer.owner(node), wrong, right, node))

    def _overlaps(self, proposal: Proposal) -> bool:
        """Does a change touch what was changed before?"""
        return any(overlap(one, edit) for one in proposal.candidate.edits for edit in self.source.edits)

    def _crash(self, base: Baseline) -> list[Found]:
        """A change with which the function gets to its end, and all that it claims is right."""
        for proposal in plain(self.proposer.stages(base, None, [], set(), crashed=True)):
            if time.process_time() > self.deadline:
                return []
            changed = self.proposer.changed(proposal, self.overlay)
            if changed is None:
                continue
            outcome = self.trials.run(self.main, changed)
            is_right = outcome.error is None and outcome.claims and all(self.is_right(outcome, name) for name in outcome.claims)
            if is_right and self.holds(changed, tuple(outcome.claims), ()):
                return [Found(proposal, tuple(outcome.claims))]
        return []

    def _try(self, base: Baseline, proposal: Proposal, point: Checkpoint | None, wrong: list[str], right: list[str]) -> Found | None:
        changed = self.proposer.changed(proposal, self.overlay)
        if changed is None:
            return None
        if point is not None and not self.reaches(changed, point):
            return None
        outcome = self.trials.run(self.main, changed)
        if outcome.error is not None or any(not self.is_right(outcome, name) for name in right):
            return None
        if outcome.loss is not None and not agree(outcome.loss, base.outcome.loss):  # the forward pass as written is the truth
            return None
        mended = tuple(name for name in wrong if self.is_right(outcome, name))
        if point is None and not mended:
            nearness = self.nearness(outcome, wrong)
            if nearness > self.distance + NEARER:
                self.nearer.append((nearness - 0.02 * proposal.cost, proposal))
            return None
        if not self.holds(changed, mended, right) or not self.are_right(changed, mended, self.fresh):
            return None
        beyond = [*self.elsewhere, *(self.untied if speaks_of_sizes(proposal) else ())]
        is_sized = has_bare_number(proposal, self.proposer.literals) or not self.are_right(changed, mended, beyond)
        for other in with_other_sizes(proposal) if is_sized and beyond else ():  # else nothing would tell them apart
            sized = self.proposer.changed(other, self.overlay)
            if sized is not None and self.holds(sized, mended, right) and self.are_right(sized, mended, [*self.fresh, *beyond]):
                return Found(other, mended, point, is_sized=not self.is_on_a_side([other.candidate], sized, mended))
        return Found(proposal, mended, point, is_sized=is_sized or not self.is_on_a_side([proposal.candidate], changed, mended))
