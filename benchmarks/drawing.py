"""Layout and drawing: circuits of a hundred and of a thousand things beside Graphviz, torchviz and torchview; a million nodes, opened.

What draws the same is measured in turn, round after round, so that whatever else the machine does hits all of it. What isn't there is left
out with a word: Graphviz is no package of Python's (Debian's is `graphviz`), torch is in the environment of `make bench`.
"""

from __future__ import annotations

import gc
import resource
import shutil
import subprocess
import time
from collections.abc import Callable
from typing import Any

from benchmarks.measure import table
from benchmarks.page import markdown, put

ROUNDS = 3
#: How many things are seen, and how many milliseconds their layout may take.
SIZES = {150: 50, 1000: 500}
#: Seconds that opening a graph of a million nodes may take.
REACH = 1.0

FLAT = "a = 0.5\nb = 0.25\nx = 1.0\nfor i in range(250_000):\n    x = x * a + b * a - b\nloss = x * x\n"
MIXED = """\
class Neuron:
    def __init__(self, w, b):
        self.w = w
        self.b = b
    def forward(self, xs):
        s = self.b
        for w, x in zip(self.w, xs):
            s = s + w * x
        return math.tanh(s)
class Layer:
    def __init__(self, n, m, k):
        self.neurons = [Neuron([0.01 * ((i * 7 + j * 3 + k) % 11 - 5) for j in range(n)], 0.1) for i in range(m)]
    def forward(self, xs):
        return [n.forward(xs) for n in self.neurons]
layers = [Layer(16, 16, 1), Layer(16, 16, 2), Layer(16, 1, 3)]
def mlp(xs):
    for layer in layers:
        xs = layer.forward(xs)
    return xs[0]
a = 0.3
total = 0.0
for step in range(440):
    total = total + (mlp([a * (step + k) / 900 for k in range(16)]) - 0.5) ** 2
loss = total / 440
"""


def deep(levels: int) -> str:
    """Functions that call one another twice each, so deep."""
    rows = ["def f0(x, a):", *["    x = x * a + 0.1"] * 5, "    return x"]
    for k in range(1, levels + 1):
        rows += [f"def f{k}(x, a):", f"    x = f{k - 1}(x, a)", f"    return f{k - 1}(x, a)"]
    return "\n".join([*rows, "a = 0.3", "x = 1.0", f"loss = f{levels}(x, a) * a", ""])


LARGE = {"one loop, 250,000 turns": FLAT, "classes, functions and loops": MIXED, "functions in functions, 16 deep": deep(16)}


def program(gates: int, number: str = "{}", sine: str = "math.sin") -> str:
    """A net of scalars: each gate takes two numbers from among the last ones, as in layers of ten."""
    rows = [f"x{k} = {number.format(f'{0.1 * k + 0.1:.1f}')}" for k in range(10)]
    names = [f"x{k}" for k in range(10)]
    for k in range(gates - 10):
        a, b = names[-10 + k * 7 % 10], names[-1 - k * 3 % 10]
        names.append(f"y{k}")
        rows.append(f"y{k} = {sine}({a})" if k % 5 == 4 else f"y{k} = {a} {'+*-'[k % 3]} {b}")
    return "\n".join([*rows, f"out = {' + '.join(names[-10:])}"]) + "\n"


# --- beside others


def whole(wiring: Any, most: int) -> str:
    """The picture, from the recorded graph on."""
    from whygrad.drawing.asked import Asked
    from whygrad.drawing.scene import Setting
    from whygrad.reports.svg import picture
    from whygrad.reports.words import words

    return picture(Asked(Setting(wiring, most)).scene(), words("en"))


def laid_out_alone(wiring: Any, most: int) -> Callable[[], Any]:
    """The library's part: blocks of the size that they have in the picture, and their links."""
    import whygrad.reports.picture as pictures
    from whygrad.drawing import layout

    asked: list[Any] = []

    def listening(*given: Any) -> layout.Layout:
        asked.append(given)
        return layout.laid_out(*given)

    pictures.laid_out = listening  # type: ignore[attr-defined]
    try:
        whole(wiring, most)
    finally:
        pictures.laid_out = layout.laid_out  # type: ignore[attr-defined]
    return lambda: layout.laid_out(*asked[0])


def by_dot(text: str) -> str:
    return subprocess.run(["dot", "-Tsvg"], input=text.encode(), capture_output=True, check=True).stdout.decode()


def by_torchviz(gates: int) -> Callable[[], Any]:
    import torch
    from torchviz import make_dot

    names: dict[str, Any] = {"torch": torch}
    exec(program(gates, "torch.tensor({}, requires_grad=True)", "torch.sin"), names)
    return lambda: make_dot(names["out"]).pipe(format="svg")


def by_torchview(gates: int) -> Callable[[], Any]:
    import torch
    from torchview import draw_graph

    code = compile("\n".join(program(gates, sine="torch.sin").splitlines()[10:]), "<net>", "exec")

    class Net(torch.nn.Module):
        def forward(self, *xs: torch.Tensor) -> torch.Tensor:
            names: dict[str, Any] = {"torch": torch, **{f"x{k}": x for k, x in enumerate(xs)}}
            exec(code, names)
            return names["out"]

    inputs = [torch.tensor([0.1 * k + 0.1]) for k in range(10)]
    return lambda: draw_graph(Net(), input_data=inputs, device="cpu").visual_graph.pipe(format="svg")


