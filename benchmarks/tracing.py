"""A chain of scalar operations: what it costs to write one down, to go back over it, and to keep it.

Each engine runs the same function on its own kind of number. Micrograd's own `backward` recurses once a node, which no
long chain survives: here its nodes are sorted without recursion, and that is counted with its backward pass.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, NamedTuple

from benchmarks.measure import bytes_of, collector, processor, table
from benchmarks.page import markdown, put
from whygrad.autodiff.reverse import sweep
from whygrad.graph import Graph
from whygrad.tracing.running import Settings
from whygrad.tracing.script import Program
from whygrad.tracing.source import Source
from whygrad.tracing.traced import Traced

QUICK, FULL = (100_000,), (100_000, 1_000_000)
REPEATS = 5
#: Engines that take longer than this for an operation are measured once, and not on the longest chain.
SLOW = 8e-6
#: What is to be reached: microseconds to write an operation down, the same to go back, bytes to keep it.
REACH = ("0.45", "0.12", "115")


class Engine(NamedTuple):
    """How to trace a chain of n operations, how to go back over it, and whether the garbage collector is on."""

    name: str
    build: Callable[[int], Any]
    backward: Callable[[Any], float] | None
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


def torch_engines() -> list[Engine]:
    """PyTorch's own tape; none if it is not installed."""
    try:
        torch = importlib.import_module("torch")
    except ImportError:
        return []

    def build(operations: int) -> Any:
        x = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
        w, b = (torch.tensor(value, dtype=torch.float64) for value in (0.999999, 1e-6))
        return x, chain(x, w, b, operations)

    def backward(built: Any) -> float:
        x, out = built
        out.backward(retain_graph=True)
        return float(x.grad)

    return [Engine("torch", build, backward, True)]


def autograd_engines() -> list[Engine]:
    """HIPS autograd's own tape; none if it is not installed."""
    try:
        core = importlib.import_module("autograd.core")
    except ImportError:
        return []

    def build(operations: int) -> Any:
        return core.make_vjp(lambda x: chain(x, 0.999999, 1e-6, operations), 1.0)[0]

    return [Engine("autograd", build, lambda pull: float(pull(1.0)), True)]


def jax_engines() -> list[Engine]:
    """JAX's trace, which goes back only when it is compiled; none if it is not installed."""
    try:
        jax = importlib.import_module("jax")
    except ImportError:
        return []

    def build(operations: int) -> Any:
        return jax.make_jaxpr(lambda x: chain(x, 0.999999, 1e-6, operations))(1.0)

    return [Engine("jax.make_jaxpr", build, None, True)]


def own_engines() -> list[Engine]:
    """whygrad's, and what is written by hand."""
    return [
        Engine("whygrad", whygrad_build, whygrad_backward, False),
        Engine("whygrad, a watched script", script_build, script_backward, False),
        Engine("bare lists", bare_build, bare_backward, False),
    ]


#: By the beginning of their names; what isn't asked for is not imported.
FAMILIES = {
    "whygrad": own_engines,
    "bare": own_engines,
    "micrograd": micrograd_engines,
    "torch": torch_engines,
    "autograd": autograd_engines,
    "jax": jax_engines,
}


def chained() -> list[Engine]:
    """All that are there, whygrad's first."""
    return [engine for family in dict.fromkeys(FAMILIES.values()) for engine in family()]


def once(engine: Engine, operations: int) -> tuple[float, float]:
    """The seconds that one build and one way back take."""
    back = engine.backward
    with collector(on=engine.collecting):
        forth, built = processor(lambda: engine.build(operations))
        return forth, 0.0 if back is None else processor(lambda: back(built))[0]


def measured(operations: int, engines: list[Engine]) -> dict[str, tuple[float, float]]:
    """Microseconds an operation to build, and to go back: the best of rounds in which all take their turn."""
    taken: dict[str, list[tuple[float, float]]] = {engine.name: [] for engine in engines}
    for _ in range(REPEATS):
        for engine in engines:
            before = taken[engine.name]
            if not before or before[0][0] / operations < SLOW:
                before.append(once(engine, operations))
    return {
        name: (min(f for f, _ in found) / operations * 1e6, min(b for _, b in found) / operations * 1e6) for name, found in taken.items()
    }


def held_by(engine: Engine, operations: int) -> float:
    """Bytes an operation that a chain holds once it stands."""
    return bytes_of(lambda: engine.build(operations)) / operations


def main(*, full: bool = False) -> None:
    """Measure, print, and write into the docs."""
    from benchmarks.memory import peak

    header = ["", "write down, µs", "×", "go back, µs", "×", "held, bytes", "peak, bytes"]
    parts = []
    engines = chained()
    for operations in FULL if full else QUICK:
        found = measured(operations, engines)
        base = found.get("micrograd, no collector", found["bare lists"])
        rows = [["**reach**", f"**≤ {REACH[0]}**", "", f"**≤ {REACH[1]}**", "", f"**≤ {REACH[2]}**", ""]]
        for engine in engines:
            forth, back = found[engine.name]
            held = "–" if engine.name == "torch" else f"{held_by(engine, operations):.0f}"
            most = peak(engine.name, operations)
            ways = ["–", "–"] if engine.backward is None else [f"{back:.2f}", f"{back / base[1]:.2f}"]
            rows.append([engine.name, f"{forth:.2f}", f"{forth / base[0]:.2f}", *ways, held, "–" if most is None else f"{most:.0f}"])
        table(f"A chain of {operations:,} operations, each", header, rows)
        engines = [engine for engine in engines if found[engine.name][0] < SLOW * 1e6]
        parts.append(f"A chain of {operations:,} operations:\n\n{markdown(header, rows)}")
    put("tracing", f"## Tracing plain numbers, an operation\n\n{ABOUT}\n\n" + "\n\n".join(parts))


ABOUT = """A multiplication and an addition in turn, written down with values, gates, inputs and the place of each in the source.
*whygrad* is traced numbers by themselves; *a watched script* is the same chain as `whygrad check` runs it, every turn of the loop counted
and every name noted; *bare lists* are six lists and a loop, written by hand. *Held* is what Python holds when the chain stands
(`tracemalloc`; PyTorch's memory is its own), *peak* is what a fresh process grew by at most, with the way back. Processor time, the best of
rounds in which all take their turn. × is against micrograd without the garbage collector, which flatters it; where the targets were set, it
took 0.75 µs to write an operation down."""
