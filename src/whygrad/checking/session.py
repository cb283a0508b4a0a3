"""A check under way: the program with the repairs made so far, what it claims, and its runs at all points."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from whygrad import progress
from whygrad.checking.claims import Claim, Claims
from whygrad.checking.evaluate import Environment
from whygrad.checking.finder import Finder
from whygrad.checking.functions import function_meant
from whygrad.checking.names import UPSTREAM, Reading, Said, base_name, data_names, names_bound, readings, training_loops
from whygrad.checking.points import FAR, MOVED, SHRUNK, Point
from whygrad.checking.samples import Sample, sampled, stops_alike
from whygrad.checking.verdict import CannotJudge, Judged, Ruling, is_precise, judge, rule
from whygrad.gates.selection import absolute, max_, min_
from whygrad.tracing.instrument import Site
from whygrad.tracing.running import Key, Settings, Trace, Trial
from whygrad.tracing.script import Program
from whygrad.tracing.source import Edit
from whygrad.tracing.stops import Stop

#: Turns that a later run of a program is granted whose first run did not come to an end.
ENDLESS = 1_000
#: Turns of loops and calls up to which a program is so quick that points nearer to zero are always tried.
QUICK = 5_000
#: Of the points far off, how many are tried where a program is not so quick.
FEW = 2
#: Gates with a corner.
KINKED = frozenset({max_, min_, absolute})
#: Points at which a candidate edit is run: enough that no coincidence passes, few enough to be quick.
VERIFYING_POINTS = 2


@dataclass
class Session:
    """One program at a time; `apply` moves on to the program with more edits. `truths` are put in place of wrong claims."""

    program: Program
    said: Said
    limit: int
    readings: dict[str, Reading] = field(default_factory=dict)
    orphans: list[Reading] = field(default_factory=list)
    settings: Settings = field(default_factory=Settings)
    first: Trace | None = None
    claims: Claims = field(default_factory=Claims)
    samples: list[Sample] = field(default_factory=list)
    truths: dict[Point, dict[Key, Any]] = field(default_factory=dict)

    def read(self) -> None:
        """Read the names of the program: which may claim a gradient, which are watched."""
        tree = self.program.tree
        self.readings, self.orphans = readings(tree, self.said)
        names = set(self.readings)
        watched = (
            names
            | {base_name(name) for name in names}
            | {base_name(reading.wrt) for reading in self.readings.values()}
            | (UPSTREAM & names_bound(tree))
        )
        self.settings = Settings(frozenset(watched), limit=self.limit, ending_loops=training_loops(tree, self.readings))

    def run_once(self) -> Trace:
        """Run the program at its own numbers."""
        with progress.aside():
            self.first = self.program.run(self.settings)
        return self.first

    def find_claims(self) -> None:
        """Find what is claimed, at a generic point, and run the program at all points."""
        assert self.first is not None
        varied = frozenset(self.settings.watched)
        generic = next(
            (
                sample
                for sample in sampled(self.program, self.settings, varied, turns=self.turns, first=self.first.crash)
                if sample.point.reach
            ),
            None,
        )
        trace = generic.trace if generic is not None else self.first
        finder = Finder(self.program, trace, self.readings, self.said.of)
        self.claims = finder.find()
        lost = all(claim.why_not == "no-output" for claim in self.claims.claims) and finder.has_quotient()
        aside = function_meant(self.program.tree, finder.without_output) if lost else None
        if aside is not None and not self.program.asides:
            self.program = self.program.with_aside(*aside)
            self.find_claims()
            return
        self.sample()
        # what a loop computes on the way for one entry is a claim only if it is the gradient of one, in every turn
        partial = {claim.name for claim in self.claims.claims if claim.entry and rule(claim, self.samples).verdict != "right"}
        self.claims.claims = [claim for claim in self.claims.claims if not (claim.entry and claim.name in partial)]

    @property
    def turns(self) -> int:
        """How long a later run may be expected to take: as long as the first, but for one that did not end."""
        if self.first is None:
            return 0
        endless = self.first.crash is not None and isinstance(self.first.crash.exception, Stop)
        return min(self.first.turns, ENDLESS) if endless else self.first.turns

    def sample(self) -> None:
        """Run the program at all points, with the truths that are in place."""
        self.samples = list(
            sampled(self.program, self.settings, self.claims.varied, self.truths, self.turns, self.first.crash if self.first else None)
        )
        reasons = {rule(claim, self.samples).reason for claim in self.claims.claims}
        if self.claims.varied and (self.turns < QUICK or "within-noise" in reasons):
            points = [Point(0.35, seed, self.claims.varied, shrink) for seed, shrink in enumerate(SHRUNK, 201)]
            shrunk = [Sample(point, self.program.run(self._settings_at(point))) for point in points]
            self.samples += [sample for sample in shrunk if self._serves(sample.trace)]
        if "no-dependence" in reasons:  # behind a closed relu, say; elsewhere it may be open
            self.samples += self.far()

    def moved(self, edits: Sequence[Edit]) -> list[Sample]:
        """Runs of an edited program at points where the data is moved too; those that crash left out."""
        program = self.program.with_edits(edits)
        data = frozenset(data_names(program.tree)) - self.claims.varied - {claim.name for claim in self.claims.claims}
        points = [Point(reach, seed, self.claims.varied, data=data) for seed, reach in enumerate(MOVED, 301)]
        settings = replace(self.settings, watched=self.settings.watched | data)
        limit = min(self.settings.limit, 10 * self.turns + 1000)
        truths = next(iter(self.truths.values()), {})
        if not data or truths:  # a truth belongs to its own point
            return []
        samples = [Sample(point, program.run(replace(settings, leaf_value=point, limit=limit))) for point in points]
        return [sample for sample in samples if self._serves(sample.trace)]

    def far(self) -> list[Sample]:
        """Runs far from the program's own numbers, where its branches go other ways; those that crash left out."""
        reaches = FAR if self.turns < QUICK and self.has_kinks else FAR[:FEW]
        points = [Point(reach, seed, self.claims.varied) for seed, reach in enumerate(reaches, 101)]
        samples = [Sample(point, self.program.run(self._settings_at(point))) for point in points]
        return [sample for sample in samples if self._serves(sample.trace)]

    def look_beyond(self, rulings: Sequence[Ruling]) -> None:
        """Note of each right claim where it is not right on the other side of a kink, if there is one."""
        right = [ruling for ruling in rulings if ruling.verdict == "right" and not ruling.only_here]
        if not right or not self.has_kinks:
            return
        for sample in self.far():
            for ruling in right:
                one = attempt(ruling.claim, sample)
                if ruling.beyond is None and one is not None and not one.agrees and not one.roughly:
                    ruling.beyond = one

    @cached_property
    def has_kinks(self) -> bool:
        """Are there branches, or gates with corners?"""
        if any(isinstance(node, ast.If | ast.IfExp | ast.Compare) for node in ast.walk(self.program.tree)):
            return True
        return any(gate in KINKED for sample in self.samples[:1] for gate in set(sample.graph.gates))

    def put_truth(self, claim: Claim) -> None:
        """Put the true gradient in the place of a wrong one, and run again: what comes later is judged on its own."""
        for sample in (*self.samples, *self.far()):
            try:
                judged = judge(claim, sample)
            except CannotJudge:
                continue
            made = sample.version(claim.keys[0], claim.continuing, claim.until)
            self.truths.setdefault(sample.point, {})[made[-1].key] = judged.true
        self.sample()

    def rulings(self) -> list[Ruling]:
        """The verdict on every claim as things stand."""
        return [rule(claim, self.samples) for claim in self.claims.claims]

    def apply(self, edits: Sequence[Edit]) -> None:
        """Go on with the program as these edits make it."""
        self.program = self.program.with_edits(edits)

    def snapshots(self, samples: Sequence[Sample], sites: Sequence[Site]) -> list[dict[tuple[Site, int], Environment]]:
        """The names and values before every execution of these statements, for each sample."""
        found = []
        for sample in samples:
            trace = self.program.run(self._settings_at(sample.point), sites)
            seen: dict[tuple[Site, int], Environment] = {}
            counts: dict[Site, int] = {}
            for site, _, environment in trace.snapshots:
                seen[site, counts.get(site, 0)] = environment
                counts[site] = counts.get(site, 0) + 1
            found.append(seen)
        return found

    def _settings_at(self, point: Point) -> Settings:
        limit = min(self.settings.limit, 10 * self.turns + 1000)
        return replace(self.settings, leaf_value=point, injected=self.truths.get(point, {}), limit=limit)

    def plain_run(self, sample: Sample, trial: tuple[Site, Trial]) -> Trace:
        """A run at a sample's point, without a trace, in which a statement's value is that of another expression."""
        progress.tick()
        varied = self.claims.varied
        moved = {(leaf.key, leaf.path): leaf.value for leaf in sample.trace.leaves if leaf.key.name in varied}

        def leaf_value(key: Key, path: tuple[Any, ...], value: float) -> float:
            return moved.get((key, path), value)

        settings = self._settings_at(sample.point)
        return self.program.run(replace(settings, leaf_value=leaf_value, trace=False, trial=trial))

    def _serves(self, trace: Trace) -> bool:
        """Can a run be judged by: did it end, or stop where the program's own run does?"""
        return stops_alike(trace.crash, self.first.crash if self.first is not None else None)

    def candidate(self, edits: Sequence[Edit], samples: Sequence[Sample]) -> list[Sample] | None:
        """The runs of an edited program at the points of these samples; None if it is no program or crashes."""
        try:
            program = self.program.with_edits(edits)
            program.tree  # noqa: B018 - parsed here, where a SyntaxError is expected
        except (ValueError, SyntaxError):
            return None
        progress.tick()
        found = []
        for sample in samples:
            trace = program.run(self._settings_at(sample.point))
            if not self._serves(trace):
                return None
            found.append(Sample(sample.point, trace))
        return found


def verifying(samples: Sequence[Sample], claim: Claim | None = None) -> list[Sample]:
    """The points at which a candidate is run: generic ones first, but those first of all at which the claim is wrong."""

    def order(sample: Sample) -> tuple[bool, bool, bool]:
        one = attempt(claim, sample) if claim is not None else None
        return (one is None or one.agrees, one is not None and not is_precise(one), not sample.point.reach)

    return sorted(samples, key=order)[:VERIFYING_POINTS]


def attempt(claim: Claim, sample: Sample) -> Judged | None:
    """The claim at a point, None if it can't be judged there."""
    try:
        return judge(claim, sample)
    except CannotJudge:
        return None
