"""Several mistakes on one way: statement by statement, which value is no gradient, and which change makes it one?

No claim is right before all of them are mended, so claims say nothing of the first. But in the order in which statements are run, what the
first mistake is made of is right still: a change there gives a value that is the gradient of something, which no other change does by
chance. In a loop that is asked of each turn. Then the run with that change is looked at for the next; in the end the claims decide.
"""

from __future__ import annotations

import ast
import heapq
import itertools
import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from whygrad.checking.arrays.bodies import NOTHING
from whygrad.checking.arrays.checkpoints import Baseline
from whygrad.checking.arrays.deducing import deduced_at
from whygrad.checking.arrays.overlays import Overlay
from whygrad.checking.arrays.priors import shift
from whygrad.checking.arrays.proposing import Proposer
from whygrad.checking.arrays.sizes import with_other_sizes
from whygrad.checking.arrays.slices import read_by, written_by
from whygrad.checking.arrays.stages import Proposal, Stage, by_cost
from whygrad.checking.arrays.steps import Step, Steps, Trail, alone, code_of, dearest, overlaps
from whygrad.checking.arrays.trials import Outcome
from whygrad.checking.arrays.visits import Visit, Visitor, arrays
from whygrad.patience import patient

#: Mistakes on one way; changes that are followed at one statement.
DEEPEST, WIDEST = 2, 8
#: Changes that give the same value and are kept beside the likeliest.
MOST_TWINS = 4
#: Turns at which a change is tried.
TRIED = 2
#: What it costs a change that the value has another shape with it, and that it is no gradient in a later turn.
RESHAPED, ONCE = 0.3, 0.4
#: How much more than the first that gives a gradient another one may cost.
MUCH = 1.0
#: What a change costs that is looked at twice, how much less another one has to cost, and the seconds that it is looked for.
DEAR, LESS, LONGER = 1.3, 0.3, 0.2
#: What it costs to look at another statement, where one before it can be changed.
LATER = 2.0
#: Statements of which it is deduced what they lack, and gradients that one may have to give.
MOST_DEDUCED, MOST_TRUTHS = 4, 40
#: Statements that make no gradient for which one before them is looked at that does.
MOST_LATER = 4
#: How far before a statement one is changed with it; the values that are tried of the first, and the changes to the second.
FARTHEST, MOST_VALUES, MOST_SECOND = 6, 72, 80


