"""Is a claimed gradient right? The learner's value beside the true adjoint, at every point where the program was run."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from whygrad.autodiff.reverse import adjoints_with_scale
from whygrad.checking.claims import Claim
from whygrad.checking.names import base_name
from whygrad.checking.noise import roundings, within_rounding
from whygrad.checking.samples import Sample
from whygrad.checking.values import Path, agrees, entries, is_finite, is_number, like, nodes, shape, unwrapped
from whygrad.gates.arithmetic import identity
from whygrad.gates.selection import round_
from whygrad.graph import Graph
from whygrad.tracing.running import Event, Key
from whygrad.tracing.traced import Traced, at, plain

#: Rounding, relative to the gradient, up to which a value can be looked up among others.
PRECISE = 1e-9


@dataclass
class Judged:
    """A claim at one point: the learner's value, the true one, and whether they are one."""

    sample: Sample
    yours: Any
    true: Any
    scale: Any
    agrees: bool
    noise: float = 0.0  # how far rounding may have carried the learner's value, at most

    @property
    def roughly(self) -> bool:
        """Does it agree as far as can be seen far off, where gates saturate and digits are lost?"""
        sizes = {path: 1e6 * size for path, size in entries(self.scale)}
        return agrees(self.yours, self.true, like(self.true, sizes))


def is_precise(one: Judged) -> bool:
    """Is a value known to enough digits to look for the reason why it is wrong?"""
    size = max((abs(number) for _, number in entries(one.true)), default=0.0)
    return one.noise <= PRECISE * size


class CannotJudge(Exception):
    """No verdict on this claim at this point; the argument names the reason."""


def judge(claim: Claim, sample: Sample, *, output: Key | None = None, variable: Key | None = None) -> Judged:
    """A claim at one point; raises CannotJudge. `output` and `variable` are rivals to the claim's own."""
    made = sample.version(claim.keys[0], claim.continuing, claim.until)
    if not made:
        raise CannotJudge("not-reached")
    event = made[-1]
    true, scale = truth(claim, sample, output=output, variable=variable)
    yours = as_meant(event.value, sample.graph)
    if not is_finite(true):
        raise CannotJudge("not-finite")
    if claim.entry:
        true, scale = _nearest(plain(yours), true, scale)
    if agrees(yours, true, scale):
        return Judged(sample, plain(yours), true, scale, True)
    if not is_finite(yours):
        return Judged(sample, plain(yours), true, scale, False)
    noise = roundings(yours, sample.graph)
    if within_rounding(unwrapped(yours, true), true, noise):
        raise CannotJudge("within-noise")
    return Judged(sample, plain(yours), true, scale, False, max(noise.values(), default=0.0))


def _nearest(yours: Any, true: Any, scale: Any) -> tuple[Any, Any]:
    """The entry of a gradient that a number comes closest to, and its scale."""
    scales = dict(entries(scale))
    path, number = min(entries(true), key=lambda entry: abs(entry[1] - yours))
    return number, scales[path]


def as_meant(value: Any, graph: Graph) -> Any:
    """The value before it was rounded for display."""
    if type(value) is Traced:
        index = value.index
        while graph.gates[index] is identity:
            index = graph.inputs(index)[0]
        return at(graph, graph.inputs(index)[0]) if graph.gates[index] is round_ else value
    if isinstance(value, list | tuple):
        return [as_meant(item, graph) for item in value]
    if isinstance(value, dict):
        return {key: as_meant(item, graph) for key, item in value.items()}
    return value


def truth(claim: Claim, sample: Sample, *, output: Key | None = None, variable: Key | None = None) -> tuple[Any, Any]:
    """The true gradient that a claim should equal, and the scale of what was summed into each entry."""
    adjoints, scales = _both_adjoints(claim, sample, output)
    wrt = entry_named(_variable_value(claim, sample, variable), claim.reading.wrt)
    places = variable_nodes(claim, sample, variable=variable, below=adjoints)
    found = {path: adjoints.get(index, 0.0) for path, index in places}
    scale = {path: scales.get(index, 0.0) for path, index in places}
    if not any(index in adjoints for _, index in places):
        raise CannotJudge("no-dependence")
    return like(wrt, found), like(wrt, scale)


def variable_nodes(
    claim: Claim, sample: Sample, *, variable: Key | None = None, below: Mapping[int, float] | None = None
) -> list[tuple[Path, int]]:
    """The node of each entry of the claimed variable. A new name for a number that the output doesn't go through
    (`below` has no adjoint for it) stands for that number."""
    value = _variable_value(claim, sample, variable)
    if below is None:
        below = adjoints_of(claim, sample)
    graph = sample.graph
    found = []
    for path, number in entries(entry_named(value, claim.reading.wrt)):
        if type(number) is not Traced:
            raise CannotJudge("not-traced")
        index = number.index
        while index not in below and graph.gates[index] is identity:
            index = graph.inputs(index)[0]
        found.append((path, index))
    return found


def _variable_value(claim: Claim, sample: Sample, variable: Key | None) -> Any:
    keys = claim.series if claim.series and variable is None else (variable or claim.variable,)
    events = [sample.events.get(key) for key in keys if key is not None]
    values = [event.value for event in events if event is not None]
    if len(values) < len(keys):
        raise CannotJudge("not-reached")
    return values if claim.series and variable is None else values[0]


def adjoints_of(claim: Claim, sample: Sample) -> dict[int, float]:
    """The adjoints of all nodes for the output, and the gradient from above, of this claim."""
    return _both_adjoints(claim, sample)[0]


