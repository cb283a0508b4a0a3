"""A chain of scalar operations: what it costs to write one down, to go back over it, and to keep it.

Each engine runs the same function on its own kind of number. Micrograd's own `backward` recurses once a node, which no
long chain survives: here its nodes are sorted without recursion, and that is counted with its backward pass.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import Any, NamedTuple

from benchmarks.measure import bytes_of, collector, seconds, table
from whygrad.autodiff.reverse import sweep
from whygrad.graph import Graph
from whygrad.tracing.running import Settings
from whygrad.tracing.script import Program
from whygrad.tracing.source import Source
from whygrad.tracing.traced import Traced

SIZES = (100_000, 1_000_000)
REPEATS = 3


class Engine(NamedTuple):
    """How to trace a chain of n operations, how to go back over it, and whether the garbage collector is on."""

    name: str
    build: Callable[[int], Any]
    backward: Callable[[Any], float]
    collecting: bool


def chain(x: Any, w: Any, b: Any, operations: int) -> Any:
    """x w + b, over and over: one multiplication and one addition a turn."""
    for _ in range(operations // 2):
        x = x * w
        x = x + b
    return x


def whygrad_build(operations: int) -> Any:
    graph = Graph()
    x, w, b = (Traced.input(graph, value) for value in (1.0, 0.999999, 1e-6))
    return x, chain(x, w, b, operations)


def whygrad_backward(built: Any) -> float:
    x, out = built
    return float(sweep(out.graph, {out.index: 1.0}, [0, 1, 2])[x.index])


SCRIPT = """
x, w, b = 1.0, 0.999999, 1e-6
def chain(x, w, b, operations):
    for _ in range(operations // 2):
        x = x * w
        x = x + b
    return x
y = chain(x, w, b, {operations})
"""


def script_build(operations: int) -> Any:
    program = Program(Source(SCRIPT.format(operations=operations)), "<chain>")
    return program.run(Settings(frozenset({"w", "b"}), limit=10 * operations, seconds=600)).graph


def script_backward(graph: Any) -> float:
    return float(sweep(graph, {len(graph) - 1: 1.0}, [0, 1, 2])[0])


def micrograd_engines() -> list[Engine]:
    """Micrograd, with the garbage collector as it comes and without it; none if it is not installed."""
    try:
        from micrograd.engine import Value  # type: ignore[import-not-found, import-untyped, unused-ignore]
    except ImportError:
        return []

    def build(operations: int) -> Any:
        x, w, b = (Value(value) for value in (1.0, 0.999999, 1e-6))
        return x, chain(x, w, b, operations)

    def backward(built: Any) -> float:
        x, out = built
        order, seen, waiting = [], set(), [(out, False)]
        while waiting:
            node, done = waiting.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                waiting.append((node, True))
                waiting.extend((child, False) for child in node._prev)
        out.grad = 1
        for node in reversed(order):
            node._backward()
        return float(x.grad)

    return [Engine("micrograd", build, backward, True), Engine("micrograd, no collector", build, backward, False)]


def bare_build(operations: int) -> Any:
    """What cannot be undercut in Python: the numbers themselves, and six columns."""
    values, gates, first, second, codes, places = [], [], [], [], [], []  # type: ignore[var-annotated]
    x, w = 1.0, 0.999999
    for index in range(operations):
        x = x * w
        values.append(x)
        gates.append("*")
        first.append(index)
        second.append(0)
        codes.append(None)
        places.append(index)
    return values, gates, first, second, codes, places


def bare_backward(columns: Any) -> float:
    values, gates, first, _, _, _ = columns
    above = [0.0] * (len(values) + 1)
    above[-1] = 1.0
    for index in range(len(values) - 1, -1, -1):
        if gates[index] == "*":
            above[first[index]] += above[index + 1] * values[0]
    return above[0]


ENGINES = [
    Engine("bare columns", bare_build, bare_backward, False),
    Engine("whygrad, operators", whygrad_build, whygrad_backward, False),
    Engine("whygrad, a watched script", script_build, script_backward, False),
]


def once(engine: Engine, operations: int) -> tuple[float, float]:
    """The seconds that one build and one way back take."""
    with collector(on=engine.collecting):
        forth, built = seconds(lambda: engine.build(operations))
        return forth, seconds(lambda: engine.backward(built))[0]


def measured(engine: Engine, operations: int) -> tuple[float, float, float]:
    """Microseconds an operation to build, the same to go back, and bytes an operation."""
    forth, back = (
        statistics.median(times) / operations * 1e6 for times in zip(*[once(engine, operations) for _ in range(REPEATS)], strict=True)
    )
    return forth, back, bytes_of(lambda: engine.build(operations)) / operations


def main() -> None:
    peers = micrograd_engines()
    for operations in SIZES:
        found = {engine.name: measured(engine, operations) for engine in (*ENGINES, *peers)}
        reference = found.get("micrograd, no collector")
        rows = []
        for name, figures in found.items():
            ratios = [f"{own / theirs:.2f}" for own, theirs in zip(figures, reference, strict=True)] if reference else ["-"] * 3
            rows.append([name, f"{figures[0]:.2f}", f"{figures[1]:.2f}", f"{figures[2]:.0f}", *ratios])
        header = ["engine", "build µs/op", "backward µs/op", "bytes/op", "build ×", "backward ×", "bytes ×"]
        table(f"A chain of {operations:,} scalar operations (× is against micrograd without the garbage collector)", header, rows)
    if not peers:
        print("\nmicrograd is not installed: `pip install micrograd` to see it beside whygrad")
