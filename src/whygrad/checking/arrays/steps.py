"""Changes that go together on a way to right gradients, and what a run with them comes to."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import CodeType
from typing import Any

from whygrad.checking.arrays.bodies import Changed
from whygrad.checking.arrays.found import overlap
from whygrad.checking.arrays.stages import Proposal
from whygrad.checking.arrays.trials import Outcome
from whygrad.checking.arrays.visits import Visit

#: Ways to combine changes with others that give the same values.
MOST_WAYS = 12


@dataclass(frozen=True)
class Step:
    """A change to one statement, and the code that it makes of it."""

    proposal: Proposal
    statement: ast.stmt
    codes: list[CodeType]
    twins: tuple[Step, ...] = ()  # others that give the same value


Steps = tuple[Step, ...]


def code_of(steps: Iterable[Step]) -> Changed:
    """The code of several changes."""
    return Changed({id(step.statement): step.codes for step in steps})


@dataclass(eq=False)
class Trail:
    """Changes that go together, each of which makes what its statement gives a gradient; and what a run with them comes to."""

    steps: Steps
    outcome: Outcome
    visits: list[Visit]
    before: int = 0  # how much was no gradient without them

    @property
    def gain(self) -> float:
        """The share of what was no gradient that is one now."""
        return 1.0 - len(self.astray) / max(self.before, 1)

    @property
    def ways(self) -> Iterator[Steps]:
        """The changes; and others that give the same values."""
        return itertools.islice(itertools.product(*((step, *step.twins) for step in self.steps)), MOST_WAYS)

    @cached_property
    def astray(self) -> list[Visit]:
        """What is no gradient still."""
        return [visit for visit in self.visits if visit.is_astray]

    @cached_property
    def cost(self) -> float:
        """The less is astray, the better."""
        return len(self.astray) + sum(step.proposal.cost for step in self.steps)


def dearest(steps: Steps) -> float:
    """What the dearest of several changes costs."""
    return max(step.proposal.cost for step in steps)


def alone(several: Iterable[Step]) -> list[Steps]:
    """Each change for itself."""
    return [(step,) for step in several]


def overlaps(step: Step, others: Sequence[Step]) -> bool:
    """Does a change touch what others change?"""
    edits: list[Any] = [edit for other in others for edit in other.proposal.candidate.edits]
    return any(overlap(one, edit) for one in step.proposal.candidate.edits for edit in edits)
