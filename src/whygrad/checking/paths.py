"""Which of the true paths are in a wrong gradient? A true adjoint is a sum over paths, so one can ask, at every point:
is the learner's value what is left if some named value of the forward pass is held constant, or counted twice?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from whygrad.autodiff.reverse import adjoints_without
from whygrad.checking.attributions import Attribution
from whygrad.checking.claims import Claim
from whygrad.checking.evaluate import is_real, tried
from whygrad.checking.names import base_name
from whygrad.checking.samples import Sample
from whygrad.checking.values import Path, agrees, close, entries, like, nodes
from whygrad.checking.verdict import CannotJudge, Judged, adjoints_of, seeds_of, variable_nodes
from whygrad.gates.arithmetic import identity
from whygrad.tracing.running import Key

#: Named values that are held constant, one or two at a time.
MAX_NAMED = 24
#: Nodes that may be walked over for pairs of them.
MAX_WALKED = 400_000
#: Uses of a variable of which subsets are summed.
MAX_USES = 6


def attribution(claim: Claim, judged: Sequence[Judged]) -> Attribution | None:
    """Which paths account for a wrong gradient at all points; None if none do."""
    points = [one for one in judged if not one.agrees][:3]
    if len(points) < 2 or claim.entry or any(sample_shape(one.yours) != sample_shape(one.true) for one in points):
        return None
    named = _named(claim, points[0].sample)[:MAX_NAMED]
    for key in named:
        if all(_is_diagonal(claim, one, key) for one in points):
            return Attribution("diagonal", (key.name,))
    sizes = (1, 2) if len(named) ** 2 * len(points[0].sample.graph) < MAX_WALKED else (1,)
    for size in sizes:
        for chosen in combinations(named, size):
            kinds = {_kind(claim, one, chosen) for one in points}
            if len(kinds) == 1 and (kind := kinds.pop()) is not None:
                return Attribution(kind, tuple(key.name for key in chosen))  # type: ignore[arg-type]
    if all(_keeps_one(claim, one) for one in points):
        return Attribution("repeated", (claim.reading.wrt,))
    if all(_is_partial(claim, one) for one in points):
        return Attribution("missing", (claim.reading.wrt,))
    return None


def sample_shape(value: Any) -> frozenset[Path]:
    """The places of the numbers in a value."""
    return frozenset(path for path, _ in entries(value))


def _named(claim: Claim, sample: Sample) -> list[Key]:
    """The named values on the way from the variable to the output, the variable and the output left out."""
    graph = sample.graph
    try:
        start = {index for _, index in variable_nodes(claim, sample)}
        above = set(adjoints_of(claim, sample))
    except CannotJudge:
        return []
    on_the_way = graph.descendants(start) & above
    output = sample.output(claim)
    last = set(nodes(output.value)) if output is not None else set()
    found: dict[frozenset[int], Key] = {}
    for event in sample.trace.events:
        own = frozenset(_root(sample, node) for node in nodes(event.value))
        if (
            event.name == base_name(claim.reading.wrt)
            or not own
            or not own <= on_the_way
            or own & start
            or own & {_root(sample, n) for n in last}
        ):
            continue
        found.setdefault(own, event.key)
    return list(found.values())


def _root(sample: Sample, node: int) -> int:
    graph = sample.graph
    while graph.gates[node] is identity:
        node = graph.inputs(node)[0]
    return node


def _without(claim: Claim, one: Judged, held: set[int]) -> Any:
    """The true gradient with these nodes held constant, in the shape of the variable."""
    places = variable_nodes(claim, one.sample)
    found = adjoints_without(one.sample.graph, seeds_of(claim, one.sample), [index for _, index in places], held)
    return like(one.true, {path: found.get(index, 0.0) for (path, _), (_, index) in zip(entries(one.true), places, strict=True)})


def _nodes_of(one: Judged, key: Key) -> list[int]:
    event = one.sample.events.get(key)
    return [_root(one.sample, node) for node in nodes(event.value)] if event is not None else []


def _kind(claim: Claim, one: Judged, keys: Sequence[Key]) -> str | None:
    held = {node for key in keys for node in _nodes_of(one, key)}
    if not held:
        return None
    without = _without(claim, one, held)
    if agrees(without, one.true, one.scale) or all(rest == 0 for _, rest in entries(without)):
        return None
    if agrees(one.yours, without, one.scale):
        return "missing"
    twice = {path: 2 * true - rest for (path, true), (_, rest) in zip(entries(one.true), entries(without), strict=True)}
    return "doubled" if agrees(one.yours, like(one.true, twice), one.scale) else None


def _is_diagonal(claim: Claim, one: Judged, key: Key) -> bool:
    """Is each entry what goes through the entry of `key` at the same place, and nothing of what goes through the others?"""
    own = _nodes_of(one, key)
    places = list(entries(one.true))
    if len(own) != len(places) or len(own) < 2:
        return False
    alone: dict[Path, float] = {}
    for position, (path, _) in enumerate(places):
        rest = set(own) - {own[position]}
        alone[path] = dict(entries(_without(claim, one, rest)))[path]
    found = like(one.true, alone)
    return agrees(one.yours, found, one.scale) and not agrees(found, one.true, one.scale)


def _is_partial(claim: Claim, one: Judged) -> bool:
    """Is each entry the sum of some of what the uses of its variable hand down, and not all of them of all?"""
    amounts = _contributions(claim, one.sample)
    mine, scales = dict(entries(one.yours)), dict(entries(one.scale))
    places = zip(entries(one.true), amounts, strict=True)
    return all(_is_sum_of_some(mine[path], parts, scales[path]) for (path, _), parts in places)


def _keeps_one(claim: Claim, one: Judged) -> bool:
    """Of the entries that are used several times, is each what the last of its uses hands down?"""
    amounts, mine, scales = _contributions(claim, one.sample), dict(entries(one.yours)), dict(entries(one.scale))
    places = list(zip(entries(one.true), amounts, strict=True))
    if len(places) < 2 or all(len(parts) < 2 for parts in amounts):
        return False
    return all(close(mine[path], parts[-1] if parts else 0.0, scales[path]) for (path, _), parts in places)


def _is_sum_of_some(number: float, parts: list[float], scale: float) -> bool:
    if not 1 <= len(parts) <= MAX_USES or (len(parts) == 1 and not close(number, parts[0], scale)):
        return False
    return any(close(number, sum(chosen), scale) for size in range(1, len(parts) + 1) for chosen in combinations(parts, size))


def _contributions(claim: Claim, sample: Sample) -> list[list[float]]:
    """For each entry of the variable, what each of its uses hands down."""
    graph, above = sample.graph, adjoints_of(claim, sample)
    found: dict[int, list[float]] = {index: [] for _, index in variable_nodes(claim, sample)}
    for index in range(min(found) + 1, len(graph)):
        inputs = graph.inputs(index)
        if index not in above or not any(source in found for source in inputs):
            continue
        operands = [graph.values[i] for i in inputs]
        for position, source in enumerate(inputs):
            if source in found and is_real(local := tried(graph.gates[index].local_gradient, position, graph.values[index], operands)):
                found[source].append(local * above[index])
    return [found[index] for _, index in variable_nodes(claim, sample)]