class Trails:
    """The changes to one function, beside the gradients that there are."""

    def __init__(self, visitor: Visitor, proposer: Proposer, overlay: Overlay, base: Baseline, deadline: float) -> None:
        self.visitor, self.proposer, self.overlay, self.base, self.deadline = visitor, proposer, overlay, base, deadline
        self.proposed: dict[int, list[Stage]] = {}
        self.known: dict[int, tuple[list[Step], Iterator[Step]]] = {}
        self.found: dict[tuple[Any, ...], list[Step]] = {}
        self.firsts: list[tuple[float, Proposal]] = []
        self.pause = deadline

    def followed(self, breaks: Callable[[Outcome], bool]) -> Iterator[Trail]:
        """The trails, the best first to be followed further; then those of two statements that only together give a gradient.

        `breaks` says of an outcome whether a claim is wrong now that was right.
        """
        first, numbers = Trail((), *self.visitor.run(NOTHING)), itertools.count()
        # What one of them finds it finds soon, as a rule: each has a share of the time that is left, and then another one.
        ways = (self._small, self._earlier, self._larger, self._pairs)
        turns = [*zip(ways, (0.4, 0.1, 0.15, 0.25), strict=True), *zip(ways, (0.7, 0.3, 0.5, 1.0), strict=True)]
        waiting = {way: [(first.cost, next(numbers), first, way(first))] for way in ways}
        for way, share in turns:
            now = time.process_time()
            self.pause = now + share * (self.deadline - now)
            while waiting[way] and not self.is_due():
                cost, _number, trail, changes = heapq.heappop(waiting[way])
                several = next(changes, None)
                if several is None:
                    continue
                for made in self._tried(trail, several, breaks):
                    yield made
                    if len(made.steps) < DEEPEST:
                        heapq.heappush(waiting[way], (made.cost, next(numbers), made, self._next(made)))
                heapq.heappush(waiting[way], (cost + LATER * bool(several), next(numbers), trail, changes))

    def is_due(self) -> bool:
        """Is it another beginning's turn?"""
        return time.process_time() > self.pause

    def is_over(self) -> bool:
        """Is the time up for all?"""
        return time.process_time() > self.deadline

    def best(
        self,
        wrong: Sequence[str],
        is_right: Callable[[Outcome, str], bool],
        breaks: Callable[[Outcome], bool],
        holds: Callable[[Steps, Sequence[str]], bool],
    ) -> tuple[Steps, tuple[str, ...]]:
        """The changes that make all wrong claims right, or the most of them; and which. What may begin a way is kept in `firsts`.

        Where one of them is dear, others are looked for a little longer: what an earlier statement lacks can be put in at a later one.
        """
        best: tuple[Steps, tuple[str, ...]] = (), ()
        limit = math.inf
        for trail in self.followed(breaks):
            if time.process_time() > limit:
                break
            mended = tuple(name for name in wrong if is_right(trail.outcome, name))
            if len(trail.steps) == 1:
                self.firsts.append((trail.gain, trail.steps[0].proposal))
            is_cheaper = len(mended) == len(best[1]) > 0 and dearest(trail.steps) < dearest(best[0]) - LESS
            if len(mended) <= len(best[1]) and not is_cheaper:
                continue
            way = next((way for way in trail.ways if holds(way, mended)), ())
            for step in way if len(way) > 1 else ():  # is each needed?
                rest = tuple(one for one in way if one is not step)
                way = rest if rest and holds(rest, mended) else way
            if way:
                best = way, mended
            if len(best[1]) == len(wrong):
                if dearest(best[0]) <= DEAR:
                    break
                limit = min(limit, time.process_time() + patient(LONGER))
        return best

    def _tried(self, trail: Trail, several: Sequence[Steps], breaks: Callable[[Outcome], bool]) -> Iterator[Trail]:
        """A trail with more changes, those with which nothing breaks."""
        for steps in several:
            together = (*trail.steps, *steps)
            made = Trail(together, *self.visitor.run(code_of(together)), before=trail.before or len(trail.astray))
            if made.outcome.error is None and not breaks(made.outcome):
                yield made

    def _next(self, trail: Trail) -> Iterator[list[Steps]]:
        """One change more."""
        for way in (self._small, self._earlier, self._larger):
            yield from way(trail)

    def _small(self, trail: Trail) -> Iterator[list[Steps]]:
        """Small changes, of one statement after the other; then of its last visits, in another branch, perhaps, with another mistake."""
        changed = {id(step.statement) for step in trail.steps}
        several = [visits for key, visits in self._by_statement(trail) if key not in changed]
        missed = list[list[Visit]]()
        for visits in several:
            if self.is_due():
                yield []
            found = self._hits(visits, trail)
            if not found and len(visits) > TRIED:
                missed.append(visits[::-1])
            yield alone(found[:WIDEST])
        for visits in missed:
            if self.is_due():
                yield []
            yield alone(self._hits(visits, trail)[:WIDEST])

    def _larger(self, trail: Trail) -> Iterator[list[Steps]]:
        """What a statement may lack, of one after the other."""
        changed = {id(step.statement) for step in trail.steps}
        for key, visits in self._by_statement(trail)[:MOST_DEDUCED]:
            if key not in changed:
                found = list[Step]()
                for several in self._deduced(visits[0]):
                    found += several
                    if self.is_due():
                        yield []
                ranked = sorted(found, key=lambda one: one.proposal.cost)
                yield alone([step for step in self._giving(ranked, visits[:1]) if not overlaps(step, trail.steps)][: WIDEST // 2])

    def _earlier(self, trail: Trail) -> Iterator[list[Steps]]:
        """Changes to a statement that makes a gradient, and may have to make another one: with that, a later statement makes one, too."""
        changed = {id(step.statement) for step in trail.steps}
        for _key, visits in self._by_statement(trail)[:MOST_LATER]:
            for first in self._shortly_before(visits[0], trail):
                if self.is_due():
                    yield []
                if id(first.statement) not in changed and any(part.is_true for part in first.made.values()):
                    instead = (step for step in self._instead(first, visits[0]) if not overlaps(step, trail.steps))
                    yield alone(itertools.islice(instead, WIDEST))

    def _instead(self, first: Visit, visit: Visit) -> Iterator[Step]:
        """The changes with which a statement makes another gradient, and the later one makes any."""
        usual = [self.visitor.body.codes[id(visit.statement)]]
        seen = {tuple(part.key for part in first.made.values())}
        for step in self._of(first.statement) if read_by(visit.statement) & written_by(first.statement) else ():
            if self.is_over():
                return
            made = self.visitor.made_by(step.codes, first)
            key = tuple(part.key for part in made.values())
            if key in seen or not made or not all(part.is_true for part in made.values()):
                continue
            seen.add(key)
            after = self.visitor.names_after(step.codes, first.statement, first.before) or {}
            names = {name: after[name] for name in written_by(first.statement) if name in after}
            there = Visit(visit.statement, {**visit.before, **names}, visit.made)
            if there.is_better(self.visitor.made_by(usual, there)):
                yield step

    def _pairs(self, trail: Trail) -> Iterator[list[Steps]]:
        """Two changes, to a statement and to another that is run shortly before."""
        for _key, visits in self._by_statement(trail):
            yield from self._together(visits[0], trail)

    def _by_statement(self, trail: Trail) -> list[tuple[int, list[Visit]]]:
        """What is astray, by the statement that makes it, in the order in which they are run; last the zeros that more is written into."""
        found: dict[int, list[Visit]] = {}
        for visit in trail.astray:
            found.setdefault(id(visit.statement), []).append(visit)
        tops = {id(one) for one in self.visitor.body.statements if written_by(one) & self.visitor.collected}
        return sorted(found.items(), key=lambda item: item[0] in tops and item[1][0].is_empty)

    def _hits(self, visits: Sequence[Visit], trail: Trail) -> list[Step]:
        """The changes with which a statement gives a gradient, the likeliest first; the same where it finds the same."""
        key = id(visits[0].statement), *(visit.key for visit in visits[:TRIED])
        found = self.found.get(key)
        if found is None:
            found = self._giving(self._of(visits[0].statement), visits)
            if not self.is_over():  # else there may be more
                self.found[key] = found
        return [step for step in found if not overlaps(step, trail.steps)]

    def _giving(self, steps: Iterable[Step], visits: Sequence[Visit]) -> list[Step]:
        """Those of several changes that give a gradient, one for each; none of them costs much more than the first."""
        found: dict[tuple[bytes, ...], list[tuple[float, Step]]] = {}
        most = math.inf
        for step in steps:
            if self.is_over() or step.proposal.cost > most:
                break
            made = self.visitor.made_by(step.codes, visits[0])
            if visits[0].is_better(made):
                cost = step.proposal.cost + (0.0 if visits[0].has_shape(made) else RESHAPED)
                if not all(visit.is_better(self.visitor.made_by(step.codes, visit)) for visit in visits[1:TRIED]):
                    cost += ONCE
                found.setdefault(tuple(part.key for part in made.values()), []).append((cost, step))
                most = min(most, cost + MUCH)
        ranked = [sorted(several, key=lambda one: one[0]) for several in found.values()]
        return [
            replace(several[0][1], twins=(*self._sized(several[0][1]), *(step for _cost, step in several[1 : 1 + MOST_TWINS])))
            for several in sorted(ranked, key=lambda several: several[0][0])
        ]

    def _sized(self, step: Step) -> Iterator[Step]:
        """The same change with another size that is equal here."""
        for proposal in with_other_sizes(step.proposal):
            other = self._step(proposal, step.statement)
            if other is not None:
                yield other

    def _deduced(self, visit: Visit) -> Iterator[list[Step]]:
        """What a statement may lack so that it gives a gradient: of one gradient after the other."""
        statement, parts = visit.statement, list(visit.made.values())
        is_whole = isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
        if len(parts) != 1 or not isinstance(statement, ast.Assign | ast.AugAssign):
            return
        is_less = isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Sub)
        k, tables = self.visitor.body.parents[id(statement)], dict[tuple[int, ...], Any]()
        editor = self.proposer.editor(k, statement, visit.before)
        truths = self.visitor.truths.around(parts[0].shape, wider=is_whole)
        for truth in itertools.islice(truths, MOST_TRUTHS) if parts[0].shape or is_whole else ():
            if self.is_over():
                return
            found = list(deduced_at(statement.value, -truth if is_less else truth, editor, tables))
            for one in found:
                one.statement = k
            proposals = [Proposal(one.cost + shift(one), one, editor.scope) for one in found]
            yield [step for step in (self._step(proposal, statement) for proposal in proposals) if step is not None]

    def _together(self, visit: Visit, trail: Trail) -> Iterator[list[Steps]]:
        """Changes to a statement that is run shortly before, and makes no gradient itself, with which this one gives one: by itself, or
        with a change of its own.
        """
        between = list[Visit]()
        for first in self._shortly_before(visit, trail):
            if self.is_due():
                yield []
            if first.made and not any(part.is_true for part in first.made.values()):
                yield from ([steps] for steps in self._both(first, between[::-1], visit, trail))
            between.append(first)

    def _shortly_before(self, visit: Visit, trail: Trail) -> Iterator[Visit]:
        """What was run before a statement in the same turn, the latest first."""
        end = trail.visits.index(visit)
        seen = {id(visit.statement)}
        for first in reversed(trail.visits[max(0, end - FARTHEST) : end]):
            if id(first.statement) in seen:
                return  # another turn
            yield first
            seen.add(id(first.statement))

    def _both(self, first: Visit, between: Sequence[Visit], visit: Visit, trail: Trail) -> Iterator[Steps]:
        dirty, again = set(written_by(first.statement)), list[Visit]()
        for one in between:
            if read_by(one.statement) & dirty:
                again.append(one)
                dirty |= written_by(one.statement)
        if not read_by(visit.statement) & dirty or any(part.is_true for one in again for part in one.made.values()):
            return
        seen = set[bytes]()
        usual = self.visitor.body.codes
        seconds = [
            step
            for step in itertools.islice(self._of(visit.statement), MOST_SECOND)
            if not overlaps(step, trail.steps) and not visit.is_better(self.visitor.made_by(step.codes, visit))
        ]
        for step in self._of(first.statement):
            after = None if overlaps(step, trail.steps) else self.visitor.names_after(step.codes, first.statement, first.before)
            if after is None or self.is_over():
                continue
            names = {name: after[name] for name in written_by(first.statement) if name in after}
            key = b"".join(np.asarray(value).tobytes() for value in arrays(names).values())
            if key in seen or len(seen) > MOST_VALUES:
                continue
            seen.add(key)
            for one in again:
                after = self.visitor.names_after([usual[id(one.statement)]], one.statement, {**one.before, **names})
                names |= {name: after[name] for name in written_by(one.statement) if name in after} if after is not None else {}
            there = Visit(visit.statement, {**visit.before, **names}, visit.made)
            if there.is_better(self.visitor.made_by([usual[id(visit.statement)]], there)):
                yield (step,)
                continue
            for second in seconds:
                if there.is_better(self.visitor.made_by(second.codes, there)) and not overlaps(second, [step]):
                    yield step, second
                    break

    def _of(self, statement: ast.stmt) -> Iterator[Step]:
        """The changes to a statement, the likeliest first; each is made when it is asked for, and kept."""
        known, more = self.known.setdefault(id(statement), ([], self._steps(statement)))
        for k in itertools.count():
            if k == len(known):
                if (step := next(more, None)) is None:
                    return
                known.append(step)
            yield known[k]

    def _steps(self, statement: ast.stmt) -> Iterator[Step]:
        k = self.visitor.body.parents[id(statement)]
        if k not in self.proposed:
            self.proposed[k] = self.proposer.of_statement(self.base, k, [])
        stages = [stage for stage in self.proposed[k] if stage.owner is None or stage.owner is statement]
        for proposal in by_cost(stages, lambda _node: 0.0):
            if self.proposer.owner(proposal.candidate.node) is statement:
                step = self._step(proposal, statement)
                if step is not None:
                    yield step

    def _step(self, proposal: Proposal, owner: ast.stmt) -> Step | None:
        """A change with its code; None where it is no program, or changes more than this statement."""
        changed = self.proposer.changed(proposal, self.overlay)
        if changed is None or changed.space is not None or changed.headers or [*changed.codes] != [id(owner)]:
            return None
        return Step(proposal, owner, changed.codes[id(owner)])
