"""Why is it wrong? Each wrong claim in the order in which the program made it, with the truth put in its place after."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from whygrad.checking.claims import Claim
from whygrad.checking.composing import Composer
from whygrad.checking.diagnosis import findings, unexplained
from whygrad.checking.explanation import Explainer
from whygrad.checking.facts import Facts
from whygrad.checking.paths import attribution
from whygrad.checking.places import Workplace, workplaces
from whygrad.checking.report import Finding
from whygrad.checking.search import Search, Solution
from whygrad.checking.session import Session, attempt, verifying
from whygrad.checking.trials import Trial, Trials
from whygrad.checking.values import nodes
from whygrad.checking.verdict import CannotJudge, Judged, Ruling, is_precise, rule
from whygrad.progress import doing
from whygrad.text import Text, _
from whygrad.tracing.running import Key
from whygrad.tracing.source import Edit

#: By how much a second solution may be less natural than the first and still be a rival to it.
_CLOSE = 0.15
#: A solution below this cost is so plain that no other is looked for, unless several claims are wrong.
_PLAIN = 1.6


class Investigation:
    """`investigate` finds the findings of all wrong claims."""

    def __init__(self, session: Session, deadline: float) -> None:
        self.session = session
        self.deadline = deadline
        self.explainer: Explainer | None = None
        if session.samples:
            self.explainer = Explainer(session.samples[0], session.claims.claims)
        self.handled: list[Claim] = []
        self.riddles: list[tuple[Claim, Finding]] = []  # claims of which no change is known, with what was said of them
        self.groups = 0
        self.edits_before = session.program.source.edits

    def investigate(self, rulings: Sequence[Ruling]) -> list[Finding]:
        """The findings of all wrong claims, each judged with the truth in the place of those before it."""
        found: list[Finding] = []
        with doing(Text(_("looking for the mistake"))):
            while (wrong := self._wrong()) and (family := _family(wrong)):
                found += self._explain(family, wrong)
        solved = self._solved_since()
        return [finding for finding in found if finding not in solved]

    def causes(self, ruling: Ruling, found: Sequence[Finding]) -> tuple[str, ...]:
        """The wrong gradients that alone make this one wrong too; none if it has a mistake of its own."""
        if ruling.verdict != "wrong" or any(ruling.claim.name in finding.targets for finding in found):
            return ()
        one = ruling.judged[0]
        made = one.sample.version(ruling.claim.keys[0], ruling.claim.continuing, ruling.claim.until)
        above = one.sample.graph.ancestors(nodes(made[-1].value)) if made else set()
        names = []
        for claim in self.handled:
            own = one.sample.version(claim.keys[0], claim.continuing, claim.until)
            if claim.name != ruling.claim.name and own and above.intersection(nodes(own[-1].value)):
                names.append(claim.name)
        return tuple(dict.fromkeys(names))

    def rival(self, keys: Sequence[Key]) -> Solution | None:
        """The one small change that would mend the first of these claims by itself, if there is one."""
        claim = next((claim for claim in self.session.claims.claims if claim.key in keys), None)
        if claim is None:
            return None
        solutions = self._solutions([claim], self._workplaces(claim, self._judged(claim)))
        return solutions[0] if solutions and len(solutions[0].changes) == 1 else None

    def _wrong(self) -> list[Claim]:
        """The wrong claims that are not handled yet, in the order in which the program makes them."""
        handled = {id(claim) for claim in self.handled}
        return [ruling.claim for ruling in self.session.rulings() if ruling.verdict == "wrong" and id(ruling.claim) not in handled]

    def _explain(self, family: list[Claim], wrong: list[Claim]) -> list[Finding]:
        claim = family[0]
        judged = self._judged(claim)
        assert self.explainer is not None
        facts = Facts(
            claim, judged[0].sample, attribution(claim, judged), only_here=all(one.agrees for one in judged if one.sample.point.reach)
        )
        self.groups += 1
        group = f"fix-{self.groups}"
        solutions = self._solutions(family, self._workplaces(claim, judged))
        solutions = [solution for solution in self._different(solutions) if self._holds_far(solution.edits, family)]
        general = [solution for solution in solutions if self._holds_moved(solution.edits, family)]
        solutions = general or solutions
        trial = self._trial(family, wrong, solutions, general=bool(general))
        if trial is not None:
            tree = self.session.program.tree
            found = list(findings(trial.mended, trial.solution, judged, self.explainer, facts, group, rivals=False, tree=tree))
            self.session.apply(trial.solution.edits)
            self.handled += trial.mended
            self.session.sample()
            return found
        if solutions:
            rivals = len(solutions) > 1 and solutions[1].cost <= solutions[0].cost + _CLOSE
            rivals = rivals or not general
            tree, rival = self.session.program.tree, solutions[1] if rivals and len(solutions) > 1 else None
            made = findings(family, solutions[0], judged, self.explainer, facts, group, rivals=rivals, rival=rival, tree=tree)
            found = list(made)
        else:
            found = [unexplained(claim, judged, self.session, self.explainer, facts)]
            self.riddles.append((claim, found[0]))
        for one in family:
            self.session.put_truth(one)
        self.handled += family
        return found

    def _different(self, solutions: Sequence[Solution]) -> list[Solution]:
        """Those that make different programs, the first of each: `h[t]` for `h[t + 1]` is `t` for `t + 1`."""
        source = self.session.program.source
        texts = {"".join(source.with_edits(solution.edits).text.split()): solution for solution in reversed(solutions)}
        return [solution for solution in solutions if any(solution is kept for kept in texts.values())]

    def _solved_since(self) -> list[Finding]:
        """What was a riddle, and comes right with a change that was found for a later claim."""
        claims = {claim.key for claim, _ in self.riddles}
        if not claims or self.session.program.source.edits == self.edits_before:
            return []
        truths = {point: {key: value for key, value in held.items() if key not in claims} for point, held in self.session.truths.items()}
        runs = replace(self.session, truths=truths).candidate((), self.session.samples) or []
        return [finding for claim, finding in self.riddles if rule(claim, runs).verdict == "right"]

    def _trial(self, family: list[Claim], wrong: list[Claim], solutions: list[Solution], *, general: bool) -> Trial | None:
        """A change elsewhere in the way back, where it explains more, or more plainly, than one in the claim's own statements."""
        own = solutions[0] if solutions else None
        if time.process_time() > self.deadline:
            return None
        right = [ruling.claim for ruling in self.session.rulings() if ruling.verdict == "right"]
        others = [claim for claim in wrong if claim not in family]
        trials = Trials(self.session, [*family, *others], right, self._holds_far, self._holds_moved, self.deadline)
        special = trials.special()
        if special is not None:
            return special
        plain = own is not None and own.cost < _PLAIN and not others and not _may_come_from_before(own)
        if own is not None and general and (plain or not trials.has_feeders(wrong)):
            return None
        gradients = self._gradients()
        best = trials.best(gradients, self._hidden(family))
        if best is None or own is None:
            return best
        if best.solution.workplace.site < own.workplace.site and best.solution.cost <= own.cost + _CLOSE and _may_come_from_before(own):
            return best
        mends_more = len(best.mended) > len(family) + self._mended_too(own, others)
        return best if mends_more or best.solution.cost + _CLOSE < own.cost else None

    def _holds_far(self, edits: Sequence[Edit], family: Sequence[Claim]) -> bool:
        """Do edits make these claims right far off as well, wherever the program runs there and its branches go other ways?"""
        runs = self.session.candidate(edits, self.session.far())
        judged = [attempt(claim, run) for claim in family for run in runs or ()]
        return all(one.roughly for one in judged if one is not None)

    def _holds_moved(self, edits: Sequence[Edit], family: Sequence[Claim]) -> bool:
        """Do edits make these claims right for other data too? Else a number stands where a name is meant."""
        judged = [attempt(claim, run) for claim in family for run in self.session.moved(edits)]
        return all(one.agrees for one in judged if one is not None)

    def _mended_too(self, own: Solution, others: list[Claim]) -> int:
        """How many of the other wrong claims a solution makes right as well."""
        runs = self.session.candidate(own.edits, verifying(self.session.samples))
        if runs is None:
            return 0
        return sum(all((one := attempt(claim, run)) is not None and one.agrees for run in runs) for claim in others)

    def _gradients(self) -> set[str]:
        return {*self.session.readings, *(key.name for key in self.session.claims.upstreams)}

    def _judged(self, claim: Claim) -> list[Judged]:
        return [one for sample in self.session.samples if (one := attempt(claim, sample)) is not None]

    def _workplaces(self, claim: Claim, judged: Sequence[Judged]) -> list[Workplace]:
        made = (event for one in judged for event in one.sample.version(claim.keys[0], claim.continuing, claim.until))
        sites = list(dict.fromkeys(event.key.site for event in made))
        precise = [one for one in judged if is_precise(one)]
        chosen = precise if len(precise) > 1 else judged
        snapshots = self.session.snapshots([one.sample for one in chosen], sites)
        return workplaces(claim, self.session.program.statements, chosen, snapshots)

    def _solutions(self, family: list[Claim], places: list[Workplace]) -> list[Solution]:
        if time.process_time() > self.deadline:
            return []

        points = verifying(self.session.samples, family[0])

        def verify(edits: tuple[Edit, ...]) -> bool:
            runs = self.session.candidate(edits, points)
            return runs is not None and all((one := attempt(claim, run)) is not None and one.agrees for claim in family for run in runs)

        search = Search(self.session.program.source, self._gradients(), self._hidden(family), verify, self.deadline)
        return search.solutions(places) or self._composed(family[0], places, search)

    def _composed(self, claim: Claim, places: list[Workplace], search: Search) -> list[Solution]:
        """The gradient, or what is missing of it, written anew."""
        one = next((one for one in self._judged(claim) if not one.agrees), None)
        if one is None:
            return []
        try:
            proposals = list(Composer(self.session, claim, one).solutions(places))
        except CannotJudge:
            return []
        return [found for proposal in proposals if (found := search.verified(proposal)) is not None][:1]

    def _hidden(self, family: list[Claim]) -> set[str]:
        """Names that a fix may not use: the wrong gradient's own, and what is only there for the check."""
        return {claim.name for claim in family} | {"__whygrad__", "__whygrad_frame__"}


def _may_come_from_before(solution: Solution) -> bool:
    """Is it a factor that is lacking, and no mere count, which may have been lost in an earlier step already?"""
    change = solution.changes[0]
    varies = any(value != change.part_values[0] for value in change.part_values)
    return len(solution.changes) == 1 and change.kind == "scale" and change.new_role in ("forward", "local") and varies


def _family(wrong: list[Claim]) -> list[Claim]:
    """The first wrong claim, with those of the same statement in other turns and calls."""
    return [claim for claim in wrong if claim.name == wrong[0].name and claim.site == wrong[0].site]
