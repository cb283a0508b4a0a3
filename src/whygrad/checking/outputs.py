"""Which value is differentiated: the output, by what was said, by the name of the gradient, or by its place in the program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from whygrad.autodiff.reverse import adjoints
from whygrad.checking.claims import Claim
from whygrad.checking.lineage import Lineage, Version
from whygrad.checking.names import BARE, LOSSES, METRICS, SUMS, Reading, base_name
from whygrad.checking.values import close, entries, is_number, is_numeric, nodes
from whygrad.gates.arithmetic import divide, multiply, subtract
from whygrad.graph import INPUT
from whygrad.tracing.running import Trace
from whygrad.tracing.script import Program
from whygrad.tracing.traced import plain

#: Calls of one function of which the names are candidates.
MAX_CALLS = 10
#: Factors by which a difference quotient may be scaled.
MAX_FACTORS = 3


class Outputs(Lineage):
    """The candidates for the output of a claim, and the choice among them."""

    def __init__(self, program: Program, trace: Trace, readings: Mapping[str, Reading], of: str | None) -> None:
        super().__init__(program, trace)
        self.readings = readings
        self.of = of
        self.without_output: list[Claim] = []
        self.holders = {base_name(name) for name in readings if name != base_name(name)}

    def outputs(self, version: Version, variable: int) -> list[int]:
        """The named forward values that may be the output, in order; in the claim's frame if there are any."""
        last = version.events[-1]
        if self.of is not None or version.reading.of is not None:
            name = self.of if version.reading.of is None else version.reading.of
            named = [position for position in self.by_name[name or ""] if position < last and self.depends(position, variable)]
            return named[-1:]
        earlier = [position for position in self.claim_positions if variable < position <= last and not self.is_zero(position)]
        claimed = self.below(earlier)
        start = min([*earlier, version.events[0]])
        found: list[int] = []
        again: list[int] = []
        for position in range(self._first_name(variable) + 1, last):
            event = self.events[position]
            if position in self.claim_positions or event.name in self.holders or event.kind == "parameter" or not is_numeric(event.value):
                continue
            own = set(nodes(event.value))
            if not own or event.name == self.events[variable].name or not self.depends(position, variable) or own & claimed:
                continue
            if position > start and self._consumed(position):
                again.append(position)  # perhaps a value that is computed again for the backward pass
            else:
                found.append(position)
        losses = [position for position in found if self.events[position].name.lower() in LOSSES]
        if losses and max(losses) < start:  # what comes after the first gradient is a step on the way back
            found = [position for position in found if position < start]
        # what has a gradient's name is on the way back, if there is anything else
        found = [position for position in found if self.events[position].name not in self.readings] or found
        found = self._latest(found or again)
        own_frame = [position for position in found if self.events[position].frame == version.frame]
        elsewhere = [position for position in found if position not in own_frame and not self._consumed(position)]
        if elsewhere and all(self._consumed(position) for position in own_frame):
            return elsewhere  # what a backward function computes again is no output
        return own_frame or found

    def _latest(self, positions: list[int]) -> list[int]:
        """Of a value that a loop makes again and again, the last; of a name in many calls, those of the last few."""
        last = {(self.events[position].name, self.events[position].frame): position for position in positions}
        by_name: dict[str, list[int]] = defaultdict(list)
        for (name, _), position in last.items():
            by_name[name].append(position)
        return sorted(position for found in by_name.values() for position in sorted(found)[-MAX_CALLS:])

    def _first_name(self, variable: int) -> int:
        """Where the value of a variable first had a name: a parameter is a new name for what the caller computed with."""
        own = nodes(self.events[variable].value)
        if self.events[variable].kind != "parameter" or not own:
            return variable
        return next(position for position in range(variable + 1) if nodes(self.events[position].value) == own)

    def is_zero(self, position: int) -> bool:
        """The zero that an accumulator starts from."""
        return all(number == 0 for _, number in entries(plain(self.events[position].value)))

    def _consumed(self, position: int) -> bool:
        below = self.below([position])
        return any(later > position and below.intersection(nodes(self.events[later].value)) for later in self.claim_positions)

    def choose(self, reading: Reading, candidates: list[int], variable: int) -> tuple[int, list[int], list[int]]:
        """The output, its rivals, and less likely ones: the last candidate, unless one sink alone is named as an objective."""
        if reading.of is not None or self.of is not None:
            return candidates[-1], [], []
        metrics = [position for position in candidates if self.events[position].name.lower() in METRICS]
        candidates = [position for position in candidates if position not in metrics] or candidates
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
        steps = [position for position in sinks if self._consumed(position)]
        steps += [position for position in sinks if self._is_bare(self.events[position].name)]
        sinks = [position for position in sinks if position not in steps] or sinks
        doubts = [position for position in (*steps, *metrics, *self._earlier_losses(candidates, sinks)) if position not in sinks]
        sinks = self._last_segment(sinks)
        named = [position for position in sinks if self.events[position].name.lower() in LOSSES]
        if len({self.events[position].name for position in named}) == 1:
            return named[-1], [], doubts
        same_name = self.events[sinks[-1]].name
        return sinks[-1], [position for position in sinks[:-1] if self.events[position].name != same_name], doubts

    def _earlier_losses(self, candidates: list[int], sinks: list[int]) -> list[int]:
        """What is named as a loss, though something is computed from it that isn't: that may be a mere metric."""
        if any(self.events[position].name.lower() in LOSSES for position in sinks):
            return []
        return [position for position in candidates if self.events[position].name.lower() in LOSSES | SUMS]

    def _is_bare(self, name: str) -> bool:
        """Does a name say no more than "gradient"? Beside an f, g is the next function."""
        return name in BARE and not (name == "g" and "f" in self.by_name)

    def _last_segment(self, sinks: list[int]) -> list[int]:
        """Those that no gradient parts from the last: after gradients, a later loss begins anew."""
        parting = max((p for p in self.claim_positions if p < sinks[-1] and not self.is_zero(p)), default=-1)
        return [position for position in sinks if position > parting]

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
            if len(outputs) != 1 or outputs[0] == self.root(own) or self._is_on_the_way(self.events[other].name):
                continue
            found = adjoints(self.graph, {outputs[0]: 1.0}, [min(nodes(self.events[variable].value))])
            for node, adjoint in found.items():
                number = self.graph.values[own]
                if abs(adjoint) < 1e-6 or abs(abs(adjoint) - 1) < 1e-6:
                    continue  # a saturated gate comes out as 0 or 1 too
                if node != outputs[0] and (close(number, adjoint) or (roughly and abs(number - adjoint) <= 1e-3 * abs(adjoint))):
                    return True
        return roughly

    def _is_on_the_way(self, name: str) -> bool:
        """Has this value a gradient that is computed, so that the output is beyond it?"""
        claims = {reading.name for reading in self.readings.values() if reading.wrt == name}
        return any(
            self.graph.gates[self.root(node)] is not INPUT
            for p in self.claim_positions
            if self.events[p].name in claims
            for node in nodes(self.events[p].value)
        )

    def is_numerical(self, position: int) -> bool:
        """Is every number of a value a difference quotient?"""
        own = nodes(self.events[position].value)
        return bool(own) and all(self._is_quotient(node) for node in own)

    def has_quotient(self) -> bool:
        """Is a numerical gradient computed anywhere?"""
        if divide not in self.graph.gates:
            return False
        return any(event.kind != "parameter" and self.is_numerical(position) for position, event in enumerate(self.events))

    def _is_quotient(self, node: int, factors: int = MAX_FACTORS) -> bool:
        """(f(x + h) - f(x)) / h: a difference divided by a small constant, and by what else it may be scaled."""
        node = self.root(node)
        if self.graph.gates[node] is multiply and factors:
            return any(self._is_quotient(part, factors - 1) for part in self.graph.inputs(node))
        if self.graph.gates[node] is not divide:
            return False
        above, below = self.graph.inputs(node)
        if factors and self._is_quotient(above, factors - 1):
            return True
        return self.graph.gates[self.root(above)] is subtract and abs(self.graph.values[below]) <= 0.1