def pictures() -> list[list[str]]:
    """One row a size."""
    from whygrad.drawing.asked import Asked
    from whygrad.drawing.numbers import NumberWiring, wired
    from whygrad.drawing.scene import Setting
    from whygrad.reports.dot import graph
    from whygrad.reports.words import words

    rows = []
    for size, reach in SIZES.items():
        gates = size - 9
        wiring = wired(program(gates).replace("x0", "import math\nx0", 1))
        assert isinstance(wiring, NumberWiring)
        seen = Asked(Setting(wiring, 10 * size)).scene()
        runs: dict[str, Callable[[], Any]] = {
            "layout": laid_out_alone(wiring, 10 * size),
            "whole": lambda w=wiring, n=10 * size: whole(w, n),
        }
        absent: dict[str, str] = {}
        text = graph(seen, words("en"))
        has_dot = shutil.which("dot") is not None
        for name, make in (
            ("dot", lambda t=text: lambda: by_dot(t)),
            ("torchviz", lambda g=gates: by_torchviz(g)),
            ("torchview", lambda g=gates: by_torchview(g)),
        ):
            try:
                if not has_dot:
                    raise FileNotFoundError("no Graphviz")
                runs[name] = make()
            except (ImportError, FileNotFoundError) as missing:
                absent[name] = str(missing)
        taken: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(ROUNDS):
            for name, run in runs.items():
                taken[name].append(busy(run))
        best = {name: min(seconds) for name, seconds in taken.items()}
        cells = [f"{len(seen.things):,} things, {len(seen.wires):,} wires", milliseconds(best["layout"]), f"≤ {reach} ms"]
        cells.append(milliseconds(best["whole"]))
        cells += [_beside(best, absent, name) for name in ("dot", "torchviz", "torchview")]
        rows.append(cells)
    return rows


def _beside(best: dict[str, float], absent: dict[str, str], name: str) -> str:
    """A peer's time, and how many times as long that is as the whole picture; or why there is none."""
    if name not in best:
        return f"– ({absent[name]})"
    return f"{milliseconds(best[name])} ({best[name] / best['whole']:.1f} ×)"


def busy(action: Callable[[], Any]) -> float:
    """The seconds of the processor that something takes, those of `dot` among them, which is a process of its own."""
    gc.collect()
    start = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN)
    action()
    end = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN)
    return end[0] - start[0] + end[1].ru_utime - start[1].ru_utime + end[1].ru_stime - start[1].ru_stime


# --- a million nodes


def opened(text: str) -> list[float]:
    """Nodes; the seconds of the runs of the program, by the clock; those from there to the picture, by the clock and of the processor;
    those of the processor on to the page; and the characters of the page."""
    from whygrad.drawing.numbers import NumberWiring, wired
    from whygrad.drawing.scene import scene
    from whygrad.reports.circuit import Circuit
    from whygrad.reports.svg import picture
    from whygrad.reports.words import words
    from whygrad.tracing.script import Program
    from whygrad.tracing.stops import uncollected

    spent = [0.0, 0.0]
    run = Program.run

    def watched(*given: Any, **named: Any) -> Any:
        start = time.perf_counter(), time.process_time()
        try:
            return run(*given, **named)
        finally:
            spent[0] += time.perf_counter() - start[0]
            spent[1] += time.process_time() - start[1]

    Program.run = watched  # type: ignore[method-assign]
    try:
        gc.collect()
        start, busy = time.perf_counter(), time.process_time()
        with uncollected():  # as the command does
            wiring = wired(text)
            assert isinstance(wiring, NumberWiring)
            seen = scene(wiring)
            drawn = picture(seen, words("en"))
        till, busy = time.perf_counter() - start - spent[0], time.process_time() - busy - spent[1]
    finally:
        Program.run = run  # type: ignore[method-assign]
    start = time.process_time()
    made = Circuit("it.py", text, seen, (), words("en")).html()
    page = time.process_time() - start
    assert len(drawn) < 1_000_000 > len(seen.things)
    return [len(wiring.graph), spent[0], till, busy, page, len(made)]


def millions() -> list[list[str]]:
    rows = []
    for name, text in LARGE.items():
        nodes, running, till, busy, page, size = opened(text)
        rows.append(
            [
                name,
                f"{nodes:,.0f}",
                f"{running:.1f} s",
                f"{till:.2f} s",
                f"{busy:.2f} s",
                f"≤ {REACH:g} s",
                f"{page:.1f} s",
                f"{size / 1e6:.1f} MB",
            ]
        )
    return rows


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1e3:,.{0 if seconds > 0.01 else 1}f} ms"


def main() -> None:
    """Measure, print, write into the docs."""
    header = ["seen", "layout alone", "reach", "whygrad, whole picture", "Graphviz `dot`", "torchviz", "torchview"]
    rows = pictures()
    table("Drawing a circuit", header, rows)
    large = ["program", "nodes", "the runs", "then, to the picture", "of the processor", "reach", "and to the page (processor)", "the page"]
    rows_of_millions = millions()
    table("Opening a graph of a million nodes", large, rows_of_millions)
    put("drawing", "\n\n".join([_ABOUT, markdown(header, rows), _ABOUT_MILLIONS, markdown(large, rows_of_millions)]))


_ABOUT = f"""\
## Layout and drawing

From the recorded graph to an SVG, by the time of the processor (of its processes too, as `dot` is one), so that the table means
something on a shared machine; the best of {ROUNDS} rounds, in each of which all take their turn, and how many times as long as
whygrad's whole picture. `dot` draws the text that `whygrad show --dot` writes; torchviz and torchview draw the same net of numbers as
torch has it, by `dot` too, without values and gradients."""

_ABOUT_MILLIONS = """\
Graphs of a million nodes, opened once each at their top level. *The runs* are those by which the program is recorded and
understood, by the clock. *Then, to the picture*: what feeds the output, gradients, names, boxes, layout, SVG; by the clock, which on a
shared machine says what else went on, and in seconds of the processor."""
