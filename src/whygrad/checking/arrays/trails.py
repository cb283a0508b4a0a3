"""Several mistakes on one way: statement by statement, which value is no gradient, and which change makes it one?

No claim is right before all of them are mended, so claims say nothing of the first. But in the order in which statements are run, what the
first mistake is made of is right still: a change there gives a value that is the gradient of something, which no other change does by
chance. In a loop that is asked of each turn. Then the run with that change is looked at for the next; in the end the claims decide.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any

import numpy as np

from whygrad.checking.arrays.bodies import NOTHING, Changed
from whygrad.checking.arrays.checkpoints import Baseline
from whygrad.checking.arrays.found import overlap
from whygrad.checking.arrays.leaves import own_copy
from whygrad.checking.arrays.overlays import Overlay
from whygrad.checking.arrays.priors import shift
from whygrad.checking.arrays.proposing import Proposal, Proposer
from whygrad.checking.arrays.slices import names_in, written_by
from whygrad.checking.arrays.subjects import Sample
from whygrad.checking.arrays.trials import Outcome, Trials
from whygrad.checking.arrays.truths import Truths
from whygrad.tracing.reach import is_own_class

#: Mistakes on one way; changes that are followed at one statement; statements at which one is sought.
DEEPEST, WIDEST, MOST_STATEMENTS = 3, 3, 12
#: Times that a statement is run and looked at.
MOST_VISITS = 24
#: Those of one statement at which its changes are tried.
TRIED = 2


@dataclass
class Visit:
    """A statement that was run: the names that it reads and writes, before; is what it made a gradient?"""

    statement: ast.stmt
    before: dict[str, Any]
    is_true: bool


class Trails:
    """The statements of one function, beside the gradients that there are."""

    def __init__(self, trials: Trials, proposer: Proposer, overlay: Overlay, base: Baseline, main: Sample, truths: Truths) -> None:
        self.trials, self.proposer, self.overlay = trials, proposer, overlay
        self.base, self.main, self.truths = base, main, truths
        self.known: dict[int, dict[int, list[Proposal]]] = {}

    def followed(self, is_over: Callable[[], bool], leaves: Callable[[Outcome], bool]) -> Iterator[tuple[list[Proposal], Changed, Outcome]]:
        """Changes that go together, each of which makes what its statement gives a gradient. `leaves` says of an outcome whether it is
        one that breaks nothing.
        """
        waiting: list[tuple[list[Proposal], Changed]] = [([], NOTHING)]
        while waiting and not is_over():
            changes, before = waiting.pop(0)
            for proposal, changed in self._next(changes, before, is_over):
                outcome = self.trials.run(self.main, changed)
                if outcome.error is None and leaves(outcome):
                    yield [*changes, proposal], changed, outcome
                    if len(changes) + 1 < DEEPEST:
                        waiting.append(([*changes, proposal], changed))

    def _next(self, changes: Sequence[Proposal], before: Changed, is_over: Callable[[], bool]) -> Iterator[tuple[Proposal, Changed]]:
        found = 0
        for visits in self._astray(before):
            statement = visits[0].statement
            if found >= MOST_STATEMENTS or is_over():
                return
            if id(statement) in before.codes:
                continue
            several = [one for one in self._of(statement) if not _overlaps(one, changes)]
            hits = 0
            for proposal in several:
                if is_over():
                    return
                changed = self.proposer.changed(proposal, self.overlay)
                codes = None if changed is None or changed.space is not None else changed.codes.get(id(statement))
                if changed is None or codes is None or len(changed.codes) > 1 or changed.headers:
                    continue
                if all(self._gives(codes, visit) for visit in visits[:1] if True):
                    yield proposal, Changed({**before.codes, **changed.codes}, before.headers)
                    hits += 1
                    if hits == WIDEST:
                        break
            found += bool(hits)

    def _astray(self, changed: Changed) -> list[list[Visit]]:
        """The statements that give no gradient, in the order in which they are run first; of each, the first times."""
        found: dict[int, list[Visit]] = {}
        for visit in self._visits(changed):
            if not visit.is_true:
                several = found.setdefault(id(visit.statement), [])
                if len(several) < TRIED:
                    several.append(visit)
        return list(found.values())

    def _visits(self, changed: Changed) -> list[Visit]:
        body, made = self.trials.body, list[Visit]()
        counts: dict[int, int] = {}
        waiting: list[tuple[ast.stmt, dict[str, Any]]] = []

        def end(names: Mapping[str, Any]) -> None:
            for statement, before in waiting:
                made.append(Visit(statement, before, self._is_true(statement, before, names)))
            waiting.clear()

        def visit(statement: ast.stmt, names: dict[str, Any]) -> None:
            end(names)
            key = id(statement)
            counts[key] = counts.get(key, 0) + 1
            is_looked_at = key in body.codes and body.parents[key] not in self.proposer.forward_only and counts[key] <= MOST_VISITS
            if is_looked_at and isinstance(statement, ast.Assign | ast.AugAssign | ast.Expr):
                wanted = names_in(statement) & names.keys()
                own = {name for name in wanted if name not in body.space or names[name] is not body.space[name]}
                waiting.append((statement, own_copy({name: names[name] for name in own})))

        body.visit = visit
        try:
            outcome = self.trials.run(self.main, changed)
            end(outcome.names)
        finally:
            body.visit = None
        return made

    def _of(self, statement: ast.stmt) -> list[Proposal]:
        """The changes to a statement, the likeliest first."""
        k = self.trials.body.parents[id(statement)]
        if k not in self.known:
            by_owner = self.known[k] = {}
            for scope, several in self.proposer.of_statement(self.base, k, []):
                for one in several:
                    by_owner.setdefault(id(self.proposer.owner(one.node)), []).append(Proposal(one.cost + shift(one), one, scope))
            for proposals in by_owner.values():
                proposals.sort(key=lambda one: one.cost)
        return self.known[k].get(id(statement), [])

    def _gives(self, codes: Sequence[CodeType], visit: Visit) -> bool:
        """With this code, does the statement give a gradient?"""
        names = {**self.trials.body.space, **own_copy(visit.before)}
        try:
            with np.errstate(all="ignore"):
                for code in codes:
                    exec(code, names)
        except Exception:
            return False
        return self._is_true(visit.statement, visit.before, names)

    def _is_true(self, statement: ast.stmt, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
        """Is all that a statement wrote the gradient of something? What it added to something counts by itself, too."""
        written = {name: _arrays(after.get(name)) for name in written_by(statement)}
        found = False
        for name, several in written.items():
            old = _arrays(before.get(name))
            is_whole = isinstance(statement, ast.Assign) and any(isinstance(one, ast.Name | ast.Tuple) for one in statement.targets)
            for place, value in several.items():
                parts = [value] if is_whole or np.shape(old.get(place)) != np.shape(value) else _changed(old[place], value)
                if not parts:
                    continue
                if not any(self.truths.has(part) for part in parts):
                    return False
                found = True
        return found


def _overlaps(proposal: Proposal, changes: Sequence[Proposal]) -> bool:
    return any(overlap(one, edit) for one in proposal.candidate.edits for other in changes for edit in other.candidate.edits)


def _arrays(value: Any) -> dict[Any, Any]:
    """The floats in a value, by their places: itself, or what a list, a dict or an object holds."""
    if isinstance(value, float | np.floating) or (isinstance(value, np.ndarray) and value.dtype.kind == "f"):
        return {(): value}
    parts: Any = value if isinstance(value, dict) else dict(enumerate(value)) if isinstance(value, list | tuple) else {}
    if is_own_class(type(value)):
        parts = getattr(value, "__dict__", {})
    return {(key, *place): one for key, part in parts.items() for place, one in _arrays(part).items()}


def _changed(old: Any, new: Any) -> list[Any]:
    """Of an array, the part that is another than before: as it is now, and what was added; nothing where all is as it was."""
    one, other = np.asarray(old, dtype=float), np.asarray(new, dtype=float)
    at = np.argwhere((one != other) & ~(np.isnan(one) & np.isnan(other)))
    if not at.size and one.ndim:
        return []
    if not one.ndim:
        return [other, other - one] if one != other else []
    box = tuple(slice(low, high + 1) for low, high in zip(at.min(axis=0), at.max(axis=0), strict=True))
    return [other[box], other[box] - one[box]]
