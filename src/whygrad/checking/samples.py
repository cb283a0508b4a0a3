"""Runs of a program at several points, and what they made of each name there.

A branch may go another way at another point, so a loop may add to a gradient more or fewer times: what a claim's value
is, and the output's, is looked up anew in each run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from whygrad.checking.claims import Claim
from whygrad.checking.points import REACHES, Point
from whygrad.graph import Graph
from whygrad.tracing.instrument import Site
from whygrad.tracing.running import Crash, Event, Key, Settings, Trace
from whygrad.tracing.script import Program, restrained

#: Generic points that must agree for a verdict of right.
GENERIC_POINTS = 3


@dataclass
class Sample:
    """A run at one point."""

    point: Point
    trace: Trace
    #: Adjoints that were asked for already, by the output's nodes and seeds.
    known: dict[Any, tuple[dict[int, float], dict[int, float]]] = field(default_factory=dict)

    @cached_property
    def events(self) -> dict[Key, Event]:
        return {event.key: event for event in self.trace.events}

    @cached_property
    def positions(self) -> dict[Key, int]:
        return {event.key: position for position, event in enumerate(self.trace.events)}

    @cached_property
    def by_name(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for position, event in enumerate(self.trace.events):
            found[event.name].append(position)
        return found

    @property
    def graph(self) -> Graph:
        return self.trace.graph

    def version(self, first: Key, continuing: frozenset[Site], until: Key | None = None, before: int | None = None) -> list[Event]:
        """The events that made a value, from its first on: what follows in the same frame and builds on it."""
        start = self.positions.get(first)
        if start is None:
            start = self._other_branch(first, continuing)
        if start is None:
            return []
        events = self.trace.events
        frame = events[start].frame
        made = [events[start]]
        for position in self.by_name[first.name]:
            event = events[position]
            if position <= start or event.frame != frame:
                continue
            if event.key == until or not (event.kind == "mutate" or event.key.site in continuing):
                break
            if before is not None and position >= before:
                break
            made.append(event)
        return made

    def _other_branch(self, first: Key, continuing: frozenset[Site]) -> int | None:
        """Where a name got its value in a run that took another branch: if there is one such place only."""
        binds = [
            p for p in self.by_name[first.name] if self.trace.events[p].key.site not in continuing and self.trace.events[p].kind == "bind"
        ]
        return binds[0] if len(binds) == 1 else None

    def output(self, claim: Claim, output: Key | None = None) -> Event | None:
        """The value of a claim's output as it is in this run when the claim is made: a sum may have more terms here."""
        key = output or claim.output
        if key is None:
            return None
        made = self.version(claim.keys[0], claim.continuing, claim.until)
        if not made:
            return None
        last = self.positions[made[-1].key]
        first = self.positions.get(key)
        if first is None:  # fewer turns than at the point where the claims were found
            earlier = [p for p in self.by_name[key.name] if p < last and self.trace.events[p].key.site == key.site]
            return self.trace.events[earlier[-1]] if earlier else None
        chain = self.version(key, claim.output_continuing, None, last)
        return chain[-1] if chain else None


def stops_alike(crash: Crash | None, first: Crash | None) -> bool:
    """Did a run come to its end, or to where the program's own run stops too? What is before that can be judged."""
    return crash is None or (
        first is not None and crash.line == first.line and type(crash.exception).__name__ == type(first.exception).__name__
    )


def sampled(
    program: Program,
    settings: Settings,
    varied: frozenset[str],
    injected: Mapping[Point, Mapping[Key, Any]] | None = None,
    turns: int = 0,
    first: Crash | None = None,
) -> Iterator[Sample]:
    """Runs of a program at its own numbers and then at generic points; points at which it crashes are passed over."""
    tried = [Point(), *(Point(reach, seed, varied) for seed, reach in enumerate(REACHES, 1))]
    if not varied:
        tried = tried[:1]
    generic = 0
    for point in tried:
        chosen = replace(settings, leaf_value=point, injected=(injected or {}).get(point, {}))
        trace = program.run(restrained(chosen, turns) if turns else chosen)
        if point.reach and not stops_alike(trace.crash, first):
            continue
        yield Sample(point, trace)
        generic += bool(point.reach)
        if generic == GENERIC_POINTS:
            return
