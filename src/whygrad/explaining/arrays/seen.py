"""Several gates seen as one: which array is, say, the softmax of another? By its values, never by the look of the code."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np

from whygrad.checking.modules import DISTINCTIVE, gates_in
from whygrad.gates.arrays import modules
from whygrad.gates.arrays.modules import ArrayModule
from whygrad.gates.modules import MODULES
from whygrad.graph import CONSTANT, INPUT, Graph
from whygrad.tracing.function import is_float

#: Gates of one module, at most; entries of an array that is looked at, and nodes.
MOST_GATES = 16
MOST_ENTRIES = 20_000
MOST_NODES = 600
_DRAWS = 2
_CLOSE = 1e-9


@dataclass(frozen=True)
class Seen:
    """`gates`, of which `out` is the last, are `module` of `argument`; the module's gate has these inputs and attributes."""

    module: ArrayModule
    argument: int
    out: int
    gates: frozenset[int]
    inputs: tuple[int, ...]
    attributes: Mapping[str, Any]


def modules_in(graph: Graph, members: Collection[int], depends: Sequence[int], is_named: Callable[[int], bool]) -> dict[int, Seen]:
    """The modules that share no gate: those between values that have names before others, then those of the most gates.

    One through the end of another that goes on elsewhere, too, is a coincidence: log(p) of a sigmoid p, where log(1 - p) is there as well.
    """
    found: list[Seen] = []
    nodes = [node for node in sorted(members) if depends[node] and is_float(graph.values[node]) and graph.gates[node] is not INPUT]
    for node in nodes[-MOST_NODES:]:
        found += _of(graph, node, depends, found)
    users: dict[int, set[int]] = {}
    for node in members:
        for source in graph.inputs(node):
            users.setdefault(source, set()).add(node)
    ends = {one.out for one in found}
    meant = [one for one in found if not any(not users[end] <= one.gates for end in ends & (one.gates - {one.out}))]
    order = sorted(meant, key=lambda one: (is_named(one.argument) + is_named(one.out), len(one.gates)), reverse=True)
    kept: dict[int, Seen] = {}
    for one in order:
        if not any(one.gates & other.gates for other in kept.values()):
            kept[one.out] = one
    return kept


def folded(graph: Graph, seen: Mapping[int, Seen]) -> Graph:
    """The graph with one gate in the place of each module; its nodes keep their numbers."""
    made = Graph()
    for name in ("gates", "first", "second", "many", "codes"):
        setattr(made, name, list(getattr(graph, name)))
    made.values, made.instructions, made.trace = graph.values, graph.instructions, graph.trace
    made.attributes = dict(graph.attributes)
    for one in seen.values():
        made.gates[one.out] = one.module.gate
        made.first[one.out], made.second[one.out] = -2 - len(made.many), -1
        made.many.append(one.inputs)
        made.attributes[one.out] = one.attributes
    return made


def _of(graph: Graph, out: int, depends: Sequence[int], before: Sequence[Seen]) -> Iterator[Seen]:
    """What a node is of each node that all of it comes through."""
    gates: set[int] = set()
    front = {out}
    while front and len(gates) < MOST_GATES:
        node = max(front)
        front.discard(node)
        if graph.gates[node] in (INPUT, CONSTANT) or np.size(graph.values[node]) > MOST_ENTRIES:
            return
        gates.add(node)
        front |= {source for source in graph.inputs(node) if depends[source]} - gates
        if len(front) == 1 and len(gates) > 1:
            (argument,) = front
            if np.ndim(graph.values[argument]) and is_float(graph.values[argument]):
                yield from _recognised(graph, argument, out, gates, before)


def _recognised(graph: Graph, argument: int, out: int, gates: Collection[int], before: Sequence[Seen]) -> Iterator[Seen]:
    own, value = graph.values[argument], graph.values[out]
    order = sorted(gates)
    generator = np.random.default_rng(7)
    points: list[tuple[Any, Any]] = [(own, value)]

    def holds(function: Callable[[Any], Any]) -> bool:
        """Is this the function, at the program's own numbers and at others?"""
        if not _same(function, *points[0]):
            return False
        while len(points) <= _DRAWS:
            at = generator.normal(size=np.shape(own)).astype(own.dtype)
            points.append((at, _run(graph, argument, at, order)))
        return all(made is not None and _same(function, at, made) for at, made in points)

    for module, inputs, attributes, function in _candidates(graph, argument, out, order, before):
        if holds(function):
            yield Seen(module, argument, out, frozenset(gates), inputs, attributes)
            return