def seeds_of(claim: Claim, sample: Sample) -> dict[int, float]:
    """The output's nodes with the gradient from above of each."""
    event = sample.output(claim)
    if event is None:
        raise CannotJudge("not-reached")
    return _seeds(claim, event, sample)


def _both_adjoints(claim: Claim, sample: Sample, output: Key | None = None) -> tuple[dict[int, float], dict[int, float]]:
    event = sample.output(claim, output)
    if event is None:
        raise CannotJudge("not-reached")
    if not is_finite(plain(event.value)):
        raise CannotJudge("output-not-finite")
    return _adjoints(sample, _seeds(claim, event, sample))


def _adjoints(sample: Sample, seeds: dict[int, float]) -> tuple[dict[int, float], dict[int, float]]:
    key = tuple(seeds.items())
    if key not in sample.known:
        sample.known[key] = adjoints_with_scale(sample.graph, seeds)
    return sample.known[key]


def _seeds(claim: Claim, output: Event, sample: Sample) -> dict[int, float]:
    numbers = nodes(output.value)
    if claim.upstream is not None:
        upstream = sample.events.get(claim.upstream)
        if upstream is None:
            raise CannotJudge("not-reached")
        given = plain(upstream.value)
        if is_number(given) and len(numbers) == 1:
            return {numbers[0]: float(given)}
        if shape(given) == shape(output.value):
            return dict(zip(numbers, [float(number) for _, number in entries(given)], strict=True))
    if len(numbers) != 1:
        raise CannotJudge("output-not-scalar")
    return {numbers[0]: 1.0}


def entry_named(value: Any, expression: str) -> Any:
    """The part of a variable's value that `x[0]` or `x` names; raises CannotJudge if it has none."""
    if expression == base_name(expression):
        return value
    node = ast.parse(expression, mode="eval").body
    path = []
    while isinstance(node, ast.Subscript):
        path.append(ast.literal_eval(node.slice))
        node = node.value
    try:
        for step in reversed(path):
            value = value[step]
    except (LookupError, TypeError):
        raise CannotJudge("no-variable") from None
    return value


@dataclass
class Ruling:
    """A claim's verdict over all points."""

    claim: Claim
    verdict: str  # right, wrong, unknown
    judged: list[Judged]
    reason: str = ""
    only_here: bool = False  # right at the program's own numbers and no others
    beyond: Judged | None = None  # right near the program's own numbers, and not at this point, on the other side of a kink

    @property
    def counter(self) -> Judged | None:
        """A point where the numbers differ: the program's own if they differ there."""
        return next((judged for judged in self.judged if not judged.agrees), None)


def rule(claim: Claim, samples: Sequence[Sample], at_least: int = 2) -> Ruling:
    """The verdict on a claim from its values at all points; `at_least` generic ones must agree for a verdict of right."""
    if claim.why_not:
        return Ruling(claim, "unknown", [], claim.why_not)
    ruling = _rule(claim, samples, at_least=at_least)
    if ruling.verdict == "wrong" and claim.afterwards is not None:
        before = _rule(_before(claim, claim.afterwards), samples, at_least=at_least)
        if before.verdict == "right":
            return before
    if ruling.verdict == "wrong" and claim.shared:
        return Ruling(claim, "unknown", ruling.judged, "shared")
    if ruling.verdict == "wrong":
        if any(_rule(claim, samples, variable=version).verdict == "right" for version in claim.versions):
            return Ruling(claim, "right", ruling.judged, "another-version")
        if claim.versions:
            return Ruling(claim, "unknown", ruling.judged, "ambiguous-variable")
        if any(_rule(claim, samples, output=doubt).verdict == "right" for doubt in claim.doubts):
            return Ruling(claim, "unknown", ruling.judged, "ambiguous-output")
    if ruling.verdict != "unknown":
        for rival in claim.rivals:
            other = _rule(claim, samples, output=rival)
            if other.verdict not in (ruling.verdict, "unknown"):
                return Ruling(claim, "unknown", ruling.judged, "ambiguous-output")
    return ruling


def _before(claim: Claim, key: Key) -> Claim:
    """The claim as it stood before this was done to it."""
    return replace(claim, keys=claim.keys[: claim.keys.index(key)], until=key)


def _rule(claim: Claim, samples: Sequence[Sample], *, output: Key | None = None, variable: Key | None = None, at_least: int = 2) -> Ruling:
    judged: list[Judged] = []
    reason, is_finite_here = "", True
    for sample in samples:
        try:
            judged.append(judge(claim, sample, output=output, variable=variable))
        except CannotJudge as cannot:
            reason = str(cannot)
            is_finite_here &= bool(sample.point.reach) or reason != "output-not-finite"
            if not sample.point.reach and reason == "not-reached" and sample.trace.crash is not None:
                return Ruling(claim, "unknown", [], "after-crash")
            if not sample.point.reach and reason in ("not-traced", "output-not-scalar", "no-variable"):
                return Ruling(claim, "unknown", [], reason)
    generic = [one for one in judged if one.sample.point.reach]
    if all(one.agrees for one in judged) and not is_finite_here:
        return Ruling(claim, "unknown", judged, "output-not-finite")
    if all(one.agrees for one in judged) and len(generic) >= at_least:
        return Ruling(claim, "right", judged)
    if any(not one.agrees for one in judged):
        own = [one for one in judged if not one.sample.point.reach]
        constant = len(generic) > 1 and all(one.yours == generic[0].yours for one in generic)
        if own and own[0].agrees and constant and own[0].yours == generic[0].yours:
            return Ruling(claim, "right", judged, only_here=True)
        return Ruling(claim, "wrong", judged)
    return Ruling(claim, "unknown", judged, reason or "no-sample")
