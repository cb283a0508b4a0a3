"""What is known about the values that a change puts in or takes out: the evidence that the rules go by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from whygrad.checking.attributions import Attribution
from whygrad.checking.changes import Change
from whygrad.checking.claims import Claim
from whygrad.checking.evaluate import is_real, tried
from whygrad.checking.names import base_name
from whygrad.checking.rules.rule import Slip
from whygrad.checking.samples import Sample
from whygrad.checking.values import close
from whygrad.checking.verdict import CannotJudge, adjoints_of, variable_nodes
from whygrad.gates.arithmetic import power
from whygrad.gates.modules import MODULES
from whygrad.gates.selection import max_, min_
from whygrad.gates.table import TABLE


@dataclass
class Facts:
    """The facts of one claim, at one sample: that of the first environment of the changes."""

    claim: Claim
    sample: Sample
    attribution: Attribution | None = None
    only_here: bool = False  # wrong at the program's own numbers and nowhere else

    def __post_init__(self) -> None:
        try:
            above = adjoints_of(self.claim, self.sample)
            self.entries = [index for _, index in variable_nodes(self.claim, self.sample)]
        except CannotJudge:
            above, self.entries = {}, []
        graph = self.sample.graph
        below = graph.descendants(self.entries)
        self.on_the_way = [index for index in sorted(below & set(above)) if graph.gates[index].arity != 0]
        self.contributions = list(self._contributions(above))
        self.unary_locals = list(self._unary_locals())
        self.has_one_path = self._has_one_path()

    def _contributions(self, above: dict[int, float]) -> Iterator[float]:
        """What each use of each entry hands to it."""
        graph = self.sample.graph
        own = set(self.entries)
        for index in range(len(graph)):
            inputs = graph.inputs(index)
            if index not in above or not own.intersection(inputs):
                continue
            for position, source in enumerate(inputs):
                if source in own:
                    local = tried(graph.gates[index].local_gradient, position, graph.values[index], [graph.values[i] for i in inputs])
                    if is_real(local):
                        yield local * above[index]

    def _has_one_path(self) -> bool:
        """Is there no entry from which more than one way leads to the output, gate by gate?"""
        ways: dict[int, int] = {}  # from each node on, or 2 for more than one
        for index in reversed(self.on_the_way):
            ways.setdefault(index, 1)
            for source in self.sample.graph.inputs(index):
                ways[source] = min(ways.get(source, 0) + ways[index], 2)
        return bool(self.entries) and all(ways.get(entry, 0) < 2 for entry in self.entries)

    def _unary_locals(self) -> Iterator[float]:
        """The local derivatives of the functions of one number on the way, well-known modules among them."""
        graph = self.sample.graph
        for index in self.on_the_way:
            inputs = graph.inputs(index)
            if len(inputs) == 1:
                local = tried(graph.gates[index].local_gradient, 0, graph.values[index], [graph.values[inputs[0]]])
                if is_real(local) and local not in (1, -1):
                    yield local
        values = [graph.values[index] for index in (*self.entries, *self.on_the_way)]
        numbers = [value for value in values if is_real(value)][:60]
        for module in MODULES.values():
            for argument in numbers:
                out = tried(module.forward, argument)
                if is_real(out) and any(close(out, number) for number in numbers):
                    local = tried(module.local_gradient, out, argument)
                    if is_real(local) and local not in (1, -1):
                        yield local

    def slip(self, changes: Sequence[Change]) -> Slip:
        """Like changes as a rule sees them."""
        change = changes[0]
        old, new = _value(change.old_values), _value(change.new_values)
        part = _value(change.part_values)
        return Slip(
            kind=change.kind,
            old=change.old,
            new=change.new,
            detail=change.detail,
            places=len(changes),
            old_role=change.old_role,
            new_role=change.new_role,
            factor=change.factor,
            part=change.part,
            is_local_derivative=part is not None and any(close(part, local) for local in self.unary_locals),
            is_path=part is not None and any(close(part, amount) or close(-part, amount) for amount in self.contributions),
            has_one_path=self.has_one_path,
            old_is_variable=base_name(change.old) == base_name(self.claim.reading.wrt),
            related=old is not None and new is not None and related(old, new),
            in_sum=change.in_sum,
            in_condition=change.in_condition,
            whole=change.whole,
            in_power=bool(self.exponents),
            paths=self.attribution.kind if self.attribution is not None else "",
            through=self.attribution.names if self.attribution is not None else (),
            is_count=part is not None and self._is_count(change, part),
            is_exponent=part is not None and any(close(part, number) or close(1 / part, number) for number in self.exponents if part),
            is_carried=change.part != "" and self._is_carried(change),
            has_mask=part is not None and self._has_mask(change, part),
            is_tie=self.only_at_ties,
            is_next_step=self._is_next_step(change),
            is_zero=change.whole and all(value == 0 for value in change.old_values),
            wrt=self.claim.reading.wrt,
            name=self.claim.name,
        )

    @cached_property
    def only_at_ties(self) -> bool:
        """Is the claim wrong only where several inputs of a max or min gate are equal?"""
        graph = self.sample.graph
        gates = (index for index in self.on_the_way if graph.gates[index] in (max_, min_))
        ties = ([graph.values[i] for i in graph.inputs(index)].count(graph.values[index]) > 1 for index in gates)
        return self.only_here and any(ties)

    @cached_property
    def exponents(self) -> list[float]:
        """The exponents of the power gates on the way."""
        graph = self.sample.graph
        return [graph.values[graph.inputs(index)[1]] for index in self.on_the_way if graph.gates[index] is power]

    def _is_next_step(self, change: Change) -> bool:
        """`h1` of which `h2` is made: the missing part came through the next step of the same thing."""
        match = re.fullmatch(r"(\D+)(\d+)", self.claim.reading.wrt)
        return change.kind == "term" and match is not None and f"{match[1]}{int(match[2]) + 1}" in self.sample.by_name

    def _has_mask(self, change: Change, part: float) -> bool:
        """Is the part a share between 0 and 1, or one over it, in a program that speaks of masks?"""
        same = all(value == change.part_values[0] for value in change.part_values)
        speaks = any(word in name.lower() for name in self.sample.by_name for word in ("mask", "keep", "drop"))
        return same and speaks and part != 0 and 0 < min(abs(part), abs(1 / part)) < 1

    def _is_carried(self, change: Change) -> bool:
        """Does the part change from one run of this place to the next, as what it was given in the turn before?"""
        sites = [self.sample.trace.events[position].key.site for position in self.sample.by_name.get(change.part, ())]
        return len(set(sites)) > 1 and len(sites) > len(set(sites)) and change.node.lineno <= max(line for line, _ in sites)

    def _is_count(self, change: Change, part: float) -> bool:
        """Is this factor how many there are of something, the same at all points?"""
        same = all(value == change.part_values[0] for value in change.part_values)
        sizes = {len(event.value) for event in self.sample.trace.events if isinstance(event.value, list | tuple)}
        return same and any(size > 1 and (close(part, size) or close(part, 1 / size)) for size in sizes)


def _value(values: Sequence[object]) -> float | None:
    return float(values[0]) if values and is_real(values[0]) else None


def related(first: float, second: float) -> bool:
    """Is one of two values a well-known function of the other?"""
    for given, out in ((first, second), (second, first)):
        if any(_reaches(module.forward, given, out) for module in MODULES.values()):
            return True
        if any(gate.arity == 1 and gate.local_gradients[0] and _reaches(gate.forward, given, out) for gate in TABLE.values()):
            return True
    return False


def _reaches(function: object, given: float, out: float) -> bool:
    made = tried(function, given)  # type: ignore[arg-type]
    return is_real(made) and made != given and close(made, out)
