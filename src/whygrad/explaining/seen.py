"""Several gates seen as one: which value is, say, the sigmoid of another? By its values, never by the look of the code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from whygrad.checking.evaluate import FAILED, is_real, tried
from whygrad.checking.modules import module_of
from whygrad.explaining.chart import Chart
from whygrad.gates.modules import Module
from whygrad.graph import CONSTANT, INPUT

#: Gates of one module, at most: the textbook's tanh has seven.
MOST_GATES = 12
#: Fewer gates than this are not worth seeing as one.
LEAST_GATES = 2
#: What an argument is moved by, and the numbers that it is given, to see what a value makes of it.
_SHIFTS = (0.0, 0.37, -0.41, 0.9, -1.1)
_PROBES = (0.31, -0.73, 1.9, -2.3, 0.12, 0.58)
_ENOUGH = 5


@dataclass(frozen=True)
class Seen:
    """`gates`, of which `out` is the last, are `module` of `argument`."""

    module: Module
    argument: int
    out: int
    gates: frozenset[int]


def modules_in(chart: Chart, nodes: Iterable[int]) -> dict[int, Seen]:
    """Of these nodes, those that are a well-known function of one other."""
    found = {}
    for node in nodes:
        seen = _seen(chart, node)
        if seen is not None:
            found[node] = seen
    return found


def apart(found: Mapping[int, Seen], is_named: Callable[[int], bool]) -> dict[int, Seen]:
    """Of modules that share a gate, the one between values that have names, else the one of the most gates.

    What begins or ends between the program's own names and goes through one of them is a coincidence: log(1 - p) of a
    sigmoid p is a log-sigmoid, but nobody meant it.
    """

    def is_meant(one: Seen) -> bool:
        return (is_named(one.argument) and is_named(one.out)) or not any(map(is_named, one.gates - {one.out}))

    order = sorted(
        filter(is_meant, found.values()),
        key=lambda one: (is_named(one.argument) + is_named(one.out), len(one.gates), one.out),
        reverse=True,
    )
    kept: dict[int, Seen] = {}
    for one in order:
        if not any(one.gates & other.gates for other in kept.values()):
            kept[one.out] = one
    return kept


def _seen(chart: Chart, out: int) -> Seen | None:
    """Gates are taken in, the latest first; wherever all that goes into them comes through one node, that is tried."""
    gates: set[int] = set()
    front = {out}
    while front and len(gates) < MOST_GATES:
        node = max(front)
        front.discard(node)
        if chart.graph.gates[node] is INPUT or not _is_closed(chart, node):
            return None
        gates.add(node)
        front |= {edge.source for edge in chart.edges[node]} - gates
        if len(front) == 1 and len(gates) >= LEAST_GATES:
            argument = next(iter(front))
            module = _module(chart, argument, out, gates)
            if module is not None:
                return Seen(module, argument, out, frozenset(gates))
    return None


def _is_closed(chart: Chart, node: int) -> bool:
    """Does nothing go into a gate but nodes of the chart and numbers that are written out?"""
    graph = chart.graph
    varying = {edge.position for edge in chart.edges[node]}
    return node not in chart.kept and all(
        position in varying or graph.gates[chart.root(source)] is CONSTANT for position, source in enumerate(graph.inputs(node))
    )


def _module(chart: Chart, argument: int, out: int, gates: set[int]) -> Module | None:
    own = chart.graph.values[argument]
    if not is_real(own):
        return None
    arguments, values = [], []
    for number in (*(own + shift for shift in _SHIFTS), *_PROBES):
        value = _value(chart, argument, number, out, gates)
        if is_real(value):
            arguments.append(number)
            values.append(value)
    if len(values) < _ENOUGH:
        return None
    return module_of(arguments, values, least=LEAST_GATES)


def _value(chart: Chart, argument: int, number: float, out: int, gates: set[int]) -> Any:
    """What the gates make of another argument; FAILED where they can't."""
    graph = chart.graph
    values: dict[int, Any] = {argument: number}
    for node in sorted(gates):
        operands = [values.get(chart.root(source), graph.values[source]) for source in graph.inputs(node)]
        values[node] = tried(graph.gates[node].forward, *operands)
        if values[node] is FAILED:
            return FAILED
    return values[out]
