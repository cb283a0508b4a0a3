"""Candidates stage by stage, each made when it is asked for: what costs more than the change that is wanted is never made."""

from __future__ import annotations

import ast
import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from whygrad.checking.arrays.candidates import Candidate
from whygrad.checking.arrays.overlays import Helper
from whygrad.checking.arrays.priors import shift
from whygrad.checking.arrays.scope import Scope


@dataclass
class Proposal:
    """A candidate, what was in scope where it stands, and the helper that it stands in, if it does in one."""

    cost: float
    candidate: Candidate
    scope: Scope
    helper: Helper | None = None
    carried: frozenset[str] = frozenset()  # in a loop: the names that its next turn gets from this one


Made = tuple[Scope, Sequence[Candidate]]


@dataclass(frozen=True)
class Stage:
    """Candidates that are made together. None costs less than `least`, all likelihoods included; all cost `more` where this stands.

    All of them change the statement `owner`, where that is known. `make` keeps what it made.
    """

    least: float
    make: Callable[[], Made]
    owner: ast.stmt | None = None
    more: float = 0.0
    helper: Helper | None = None
    carried: frozenset[str] = frozenset()

    @property
    def made(self) -> Made:
        """What was in scope, and the candidates."""
        return self.make()

    def proposal(self, candidate: Candidate, cost: float) -> Proposal:
        return Proposal(cost, candidate, self.made[0], self.helper, self.carried)

    def at(self, more: float, carried: frozenset[str]) -> Stage:
        """The same, where it costs so much more."""
        return replace(self, more=self.more + more, carried=carried)


#: What waits: its cost, that of a candidate without its likelihood, the numbers of its stage and in it; the candidate, or the stage alone.
_Waiting = tuple[float, float, int, int, Stage, Candidate | None]


def by_cost(stages: Iterable[Stage], part: Callable[[ast.AST], float]) -> Iterator[Proposal]:
    """The candidates by their cost; `part` says what a change to a node costs beyond, by what that has a part in."""
    waiting: list[_Waiting] = [(stage.least + stage.more, -1.0, number, -2, stage, None) for number, stage in enumerate(stages)]
    heapq.heapify(waiting)
    while waiting:
        cost, _own, number, state, stage, candidate = heapq.heappop(waiting)
        if candidate is not None:
            yield stage.proposal(candidate, cost)
        elif state == -2 and stage.owner is not None and (beyond := part(stage.owner)):
            heapq.heappush(waiting, (cost + beyond, -1.0, number, -1, stage, None))
        else:
            for k, one in enumerate(stage.made[1]):
                own = one.cost + stage.more
                whole = own + shift(one) + (0.0 if one.is_apart else part(one.node))
                heapq.heappush(waiting, (whole, own, number, k, stage, one))


def plain(stages: Iterable[Stage]) -> list[Proposal]:
    """All of them, the cheapest first, as they are."""
    found = [stage.proposal(one, one.cost + stage.more) for stage in stages for one in stage.made[1]]
    return sorted(found, key=lambda proposal: proposal.cost)
