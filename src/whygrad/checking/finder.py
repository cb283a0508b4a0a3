"""Reads off one run, at a generic point, what a program claims: which value is the gradient of what, with respect to what.

What is found is kept as keys (statement, name, occurrence), so that it can be looked up again in the run at any other point.
"""

from __future__ import annotations

import ast
from collections import defaultdict

from whygrad.checking.claims import Claim, Claims
from whygrad.checking.lineage import Version, accumulating
from whygrad.checking.names import OBJECTIVES, base_name, is_upstream_name, mentions
from whygrad.checking.outputs import Outputs
from whygrad.checking.values import entries, is_number, is_numeric, nodes
from whygrad.gates.arithmetic import add, subtract
from whygrad.graph import INPUT
from whygrad.tracing.instrument import Site
from whygrad.tracing.running import Key
from whygrad.tracing.traced import plain

#: How many times one statement's claims are judged: the first turns of a loop, the first calls of a function.
JUDGED_TURNS = 3


class Finder(Outputs):
    """Reads the claims off one trace."""

    def find(self) -> Claims:
        found = Claims()
        versions = sorted(self.versions(), key=lambda version: version.events[0])
        if self.of is not None and self.of not in self.by_name:
            found.passed_over.append(self.of)
        kept = self._claims(versions, found)
        kept = self._last_only(kept)
        self._mark_shared(kept)
        self._drop_inner(kept)
        for claim in kept:
            self._find_upstream(claim, versions, found)
        upstream_keys = set(found.upstreams)
        found.claims = [claim for claim in kept if not upstream_keys & set(claim.keys)]
        return found

    def _claims(self, versions: list[Version], found: Claims) -> list[Claim]:
        """The claims, once the values are known that only look like gradients: they are on the way to an output."""
        forward: set[int] = set()
        while True:
            kept = [version for version in versions if version.events[0] not in forward]
            self.claim_positions = {position for version in kept for position in version.events}
            claims = {version.events[0]: self.claim(version) for version in kept}
            seen = {v.events[0] for v in kept if self._is_forward(v, claims[v.events[0]], kept)}
            if not seen:
                found.numerical = sorted({v.reading.name for v in kept if self.is_numerical(v.events[-1])})
                return [claim for claim in claims.values() if claim is not None]
            forward |= seen

    def _is_forward(self, version: Version, claim: Claim | None, versions: list[Version]) -> bool:
        """Is this value no gradient, but one that an output is made of: `dx = x - x0`, `energy = dx * dx`?"""
        last = version.events[-1]
        own = set(nodes(self.events[last].value))
        below = self.below([last]) - own
        if any(
            position > last and below & set(nodes(self.events[position].value)) for position in self.by_name[base_name(version.reading.wrt)]
        ):
            return False  # a gradient with which its variable is updated
        made = [
            position
            for position in range(last + 1, len(self.events))
            if position not in self.claim_positions
            and self.events[position].kind == "bind"
            and below & set(nodes(self.events[position].value))
        ]
        if claim is None or claim.why_not == "no-output":
            return bool(made) and not version.reading.said
        named = [position for position in made if self.events[position].name.lower() in OBJECTIVES]
        return not version.reading.explicit and any(other.events[0] > named[0] for other in versions) if named else False

    # --- versions of a claimed name

    def versions(self) -> list[Version]:
        found: list[Version] = []
        turns: dict[tuple[str, Site], int] = defaultdict(int)
        for name, reading in self.readings.items():
            frames: dict[int, list[Version]] = defaultdict(list)
            for position in self.by_name[name]:
                event = self.events[position]
                made = frames[event.frame]
                if made and self.continues(event) and not self._updated(made[-1], position):
                    made[-1].events.append(position)
                else:
                    made.append(Version(reading, event.frame, [position]))
            for version in (version for made in frames.values() for version in made):
                event = self.events[version.events[-1]]
                turns[name, event.key.site] += 1
                if turns[name, event.key.site] <= JUDGED_TURNS and (is_numeric(event.value) or self._is_left_empty(version)):
                    found.append(version)
        return found

    def _is_left_empty(self, version: Version) -> bool:
        """`dx = None`, and nothing else after it; of several names that it was handed through, the first."""
        own = self.by_name[version.reading.name]
        after = own[own.index(version.events[0]) :]
        before = own[: own.index(version.events[0])]
        return all(self.events[p].value is None for p in after) and not (before and self.events[before[-1]].value is None)

    def _updated(self, version: Version, position: int) -> bool:
        """Was the variable given a value made from this gradient since: has a new step begun?"""
        own = set(nodes(self.events[version.events[-1]].value))
        variable = base_name(version.reading.wrt)
        return any(version.events[-1] < change < position and own & self.above(change) for change in self.by_name[variable])

    def _next(self, version: Version) -> Key | None:
        """Where the name's next version in this frame begins."""
        last = version.events[-1]
        later = (self.events[p] for p in self.by_name[version.reading.name] if p > last)
        return next((event.key for event in later if event.frame == version.frame), None)

    # --- one claim

    def claim(self, version: Version) -> Claim | None:
        first, last = version.events[0], version.events[-1]
        reading = version.reading
        keys = tuple(self.events[position].key for position in version.events)
        claim = Claim(reading, keys, version.frame, continuing=self.continuing(reading.name), until=self._next(version))
        variable = self.variable(base_name(reading.wrt), version.frame, first if not self.is_zero(first) else last)
        if self.is_numerical(last):
            return None
        if variable is None or self._is_step(last, variable):
            claim.why_not = "no-variable"
            return claim if reading.said else None
        candidates = self.outputs(version, variable)
        if not candidates:
            claim.why_not = "no-output"
            self.without_output.append(claim)
            return claim if reading.explicit else None
        output, rivals, doubts = self.choose(reading, candidates, variable)
        claim.output = self.events[output].key
        claim.entry = is_number(self.events[last].value) and not is_number(self.events[variable].value) and self._repeats(version)
        claim.output_continuing = self.continuing(claim.output.name)
        claim.rivals = tuple(self.events[rival].key for rival in rivals)
        claim.doubts = tuple(self.events[doubt].key for doubt in doubts)
        claim.variable = self.events[variable].key
        claim.series = self._series(last, variable)
        claim.afterwards = next((self.events[p].key for p in version.events[1:] if self.is_aftermath(self.events[p])), None)
        if claim.series:
            return claim
        claim.versions = tuple(self.events[other].key for other in self.other_versions(variable, output))
        return claim

    def variable(self, name: str, frame: int, before: int) -> int | None:
        """The latest event that gave the variable its value: in the claim's own frame, else in any."""
        positions = [position for position in self.by_name[name] if position < before and is_numeric(self.events[position].value)]
        own = [position for position in positions if self.events[position].frame == frame]
        seen = own or [position for position in positions if self._is_active(self.events[position].frame, before)]
        latest = max(seen, default=None)
        return latest if latest is None else self._origin(latest, positions)

    def _series(self, last: int, variable: int) -> tuple[Key, ...]:
        """The values of a number that a loop makes anew in each turn, if the claim is a list with one gradient for each."""
        value, own = self.events[last].value, self.events[variable]
        if not isinstance(value, list) or not all(map(is_number, value)) or not is_number(own.value):
            return ()
        turns: list[int] = []
        for position in self.by_name[own.name]:
            event = self.events[position]
            if event.frame == own.frame and position <= variable:
                turns = [*turns[:-1], position] if turns and self.continues(event) else [*turns, position]
        return tuple(self.events[position].key for position in turns) if len(turns) == len(value) > 1 else ()

    def _is_active(self, frame: int, position: int) -> bool:
        """Is the call of this frame under way at that event? The names of another call that is over are not meant."""
        return not frame or any(self.events[later].frame == frame for later in range(position, len(self.events)))

    def _origin(self, latest: int, positions: list[int]) -> int:
        """Where a value that was computed again for the backward pass was first computed: same name, same numbers."""
        numbers = list(entries(plain(self.events[latest].value)))
        own = nodes(self.events[latest].value)
        if not own or all(self.graph.gates[self.root(node)] is INPUT for node in own):
            return latest
        for position in positions:
            earlier = self.events[position]
            if position < latest and nodes(earlier.value) != own and list(entries(plain(earlier.value))) == numbers:
                return position
        return latest

    def _is_step(self, last: int, variable: int) -> bool:
        """A constant that is added to its variable is a step size, `x + dx`, `t += dt`; what is called a difference and is
        added to it is a step, `w += delta_w`."""
        own = set(nodes(self.events[last].value))
        is_difference = self.events[last].name.startswith("delta")
        if not is_difference and any(self.graph.gates[self.root(node)] is not INPUT for node in own):
            return False
        aliases = self.aliases(own)
        family = self.aliases(
            {node for position in self.by_name[self.events[variable].name] for node in nodes(self.events[position].value)}
        )
        return any(
            self.graph.gates[index] in ((add,) if is_difference else (add, subtract)) and aliases & set(inputs) and family & set(inputs)
            for index in range(min(own, default=0), len(self.graph))
            if (inputs := self.graph.inputs(index))
        )

    def _repeats(self, version: Version) -> bool:
        """Is the name given a value again and again, by one statement?"""
        sites = [self.events[position].key.site for position in self.by_name[version.reading.name]]
        return sites.count(self.events[version.events[0]].key.site) > 1

    # --- versions, frames, upstream

    def other_versions(self, variable: int, output: int) -> list[int]:
        """Earlier values of the variable that the output depends on too: a state that a loop carries along."""
        event = self.events[variable]
        found = []
        later = variable
        for position in reversed([p for p in self.by_name[event.name] if p < variable and self.events[p].frame == event.frame]):
            if any(position < claim < later for claim in self.claim_positions):
                break
            accumulates = self.continues(self.events[later]) and accumulating(self.program.statements.get(self.events[later].key.site))
            if not accumulates and self.depends(output, position):
                found.append(position)
            later = position
        return found

    def _last_only(self, claims: list[Claim]) -> list[Claim]:
        """Of several values that one name claims for the same gradient, one after another, the last: a second `=` takes
        the place of the first. What a loop makes anew in each turn and adds into something else is no claim at all."""
        last = {(claim.name, claim.frame, claim.output, claim.variable): claim for claim in claims}
        kept = []
        for claim in claims:
            is_last = last[claim.name, claim.frame, claim.output, claim.variable] is claim
            if claim.output is None or claim.entry or (is_last and not self._is_term(claim)):
                kept.append(claim)
        return kept

    def _mark_shared(self, claims: list[Claim]) -> None:
        """Two names of one list have one gradient in the graph, and perhaps two in the learner's mind."""
        lists = [
            (claim, event) for claim in claims for event in self.events if event.key == claim.variable and isinstance(event.value, list)
        ]
        for claim, event in lists:
            claim.shared = any(event.name != other.name and nodes(event.value) == nodes(other.value) for _, other in lists)

    def _is_term(self, claim: Claim) -> bool:
        sites = [self.events[position].key.site for position in self.by_name[claim.name]]
        if sites.count(claim.keys[0].site) < 2:
            return False
        variable = base_name(claim.reading.wrt)
        for statement in self.program.statements.values():
            if isinstance(statement, ast.AugAssign):
                target: ast.expr = statement.target
                value: ast.expr = statement.value
            elif isinstance(statement, ast.Expr) and isinstance(call := statement.value, ast.Call) and isinstance(call.func, ast.Attribute):
                target, value = call.func.value, ast.Tuple(call.args, ast.Load())
            else:
                continue
            bases = {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}
            used = mentions(value, claim.name)
            if used and not bases & {claim.name, variable}:
                return True
        return False

    def _drop_inner(self, claims: list[Claim]) -> None:
        """A gradient that a function returns is judged once: where it is made, if it is the same gradient there, else where
        the caller names it."""
        if not any(claim.frame for claim in claims):
            return
        position_of = {event.key: position for position, event in enumerate(self.events)}
        values = {id(claim): self.roots(claim.key) for claim in claims}
        for claim in list(claims):
            own, variable = values[id(claim)], self.roots(claim.variable)
            if not claim.frame or not own:
                continue
            below = self.graph.descendants(own)
            for other in claims:
                later = other.frame < claim.frame and position_of[other.key] > position_of[claim.key]
                made_of_it = own <= values[id(other)] or bool(below & values[id(other)])
                if later and made_of_it and (not variable or variable & self.roots(other.variable)):
                    same = own == values[id(other)] and bool(variable)
                    same = same and claim.output is not None and self.roots(claim.output) == self.roots(other.output)
                    claims.remove(other if same else claim)
                    break

    def _find_upstream(self, claim: Claim, versions: list[Version], found: Claims) -> None:
        if claim.output is None:
            return
        for position in self._upstream_positions(claim):
            key = self.events[position].key
            if key in claim.keys:
                if base_name(claim.reading.wrt) == claim.output.name:
                    found.upstreams[key] = claim.output
                continue
            if claim.reading.of == claim.output.name and not self._uses(claim, position):
                continue
            claim.upstream = key
            found.upstreams[key] = claim.output

    def _reaches(self, position: int, claim: Claim) -> bool:
        """Is this value seen where the claim is made, or a number that it was handed through a call?"""
        event = self.events[position]
        if event.frame in (claim.frame, 0):
            return True
        return all(self.graph.gates[node] is INPUT for node in nodes(event.value)) and self._uses(claim, position)

    def _uses(self, claim: Claim, upstream: int) -> bool:
        own = next(event for event in self.events if event.key == claim.key)
        return bool(self.below([upstream]).intersection(nodes(own.value)))

    def _upstream_positions(self, claim: Claim) -> list[int]:
        """The latest values whose name says that they are the gradient from above of this claim's output."""
        assert claim.output is not None
        position = next(p for p, event in enumerate(self.events) if event.key == claim.key)
        found = []
        for name, positions in self.by_name.items():
            if not is_upstream_name(name, claim.output.name) or name == claim.output.name:
                continue
            reading = self.readings.get(name)
            if reading is not None and base_name(reading.wrt) != claim.output.name:
                continue
            own = [p for p in positions if p <= position and self._reaches(p, claim) and is_numeric(self.events[p].value)]
            used = own and any(
                self.below([own[-1]]).intersection(nodes(self.events[later].value)) for later in self.claim_positions if later > own[-1]
            )
            if own and (used or reading is not None):
                found.append(own[-1])
        return sorted(found)[-1:]
