"""The search for the slip: which small changes, in which statement, make a wrong gradient right.

Single changes first, by deduction and then by trial; then pairs. A list that should have another shape is first taken
apart. What is found here is a proposal: the edited text, compiled and run, has the last word.
"""

from __future__ import annotations

import ast
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

from whygrad.checking.changes import Change
from whygrad.checking.deduction import deduced
from whygrad.checking.edits import Editor
from whygrad.checking.error_model import every, simple, structural
from whygrad.checking.evaluate import is_real
from whygrad.checking.places import Place, Workplace, list_places
from whygrad.checking.restructuring import merged, regrouped
from whygrad.checking.scope import Scope
from whygrad.checking.shapes import reshaped
from whygrad.checking.statements import assignment, deletion
from whygrad.patience import patient
from whygrad.tracing.source import Edit, Source

#: Seconds after which the search for one claim's mistake gives up.
PATIENCE = 1.0
#: Proposals whose text is run before the search looks further.
MAX_TRIED = 12
MAX_VERIFIED = 5
_PAIR_COST = 0.3
#: From this cost on, one change is no more natural than two small ones.
_FAR_FETCHED = 1.8


@dataclass
class Solution:
    """Changes to one statement that, run as text, make the claim right."""

    workplace: Workplace
    changes: list[Change]
    edits: tuple[Edit, ...] = ()

    @property
    def cost(self) -> float:
        kinds = {(change.kind, change.old, change.new) for change in self.changes}
        repeated = len(self.changes) - len(kinds)
        return sum(change.cost for change in self.changes) - 0.8 * repeated


class Search:
    """The search in the statements that made one wrong claim."""

    def __init__(
        self,
        source: Source,
        gradients: Collection[str],
        hidden: Collection[str],
        verify: Callable[[tuple[Edit, ...]], bool],
        deadline: float,
    ) -> None:
        self.source = source
        self.gradients = gradients
        self.hidden = hidden
        self.verify = verify
        self.deadline = min(deadline, time.process_time() + patient(PATIENCE))

    def solutions(self, workplaces: Sequence[Workplace]) -> list[Solution]:
        """The verified solutions, the most natural first; empty if none is found."""
        for effort in (1, 2, 3):
            proposals = [proposal for workplace in workplaces for proposal in self.proposals(workplace, effort)]
            proposals.sort(key=lambda solution: solution.cost)
            verified = list(islice((found for proposal in proposals[:MAX_TRIED] if (found := self.verified(proposal))), MAX_VERIFIED))
            if verified or time.process_time() > self.deadline:
                return verified
        return []

    def verified(self, solution: Solution) -> Solution | None:
        """The solution with the spelling of each change that makes its text come out right."""
        spellings = [change.spellings for change in solution.changes]
        for choice in range(max(len(ways) for ways in spellings)):
            chosen = [ways[min(choice, len(ways) - 1)] for ways in spellings]
            edits = tuple(edit for edits in chosen for edit in edits)
            if self.verify(edits):
                for change, own in zip(solution.changes, chosen, strict=True):
                    change.edits = own
                return replace(solution, edits=edits)
        return None

    # --- one statement

    def proposals(self, workplace: Workplace, effort: int) -> Iterator[Solution]:
        """Ways to make every place of a statement right."""
        if effort == 1:
            for change in assignment(self.source, workplace.statement):
                yield Solution(workplace, [change])
            if isinstance(workplace.statement, ast.AugAssign) and workplace.environments:
                for change in deletion(self.source, workplace.statement, workplace.environments):
                    yield Solution(workplace, [change])
        if workplace.places:
            yield from self._filled(workplace, workplace.places, [], effort)
        if workplace.targets is not None:
            for changes, elements in reshaped(self.source, workplace):
                single = is_real(workplace.targets[0]) or isinstance(elements[0], ast.ListComp)
                whole = elements[0] if single else ast.List(elements, ast.Load())
                places = list(list_places(whole, workplace.environments, workplace.targets, [0.0] * len(workplace.targets)))
                if places:
                    yield from self._filled(workplace, places, changes, effort)

    def _filled(self, workplace: Workplace, places: list[Place], changes: list[Change], effort: int) -> Iterator[Solution]:
        """Solve every place that is not right yet; the best of each, then each with its next best."""
        chosen: list[list[list[Change]]] = []
        for place in places:
            if place.met:
                continue
            found = self.place(place, effort)
            if not found:
                return
            chosen.append(found)
        if not chosen and not changes:
            return
        best = [ways[0] for ways in chosen]
        yield Solution(workplace, [*changes, *(change for way in best for change in way)])
        for number, ways in enumerate(chosen):
            for other in ways[1:4]:
                parts = [*best[:number], other, *best[number + 1 :]]
                yield Solution(workplace, [*changes, *(change for way in parts for change in way)])

    def place(self, place: Place, effort: int) -> list[list[Change]]:
        """Change sets that give one place its value, the most natural first."""
        scope = Scope(place.expression.environments, self.gradients, self.hidden)
        editor = Editor(self.source, place, scope)
        found = [[change] for change in self._singles(editor, pairs=effort > 1)]
        if effort > 1 and min(map(_cost, found), default=_FAR_FETCHED) >= _FAR_FETCHED:
            found += list(self._pairs(editor, pairs=effort > 2))
        found.sort(key=_cost)
        return _distinct(found)[:6]

    def _singles(self, editor: Editor, *, pairs: bool) -> Iterator[Change]:
        yield from deduced(editor, {}, pairs=pairs)
        # what can be solved for is found sooner; of a sum over turns, only trial tells
        for change in chain(simple(editor), regrouped(editor), merged(editor)) if editor.place.single else every(editor):
            if editor.place.meets(editor.expression.what_if(change.overrides)):
                yield change

    def _pairs(self, editor: Editor, *, pairs: bool) -> Iterator[list[Change]]:
        firsts = sorted(simple(editor), key=lambda change: change.cost)
        for first in firsts:
            if time.process_time() > self.deadline:
                return
            known = editor.expression.with_overrides(first.overrides)
            for second in deduced(editor, known, pairs=pairs):
                if not _touch(first, second):
                    yield [first, second]
            if not editor.place.single:
                yield from self._trial_pairs(editor, first)

    def _trial_pairs(self, editor: Editor, first: Change) -> Iterator[list[Change]]:
        for second in structural(editor):
            if not _touch(first, second) and editor.place.meets(editor.expression.what_if({**first.overrides, **second.overrides})):
                yield [first, second]


def _touch(first: Change, second: Change) -> bool:
    """Do two changes rewrite the same text?"""
    return any(a.span[:2] < b.span[2:] and b.span[:2] < a.span[2:] for a in first.spellings[0] for b in second.spellings[0])


def _cost(changes: list[Change]) -> float:
    return sum(change.cost for change in changes) + _PAIR_COST * (len(changes) - 1)


def _distinct(found: list[list[Change]]) -> list[list[Change]]:
    """Change sets that rewrite the text differently, the first of each."""
    seen: set[Any] = set()
    kept = []
    for changes in found:
        key = frozenset(edit for change in changes for edit in change.spellings[0])
        if key not in seen:
            seen.add(key)
            kept.append(changes)
    return kept
