"""Which values of a run claim to be gradients: of what output, with respect to which variable, under which upstream.

Everything here is read off one trace at a generic point. What is found is kept as keys (statement, name, occurrence),
so that it can be looked up again in the trace of any other point.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from whygrad.autodiff.reverse import adjoints
from whygrad.checking.names import OBJECTIVES, Reading, base_name, is_upstream_name
from whygrad.checking.values import close, entries, is_number, is_numeric, nodes
from whygrad.gates.arithmetic import add, divide, identity, subtract
from whygrad.graph import INPUT
from whygrad.tracing.instrument import Site
from whygrad.tracing.running import Event, Key, Trace
from whygrad.tracing.script import Program
from whygrad.tracing.traced import plain

#: How many times one statement's claims are judged: the first turns of a loop, the first calls of a function.
JUDGED_TURNS = 3


@dataclass
class Claim:
    """`reading.name`, as `key` left it, claims the gradient of `output` with respect to the version of the variable at `variable`."""

    reading: Reading
    keys: tuple[Key, ...]  # the statements that made it, in order: the last holds the value
    frame: int
    variable: Key | None = None
    versions: tuple[Key, ...] = ()  # other versions of the variable that may be meant
    output: Key | None = None
    rivals: tuple[Key, ...] = ()  # other outputs that may be meant
    upstream: Key | None = None
    continuing: frozenset[Site] = frozenset()  # the statements that build on what the claim's name holds already
    output_continuing: frozenset[Site] = frozenset()  # the same for the output's
    until: Key | None = None  # the first of the name's next version
    entry: bool = False  # a number, in a loop, that is the gradient of one entry of its variable
    why_not: str = ""  # why no verdict can be given: a reason's name

    @property
    def key(self) -> Key:
        return self.keys[-1]

    @property
    def name(self) -> str:
        return self.reading.name

    @property
    def site(self) -> Site:
        return self.key.site


@dataclass
class Claims:
    """All claims of a program, in order of execution, and the keys of the gradients from above."""

    claims: list[Claim] = field(default_factory=list)
    upstreams: dict[Key, Key] = field(default_factory=dict)  # upstream → output
    passed_over: list[str] = field(default_factory=list)

    @property
    def varied(self) -> frozenset[str]:
        """The names that are moved at generic points."""
        return frozenset({base_name(claim.reading.wrt) for claim in self.claims} | {key.name for key in self.upstreams})


@dataclass
class _Version:
    reading: Reading
    frame: int
    events: list[int]  # positions in the trace's events


class Finder:
    """Reads the claims off one trace."""

    def __init__(self, program: Program, trace: Trace, readings: dict[str, Reading], of: str | None) -> None:
        self.program = program
        self.trace = trace
        self.graph = trace.graph
        self.events = trace.events
        self.readings = readings
        self.of = of
        self.by_name: dict[str, list[int]] = defaultdict(list)
        for position, event in enumerate(self.events):
            self.by_name[event.name].append(position)
        self._below: dict[tuple[int, ...], set[int]] = {}
        self._above: dict[int, set[int]] = {}
        self._continuing: dict[str, frozenset[Site]] = {}

    def find(self) -> Claims:
        found = Claims()
        self.claim_positions: set[int] = set()
        versions = sorted(self.versions(), key=lambda version: version.events[0])
        if self.of is not None and self.of not in self.by_name:
            found.passed_over.append(self.of)
        self.claim_positions = {position for version in versions for position in version.events}
        claims = [self.claim(version) for version in versions]
        kept = [claim for claim in claims if claim is not None]
        kept = self._last_only(kept)
        self._drop_inner(kept)
        for claim in kept:
            self._find_upstream(claim, versions, found)
        upstream_keys = set(found.upstreams)
        found.claims = [claim for claim in kept if not upstream_keys & set(claim.keys)]
        return found

    # --- versions of a claimed name

    def versions(self) -> list[_Version]:
        found: list[_Version] = []
        turns: dict[tuple[str, Site], int] = defaultdict(int)
        for name, reading in self.readings.items():
            frames: dict[int, list[_Version]] = defaultdict(list)
            for position in self.by_name[name]:
                event = self.events[position]
                made = frames[event.frame]
                if made and self._continues(event) and not self._updated(made[-1], position):
                    made[-1].events.append(position)
                else:
                    made.append(_Version(reading, event.frame, [position]))
            for version in (version for made in frames.values() for version in made):
                event = self.events[version.events[-1]]
                turns[name, event.key.site] += 1
                if turns[name, event.key.site] <= JUDGED_TURNS and (is_numeric(event.value) or self._is_left_empty(version)):
                    found.append(version)
        return found

    def _is_left_empty(self, version: _Version) -> bool:
        """`dx = None`, and nothing after it."""
        last = version.events[-1]
        return self.events[last].value is None and last == self.by_name[version.reading.name][-1]

    def _continues(self, event: Event) -> bool:
        """Does this event build on the value that the name had: `+=`, `dx[i] = …`, `dx = dx + …`?"""
        return event.kind == "mutate" or builds_on_itself(self.program.statements.get(event.key.site), event.name)

    def _updated(self, version: _Version, position: int) -> bool:
        """Was the variable given a value made from this gradient since: has a new step begun?"""
        own = set(nodes(self.events[version.events[-1]].value))
        variable = base_name(version.reading.wrt)
        return any(
            version.events[-1] < change < position and own & self.above(change)
            for change in self.by_name[variable]
        )

    def continuing(self, name: str) -> frozenset[Site]:
        """The statements that build on the value that a name holds already."""
        if name not in self._continuing:
            statements = self.program.statements.items()
            self._continuing[name] = frozenset(site for site, statement in statements if builds_on_itself(statement, name))
        return self._continuing[name]

    def _next(self, version: _Version) -> Key | None:
        """Where the name's next version in this frame begins."""
        last = version.events[-1]
        later = (self.events[p] for p in self.by_name[version.reading.name] if p > last)
        return next((event.key for event in later if event.frame == version.frame), None)

    # --- what depends on what

    def above(self, position: int) -> set[int]:
        """The ancestors of an event's value."""
        if position not in self._above:
            self._above[position] = self.graph.ancestors(nodes(self.events[position].value))
        return self._above[position]

    def made(self, position: int) -> list[int]:
        """The nodes of an event's value that did not exist before it: a second name for a list shares those of the first."""
        before = self.events[position - 1].time if position and self._is_claim(position) else 0
        return [node for node in nodes(self.events[position].value) if node >= before]

    def _is_claim(self, position: int) -> bool:
        return position in self.claim_positions

    def below(self, positions: Iterable[int]) -> set[int]:
        """The descendants of events' values."""
        starts = tuple(sorted({node for position in positions for node in self.made(position)}))
        if starts not in self._below:
            self._below[starts] = self.graph.descendants(starts)
        return self._below[starts]

    def depends(self, position: int, on: int) -> bool:
        return bool(self.below([on]).intersection(nodes(self.events[position].value)))

    # --- one claim

    def claim(self, version: _Version) -> Claim | None:
        first, last = version.events[0], version.events[-1]
        reading = version.reading
        keys = tuple(self.events[position].key for position in version.events)
        claim = Claim(reading, keys, version.frame, continuing=self.continuing(reading.name), until=self._next(version))
        variable = self.variable(base_name(reading.wrt), version.frame, first if not self._is_zero(first) else last)
        if variable is None or self._is_step(last, variable):
            claim.why_not = "no-variable"
            return claim if reading.said else None
        candidates = self.outputs(version, variable)
        if not candidates:
            claim.why_not = "no-output"
            return claim if reading.explicit else None
        output, rivals = self.choose(reading, candidates, variable)
        claim.output = self.events[output].key
        claim.entry = is_number(self.events[last].value) and not is_number(self.events[variable].value) and self._repeats(version)
        claim.output_continuing = self.continuing(claim.output.name)
        claim.rivals = tuple(self.events[rival].key for rival in rivals)
        claim.variable = self.events[variable].key
        claim.versions = tuple(self.events[other].key for other in self.other_versions(variable, output))
        return claim

    def variable(self, name: str, frame: int, before: int) -> int | None:
        """The latest event that gave the variable its value: in the claim's own frame, else in any."""
        positions = [position for position in self.by_name[name] if position < before and is_numeric(self.events[position].value)]
        own = [position for position in positions if self.events[position].frame == frame]
        latest = max(own or positions, default=None)
        return latest if latest is None else self._origin(latest, positions)

    def _origin(self, latest: int, positions: list[int]) -> int:
        """Where a value that was computed again for the backward pass was first computed: same name, same numbers."""
        numbers = list(entries(plain(self.events[latest].value)))
        own = nodes(self.events[latest].value)
        if not own or all(self.graph.gates[self._root(node)] is INPUT for node in own):
            return latest
        for position in positions:
            earlier = self.events[position]
            if position < latest and nodes(earlier.value) != own and list(entries(plain(earlier.value))) == numbers:
                return position
        return latest

    def _is_step(self, last: int, variable: int) -> bool:
        """A constant that is added to its variable is a step size: `x + dx`, `t += dt`."""
        own = set(nodes(self.events[last].value))
        if any(self.graph.gates[self._root(node)] is not INPUT for node in own):
            return False
        aliases = self._aliases(own)
        family = self._aliases({node for position in self.by_name[self.events[variable].name] for node in nodes(self.events[position].value)})
        return any(
            self.graph.gates[index] in (add, subtract) and aliases & set(inputs) and family & set(inputs)
            for index in range(min(own, default=0), len(self.graph))
            if (inputs := self.graph.inputs(index))
        )

    def _aliases(self, own: set[int]) -> set[int]:
        found = set(own)
        for index in range(min(own, default=0) + 1, len(self.graph)):
            if self.graph.gates[index] is identity and self.graph.inputs(index)[0] in found:
                found.add(index)
        return found

    def _root(self, node: int) -> int:
        while self.graph.gates[node] is identity:
            node = self.graph.inputs(node)[0]
        return node

    def _repeats(self, version: _Version) -> bool:
        """Is the name given a value again and again, by one statement?"""
        sites = [self.events[position].key.site for position in self.by_name[version.reading.name]]
        return sites.count(self.events[version.events[0]].key.site) > 1

    # --- the output

    def outputs(self, version: _Version, variable: int) -> list[int]:
        """The named forward values that may be the output, in order; in the claim's frame if there are any."""
        last = version.events[-1]
        if self.of is not None or version.reading.of is not None:
            name = self.of if version.reading.of is None else version.reading.of
            named = [position for position in self.by_name[name or ""] if position < last and self.depends(position, variable)]
            return named[-1:]
        earlier = [position for position in self.claim_positions if variable < position <= last and not self._is_zero(position)]
        claimed = self.below(earlier)
        start = min([*earlier, version.events[0]])
        found, again = [], []
        for position in range(variable + 1, last):
            event = self.events[position]
            if position in self.claim_positions or event.kind == "parameter" or not is_numeric(event.value):
                continue
            own = set(nodes(event.value))
            if not own or event.name == self.events[variable].name or not self.depends(position, variable) or own & claimed:
                continue
            if position > start and self._consumed(position):
                again.append(position)  # perhaps a value that is computed again for the backward pass
            else:
                found.append(position)
        found = found or again
        own_frame = [position for position in found if self.events[position].frame == version.frame]
        return own_frame or found

    def _is_zero(self, position: int) -> bool:
        """The zero that an accumulator starts from."""
        return all(number == 0 for _, number in entries(plain(self.events[position].value)))

    def _consumed(self, position: int) -> bool:
        below = self.below([position])
        return any(later > position and below.intersection(nodes(self.events[later].value)) for later in self.claim_positions)

    def choose(self, reading: Reading, candidates: list[int], variable: int) -> tuple[int, list[int]]:
        """The output and its rivals: the last candidate, unless one sink alone is named as an objective."""
        if reading.of is not None or self.of is not None:
            return candidates[-1], []
        sinks = [
            position
            for position in candidates
            if not any(later > position and self.depends(later, position) for later in candidates)
            and not self._is_derivative(position, candidates, variable)
        ]
        if not sinks:
            forward = [position for position in candidates if not self._is_derivative(position, candidates, variable)]
            sinks = forward[-1:] or candidates[-1:]
        # what the gradients are made from is more likely a step on the way back than the output
        sinks = [position for position in sinks if not self._consumed(position)] or sinks
        named = [position for position in sinks if self.events[position].name.lower() in OBJECTIVES]
        if len({self.events[position].name for position in named}) == 1:
            return named[-1], []
        same_name = self.events[sinks[-1]].name
        return sinks[-1], [position for position in sinks[:-1] if self.events[position].name != same_name]

    def _is_derivative(self, position: int, candidates: list[int], variable: int) -> bool:
        """By value, is this forward-looking number a local gradient or a difference quotient of an earlier candidate?"""
        value = self.events[position].value
        if not is_number(value):
            return False
        own = nodes(value)[0]
        roughly = self._is_quotient(own)
        for other in candidates:
            if other >= position:
                break
            outputs = nodes(self.events[other].value)
            if len(outputs) != 1 or outputs[0] == self._root(own):
                continue
            found = adjoints(self.graph, {outputs[0]: 1.0}, [min(nodes(self.events[variable].value))])
            for node, adjoint in found.items():
                number = self.graph.values[own]
                if abs(adjoint) < 1e-6 or abs(abs(adjoint) - 1) < 1e-6:
                    continue  # a saturated gate comes out as 0 or 1 too
                if node != outputs[0] and (close(number, adjoint) or (roughly and abs(number - adjoint) <= 1e-3 * abs(adjoint))):
                    return True
        return roughly

    def _is_quotient(self, node: int) -> bool:
        """(f(x + h) - f(x)) / h: a difference divided by a small constant."""
        node = self._root(node)
        if self.graph.gates[node] is not divide:
            return False
        above, below = self.graph.inputs(node)
        return self.graph.gates[self._root(above)] is subtract and abs(self.graph.values[below]) <= 0.1

    # --- versions, frames, upstream

    def other_versions(self, variable: int, output: int) -> list[int]:
        """Earlier values of the variable that the output depends on too: a state that a loop carries along."""
        event = self.events[variable]
        found = []
        later = variable
        for position in reversed([p for p in self.by_name[event.name] if p < variable and self.events[p].frame == event.frame]):
            if any(position < claim < later for claim in self.claim_positions):
                break
            accumulates = self._continues(self.events[later]) and accumulating(self.program.statements.get(self.events[later].key.site))
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
            if claim.output is None or claim.entry:
                kept.append(claim)
            elif last[claim.name, claim.frame, claim.output, claim.variable] is claim and not self._is_term(claim):
                kept.append(claim)
        return kept

    def _is_term(self, claim: Claim) -> bool:
        sites = [self.events[position].key.site for position in self.by_name[claim.name]]
        if sites.count(claim.keys[0].site) < 2:
            return False
        variable = base_name(claim.reading.wrt)
        for statement in self.program.statements.values():
            if isinstance(statement, ast.AugAssign):
                target, value = statement.target, statement.value
            elif isinstance(statement, ast.Expr) and isinstance(call := statement.value, ast.Call) and isinstance(call.func, ast.Attribute):
                target, value = call.func.value, ast.Tuple(call.args, ast.Load())
            else:
                continue
            bases = {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}
            used = any(isinstance(node, ast.Name) and node.id == claim.name for node in ast.walk(value))
            if used and not bases & {claim.name, variable}:
                return True
        return False

    def _drop_inner(self, claims: list[Claim]) -> None:
        """A gradient that a function returns is judged where the caller names it, by the caller's own names."""
        position_of = {event.key: position for position, event in enumerate(self.events)}
        values = {id(claim): self._roots(claim.key) for claim in claims}
        for claim in list(claims):
            own, variable = values[id(claim)], self._roots(claim.variable)
            if not claim.frame or not own:
                continue
            for other in claims:
                later = other.frame < claim.frame and position_of[other.key] > position_of[claim.key]
                if later and own <= values[id(other)] and (not variable or variable & self._roots(other.variable)):
                    claims.remove(claim)
                    break

    def _roots(self, key: Key | None) -> set[int]:
        """The nodes of a value under its first name, plain inputs left out."""
        event = next((event for event in self.events if event.key == key), None)
        return {self._root(node) for node in nodes(event.value)} if event is not None else set()

    def _find_upstream(self, claim: Claim, versions: list[_Version], found: Claims) -> None:
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


def builds_on_itself(statement: ast.stmt | None, name: str) -> bool:
    """`x += …`, or an assignment to x whose value mentions x."""
    if isinstance(statement, ast.AugAssign):
        return True
    return isinstance(statement, ast.Assign) and any(
        isinstance(node, ast.Name) and node.id == name for node in ast.walk(statement.value)
    )


def accumulating(statement: ast.stmt | None) -> bool:
    """A sum that grows: `s += …`, `s = s + …`, `s.append(…)`."""
    if isinstance(statement, ast.Assign):
        return isinstance(statement.value, ast.BinOp) and isinstance(statement.value.op, ast.Add)
    return isinstance(statement, ast.AugAssign | ast.Expr)
