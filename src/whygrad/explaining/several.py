"""Gates that are a well-known function of several numbers, recognised by value, and how their gradient becomes short."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from whygrad.autodiff.symbolic import Symbol
from whygrad.checking.evaluate import FAILED, is_real, tried
from whygrad.explaining.chart import Chart
from whygrad.explaining.derivation import Equation, SeveralForm, Side
from whygrad.explaining.formulas import formula
from whygrad.explaining.naming import Names
from whygrad.gates.arithmetic import add
from whygrad.gates.exponential import exp as exp_gate
from whygrad.gates.several import SEVERAL, Partial, Several
from whygrad.graph import CONSTANT, INPUT

#: Gates of one function, at most, and numbers that go into it.
MOST_GATES = 60
MOST_NUMBERS = 8
#: Functions that are told of one program.
MOST = 4
#: Nodes, from the output back, among which they are looked for.
MOST_NODES = 300
_POINTS = 4


@dataclass(frozen=True)
class Seen:
    """`gates`, of which `out` is the last, are a function of these nodes, and the value belongs to the one at `place`."""

    function: Several
    nodes: tuple[int, ...]
    place: int
    out: int
    gates: frozenset[int]


def several_in(chart: Chart, names: Names) -> list[Seen]:
    """From the output back, those between values that have names; of gates that two share, only the first is told."""
    found: list[Seen] = []
    for node in reversed(chart.nodes[-MOST_NODES:]):
        if len(found) < MOST and chart.graph.gates[node].name in ("divide", "multiply", "log", "add") and names.is_named(node):
            found += list(_seen(chart, node, names))[:1]
    return found


def _seen(chart: Chart, out: int, names: Names) -> Iterator[Seen]:
    """Gates are taken in, the latest first; wherever what goes into them are a few named numbers, these are tried."""
    gates: set[int] = set()
    front = {out}
    while front and len(gates) < MOST_GATES:
        node = max(front)
        front.discard(node)
        if chart.graph.gates[node] is INPUT or not _is_closed(chart, node):
            return
        gates.add(node)
        front |= {edge.source for edge in chart.edges[node]} - gates
        if 1 < len(front) <= MOST_NUMBERS and len(gates) > 2 and all(names.is_named(one) for one in front):
            yield from _recognised(chart, tuple(sorted(front)), out, gates)


def _is_closed(chart: Chart, node: int) -> bool:
    varying = {edge.position for edge in chart.edges[node]}
    gates, inputs = chart.graph.gates, chart.graph.inputs(node)
    return node not in chart.kept and all(k in varying or gates[chart.root(one)] is CONSTANT for k, one in enumerate(inputs))


def _recognised(chart: Chart, nodes: tuple[int, ...], out: int, gates: Iterable[int]) -> Iterator[Seen]:
    own = [chart.graph.values[node] for node in nodes]
    if not all(map(is_real, own)):
        return
    generator = random.Random(7)
    points = [own, *([generator.uniform(-2.0, 2.0) for _node in nodes] for _point in range(_POINTS))]
    values = [_value(chart, dict(zip(nodes, point, strict=True)), out, gates) for point in points]
    if not all(map(is_real, values)):
        return
    for function in SEVERAL:
        for place in range(len(nodes)) if function.other is not None else (0,):
            if all(_is(function.forward, point, place, value) for point, value in zip(points, values, strict=True)):
                yield Seen(function, nodes, place, out, frozenset(gates))
                return


def _is(function: Callable[[Sequence[float], int], float], point: Sequence[float], place: int, value: float) -> bool:
    return math.isclose(tried(function, point, place), value, rel_tol=1e-9, abs_tol=1e-12)


def _value(chart: Chart, given: dict[int, float], out: int, gates: Iterable[int]) -> Any:
    """What the gates make of other numbers; FAILED where they can't."""
    graph, values = chart.graph, dict[int, Any](given)
    for node in sorted(gates):
        operands = [values.get(chart.root(source), graph.values[source]) for source in graph.inputs(node)]
        values[node] = tried(graph.gates[node].forward, *operands)
        if values[node] is FAILED:
            return FAILED
    return values[out]


def several_form(
    chart: Chart, seen: Seen, names: Names, partial: Callable[[Symbol, Symbol, float], Symbol], long: Callable[[int], Symbol]
) -> SeveralForm:
    """The gradients of a function by its numbers, each from the long way (`long` of a node) to the short form."""
    function, out = seen.function, names.symbol(seen.out)
    numbers = [names.symbol(node) for node in seen.nodes]
    grown, total = _exponentials(chart, seen, names, numbers)
    told = [(seen.place, function.own)]
    if function.other is not None:  # of the others, one says how it is
        told.append((next(k for k in range(len(numbers)) if k != seen.place), function.other))
    made = []
    for place, own in told:
        known = {"z": numbers[place], "e": grown[place], "e_own": grown[seen.place], "out": out, "total": total}
        if (sides := _sides(own, known, long(seen.nodes[place]))) is not None:
            value = sides[-1].value
            made.append(Equation(partial(out, numbers[place], value), tuple(Side(((side,),)) for side in sides), value))
    return SeveralForm(function, out, tuple(numbers), numbers[seen.place], tuple(made))


def _exponentials(chart: Chart, seen: Seen, names: Names, numbers: Sequence[Symbol]) -> tuple[list[Symbol], Symbol]:
    """Those of the numbers and their sum, as the program names them (perhaps with the largest number taken away), else written out."""
    values = chart.graph.values
    nodes = [node for node in sorted(seen.gates) if chart.graph.gates[node] is exp_gate and names.is_named(node)]
    order = [next((node for node in nodes if one in _sources(chart, node)), None) for one in seen.nodes]
    own = [node for node in order if node is not None]
    whole = math.fsum(values[node] for node in own)
    if len(set(own)) == len(numbers):
        total = next((node for node in sorted(seen.gates) if names.is_named(node) and math.isclose(values[node], whole)), None)
        if total is not None:
            return [names.symbol(node) for node in own], names.symbol(total)
    grown = [Symbol.written(exp_gate, [number]) for number in numbers]
    return grown, reduce(lambda one, other: Symbol.written(add, [one, other]), grown)


def _sources(chart: Chart, node: int) -> set[int]:
    """What goes into an exponential: its number; of one with the largest taken away, that number comes first."""
    (edge,) = chart.edges[node]
    inner = chart.graph.gates[edge.source].name == "subtract"
    return {chart.root(chart.graph.inputs(edge.source)[0]) if inner else edge.source}


def _sides(own: Partial, known: dict[str, Symbol], long: Symbol) -> list[Symbol] | None:
    """None where a step comes to something else: far out, where a formula may overflow."""
    try:
        sides = [long, *(formula(_filled(text), known) for text in (*own.simplification, own.local))]
    except (ArithmeticError, ValueError):
        return None
    return sides if all(math.isclose(side.value, sides[-1].value, rel_tol=1e-7, abs_tol=1e-12) for side in sides) else None


def _filled(text: str) -> str:
    return text.format(z="z", e="e", e_own="e_own", out="out", total="total")
