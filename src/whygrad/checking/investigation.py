"""Why is it wrong? Each wrong claim in the order in which the program made it, with the truth put in its place after."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from whygrad.checking.claims import Claim
from whygrad.checking.diagnosis import findings, unexplained
from whygrad.checking.explanation import Explainer
from whygrad.checking.facts import Facts
from whygrad.checking.places import Workplace, workplaces
from whygrad.checking.report import Finding
from whygrad.checking.search import Search, Solution
from whygrad.checking.session import Session, attempt, verifying
from whygrad.checking.verdict import Judged, Ruling
from whygrad.tracing.running import Key
from whygrad.tracing.source import Edit

#: By how much a second solution may be less natural than the first and still be a rival to it.
_CLOSE = 0.15


class Investigation:
    """`investigate` finds the findings of all wrong claims; `given` says which truths a later verdict stands on."""

    def __init__(self, session: Session, deadline: float) -> None:
        self.session = session
        self.deadline = deadline
        self.given: dict[Key, tuple[str, ...]] = {}
        self.explainer: Explainer | None = None
        if session.samples:
            self.explainer = Explainer(session.samples[0], session.claims.claims)
        self.handled: list[Claim] = []
        self.groups = 0

    def investigate(self, rulings: Sequence[Ruling]) -> list[Finding]:
        """The findings of all wrong claims. `rulings` is brought up to what holds once the truth is in place."""
        found: list[Finding] = []
        while (family := self._next()) is not None:
            found += self._explain(family)
            for claim in family:
                self.session.put_truth(claim)
            self.handled += family
        return found

    def _next(self) -> list[Claim] | None:
        """The first wrong claim that is not handled, with the same statement's claims of other turns and calls."""
        handled = {id(claim) for claim in self.handled}
        wrong = [ruling.claim for ruling in self.session.rulings() if ruling.verdict == "wrong" and id(ruling.claim) not in handled]
        if not wrong:
            return None
        return [claim for claim in wrong if claim.name == wrong[0].name and claim.site == wrong[0].site]

    def _explain(self, family: list[Claim]) -> Iterator[Finding]:
        claim = family[0]
        judged = self._judged(claim)
        places = self._workplaces(claim, judged)
        self.groups += 1
        solutions = self._solutions(family, places)
        assert self.explainer is not None
        facts = Facts(claim, judged[0].sample)
        if solutions:
            best = solutions[0]
            rivals = len(solutions) > 1 and solutions[1].cost <= best.cost + _CLOSE
            yield from findings(claim, best, judged, self.explainer, facts, f"fix-{self.groups}", rivals=rivals)
        else:
            yield unexplained(claim, judged, self.session, self.explainer)

    def _judged(self, claim: Claim) -> list[Judged]:
        return [one for sample in self.session.samples if (one := attempt(claim, sample)) is not None]

    def _workplaces(self, claim: Claim, judged: Sequence[Judged]) -> list[Workplace]:
        sites = list(dict.fromkeys(key.site for key in claim.keys))
        snapshots = self.session.snapshots([one.sample for one in judged], sites)
        return workplaces(claim, self.session.program.statements, judged, snapshots)

    def _solutions(self, family: list[Claim], places: list[Workplace]) -> list[Solution]:
        if time.monotonic() > self.deadline:
            return []
        names = {claim.name for claim in self.session.claims.claims}
        upstream = {key.name for key in self.session.claims.upstreams}

        def verify(edits: tuple[Edit, ...]) -> bool:
            runs = self.session.candidate(edits, verifying(self.session.samples))
            return runs is not None and all((one := attempt(claim, run)) is not None and one.agrees for claim in family for run in runs)

        search = Search(self.session.program.source, names | upstream, self._hidden(family), verify, self.deadline)
        return search.solutions(places)

    def _hidden(self, family: list[Claim]) -> set[str]:
        """Names that a fix may not use: the wrong gradient's own, and what is only there for the check."""
        return {claim.name for claim in family} | {"__whygrad__", "__whygrad_frame__"}