Candidate = tuple[ArrayModule, tuple[int, ...], dict[str, Any], Callable[[Any], Any]]


def _candidates(graph: Graph, argument: int, out: int, order: Sequence[int], before: Sequence[Seen]) -> Iterator[Candidate]:
    shape, made = np.shape(graph.values[argument]), np.shape(graph.values[out])
    single = (argument,)
    for axis in range(len(shape)):
        if shape[axis] > 1:
            if made == shape:
                for module in (modules.softmax, modules.log_softmax):
                    yield _with(module, single, {"axis": axis})
            lost = shape[:axis] + shape[axis + 1 :]
            keepdims = made == (*shape[:axis], 1, *shape[axis + 1 :])
            if made == lost or keepdims:
                yield _with(modules.logsumexp, single, {"axis": axis, "keepdims": keepdims})
    if made == shape:
        for known in MODULES.values():
            if gates_in(known) >= DISTINCTIVE and (entry := modules.entry_by_entry(known)) is not None:
                yield _with(entry, single, {})
        numbers = {0.0} | {_number(graph.values[source]) for node in order for source in graph.inputs(node)} - {None}
        for count in range(1, len(shape) + 1):
            for axes in combinations(range(len(shape)), count):
                for eps in numbers:
                    if eps is not None and 0 <= eps < 0.1:
                        yield _with(modules.normalised, single, {"axis": axes, "eps": eps})
    if not made and len(shape) == 2:
        yield from _entropies(graph, argument, order, before)


def _entropies(graph: Graph, argument: int, order: Sequence[int], before: Sequence[Seen]) -> Iterator[Candidate]:
    """With the labels and the shares that are among the gates."""
    rows, classes = graph.values[argument].shape
    shares = [one.out for one in before if one.module is modules.softmax and one.argument == argument and one.out in order]
    for labels in dict.fromkeys(source for node in order for source in graph.inputs(node)):
        found = graph.values[labels]
        fits = getattr(found, "dtype", np.dtype(float)).kind in "iu" and np.shape(found) == (rows,)
        if fits and shares and np.all((found >= 0) & (found < classes)):
            for shared in (True, False):
                inputs, attributes = (argument, shares[0], labels), {"shared": shared}
                yield modules.cross_entropy, inputs, attributes, partial(_entropy, found, shared)


def _entropy(labels: Any, shared: bool, scores: Any) -> Any:
    return modules.cross_entropy.gate.forward(scores, None, labels, shared)


def _with(module: ArrayModule, inputs: tuple[int, ...], attributes: dict[str, Any]) -> Candidate:
    return module, inputs, attributes, lambda a: module.gate.forward(a, **attributes)


def _number(value: Any) -> float | None:
    return float(value) if np.ndim(value) == 0 and np.asarray(value).dtype.kind in "fi" else None


def _run(graph: Graph, argument: int, value: Any, order: Sequence[int]) -> Any:
    """What the gates make of another argument; None where they can't."""
    values: dict[int, Any] = {argument: value}
    try:
        with np.errstate(all="ignore"):
            for node in order:
                gate, attributes = graph.gates[node], graph.attributes.get(node, {})
                operands = [values.get(source, graph.values[source]) for source in graph.inputs(node)]
                function = gate.forward if type(graph.values[node]) in (int, float, bool) else gate.on_arrays
                values[node] = function(*operands, **attributes)
    except Exception:
        return None
    return values[order[-1]]


def _same(function: Callable[[Any], Any], argument: Any, value: Any) -> bool:
    try:
        with np.errstate(all="ignore"):
            made = function(argument)
    except (ArithmeticError, ValueError):  # a function of numbers, far out
        return False
    scale = float(np.max(np.abs(value), initial=0.0))
    tolerance = _CLOSE if np.asarray(value).dtype.itemsize >= 8 else 1e-5
    return np.shape(made) == np.shape(value) and bool(np.allclose(made, value, rtol=tolerance, atol=tolerance * scale))
