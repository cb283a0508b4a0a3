"""whygrad beside its peers: the same functions, inputs and dtypes, in one process, in turn; a table and a chart for the docs.

Run by `make bench` in an environment of its own. Every contender's value and gradients are compared with those written by
hand before anything is timed. In a round all take their turns, in an order drawn by lot: one run to warm up, then several
that are timed, of which the best counts. So whatever else the machine does hits all of them. The ratio is the median
of the rounds' ratios.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import platform
import random
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from benchmarks.chart import chart
from benchmarks.measure import processor, table
from benchmarks.page import DOCS, put
from benchmarks.workloads import WORKLOADS
from benchmarks.workloads.workload import Run, Workload, back, both, by_hand, by_xla, compiled, hand, plain, traced, written

#: Rounds; how often a contender is timed in each, and for how long in all at most; and how long what is timed takes at least.
QUICK, FULL = 11, 41
AT_ONCE, LONGEST, SHORT = 9, 0.05, 0.0005
#: A contender that takes longer than this for one run is measured three times only.
SLOW = 0.5
#: What was set out to be reached, by workload.
REACH = {
    "W1": "≤ 1.2",
    "W2": "≤ 0.35 ms",
    "W3": "≤ 1.05",
    "W4": "≤ 1.05; XLA ≤ torch.compile",
    "W5": "≤ 1.15; XLA ≤ jax.jit, scan",
    "W6": "≤ 1.0",
    "W7": "≤ 1.1",
}
#: Of pairs of a forward and a backward pass: the one by hand and the one that is written, both passes and the way back alone.
PAIR, WRITTEN = "hand-written pair", "whygrad written"
PAIR_BACK, WRITTEN_BACK = "hand-written pair, backward alone", "whygrad written, backward alone"
PACKAGES = ("numpy", "torch", "jax", "autograd", "micrograd")


@dataclass
class Row:
    """One contender on one workload: seconds, their spread (half of the middle half), the ratio to what is written by hand."""

    name: str
    seconds: float
    spread: float
    ratio: float
    first: float  # seconds until the first result
    turns: list[float]  # seconds, round by round

    def beside(self, other: Row) -> float:
        """How many times as long as another contender, in the rounds of both."""
        return statistics.median(mine / theirs for mine, theirs in zip(self.turns, other.turns, strict=False))


@dataclass
class Result:
    """All contenders on a workload, and those that couldn't take part, with the reason."""

    work: Workload
    rows: list[Row]
    absent: dict[str, str]


def contenders(work: Workload, *, full: bool) -> dict[str, Callable[[Workload], Run]]:
    """By name, what makes each ready to run."""
    found = {"hand-written": hand, "whygrad compiled": compiled, "whygrad, XLA": by_xla, PAIR: both(by_hand), WRITTEN: both(written)}
    found |= {PAIR_BACK: back(by_hand), WRITTEN_BACK: back(written), "whygrad traced": traced, **work.peers}
    if work.pair is None:
        del found[PAIR], found[PAIR_BACK], found[WRITTEN_BACK]
    if not full:  # it takes a compiler, and many seconds
        found.pop("torch.compile", None)
    return found


def measured(work: Workload, *, full: bool) -> Result:
    """One workload."""
    runs: dict[str, Run] = {}
    first: dict[str, float] = {}
    absent: dict[str, str] = {}
    expected: list[np.ndarray] = []
    for name, make in contenders(work, full=full).items():
        start = time.perf_counter()
        try:
            run = make(work)
            found = plain(run())
        except Exception as error:
            absent[name] = f"{type(error).__name__}: {str(error).splitlines()[0][:100]}" if str(error) else type(error).__name__
            continue
        first[name] = time.perf_counter() - start
        expected = expected or found
        wrong = difference(found, expected, work.tolerance)
        if wrong:
            absent[name] = wrong
        else:
            runs[name] = run
    return Result(work, timed(runs, first, FULL if full else QUICK), absent)


def difference(found: list[np.ndarray], expected: list[np.ndarray], tolerance: float) -> str:
    """What is otherwise than written by hand, if anything. (Nested lists of numbers may stand for one array.)"""
    mine, true = (np.concatenate([np.ravel(part).astype(float) for part in values]) for values in (found, expected))
    if mine.shape != true.shape:
        return f"returns {mine.size} numbers where {true.size} are due"
    apart = float(np.max(np.abs(mine - true)) / max(1.0, float(np.max(np.abs(true)))))
    return "" if apart <= tolerance else f"differs by {apart:.1e}"


def timed(runs: dict[str, Run], first: dict[str, float], rounds: int) -> list[Row]:
    """All of them in turn, round after round."""
    once = {name: _seconds(run, 1) for name, run in runs.items()}
    times = {name: max(1, int(SHORT / max(seconds, 1e-9))) for name, seconds in once.items()}
    taken: dict[str, list[float]] = {name: [] for name in runs}
    order = random.Random(0)
    for turn in range(rounds):
        for name in order.sample(list(runs), len(runs)):
            if once[name] < SLOW or turn < 3:
                taken[name].append(_turn(runs[name], times[name], once[name]))
    base = taken["hand-written"]
    rows = []
    for name, seconds in taken.items():
        middle = statistics.median(seconds)
        low, _, high = statistics.quantiles(seconds, n=4)
        ratio = statistics.median(one / other for one, other in zip(seconds, base, strict=False))
        rows.append(Row(name, middle, (high - low) / 2, ratio, first[name], seconds))
    return rows


def _turn(run: Run, times: int, once: float) -> float:
    """The seconds of one run: the best of a turn, since whoever is put aside by the system meanwhile is not slower for it."""
    gc.collect(0)
    if once < SLOW:
        run()
    end, found = time.perf_counter() + LONGEST, []
    while not found or (len(found) < AT_ONCE and time.perf_counter() < end):
        found.append(_seconds(run, times))
    return min(found)


def _seconds(run: Run, times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        run()
    return (time.perf_counter() - start) / times


def duration(seconds: float) -> str:
    """In the unit that suits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def machine() -> str:
    """What it runs on, and with what."""
    versions = []
    for package in PACKAGES:
        try:
            versions.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            versions.append(f"no {package}")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{_processor()}, on {cores} of {os.cpu_count()} cores; Python {platform.python_version()}, {', '.join(versions)}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def printed(result: Result) -> None:
    """A table on the screen."""
    rows = [
        [row.name, duration(row.seconds), f"± {duration(row.spread)}", f"{row.ratio:.2f}", duration(row.first)]
        for row in sorted(result.rows, key=lambda row: row.ratio)
    ]
    table(f"{result.work.key}  {result.work.title}", ["", "median", "", "× hand", "first result after"], rows)
    for name, reason in result.absent.items():
        print(f"{name}: not measured ({reason})")
    print(*pairs([result])[-1:], sep="\n")


def compiling() -> float:
    """Seconds of the processor from the neuron to its first compiled gradient, with nothing kept of an earlier time."""
    import whygrad
    from whygrad.executing.kept import code_of

    work = next(work for work in WORKLOADS if work.key == "W1")

    def anew() -> None:
        code_of.cache_clear()
        whygrad.compile(work.function, argnums=work.argnums).value_and_grad(*work.args)

    return min(processor(anew)[0] for _ in range(300))


def page(results: list[Result], *, full: bool) -> str:
    """The page for the docs."""
    names = [name for name in dict.fromkeys(row.name for result in results for row in result.rows) if not name.endswith("alone")]
    lines = [
        "## Value and gradient",
        "",
        f"Made by `make bench{' BENCH=full' if full else ''}` on {machine()}.",
        "",
        "How many times as long as the gradient written by hand in NumPy (or plain Python, W1): medians over rounds in which all take",
        "their turn, of the best run of each turn. Below 1 is faster than written by hand. Before it is timed, each result is compared",
        "with the one by hand.",
        '*whygrad compiled* is `whygrad.compile(f).value_and_grad`; *whygrad, XLA* is the same with `backend="jax"`, from NumPy\'s arrays',
        "and into them; *whygrad traced* is `whygrad.value_and_grad(f)`, which runs and records `f` anew each time; *whygrad written* runs",
        "the text of `whygrad.backward_source(f)`, made to be read, a line a gate, a forward and a backward pass; *hand-written pair* is",
        "those two as one writes them by hand (the table below compares them). Peers that compile are measured after they have.",
        "The last three workloads were chosen to show more than what whygrad was made for.",
        "",
        "![The ratios as a chart](benchmarks.svg)",
        "",
        "| | reach | hand-written | " + " | ".join(name for name in names if name != "hand-written") + " |",
        "|---|---|---|" + "---|" * (len(names) - 1),
    ]
    for result in results:
        found = {row.name: row for row in result.rows}
        cells = [f"{found[name].ratio:.2f}" if name in found else "–" for name in names if name != "hand-written"]
        base = found["hand-written"]
        cells[:0] = [REACH.get(result.work.key, ""), f"{duration(base.seconds)} ± {duration(base.spread)}"]
        lines.append(f"| {result.work.key} {result.work.title} | {' | '.join(cells)} |")
    lines += ["", "Until the first result (whygrad: recorded, differentiated, written, compiled by Python):", ""]
    for result in results:
        ready = {row.name: duration(row.first) for row in result.rows if row.name in names and not row.name.startswith("hand-written")}
        lines.append(f"- {result.work.key}: " + ", ".join(f"{name} {seconds}" for name, seconds in ready.items()))
    lines += ["", f"To record, differentiate, write and compile W1 again, when all is loaded (reach 0.5 ms): {duration(compiling())}."]
    absent = [f"- {result.work.key}, {name}: {reason}" for result in results for name, reason in result.absent.items()]
    lines += ["", "Not measured:", "", *absent] if absent else []
    return "\n".join([*lines, *pairs(results)]) + "\n"


def pairs(results: list[Result]) -> list[str]:
    """The written pair beside the one by hand, as a table for the docs."""
    lines = [
        "",
        "### The forward and the backward pass, written by whygrad and by hand",
        "",
        "The text of `whygrad.backward_source(f)` is a pair: a forward pass that returns its value and a cache, and a backward pass of the",
        "gradient from above and that cache. It is compared with the same pair written by hand, as carefully as the single function above,",
        "which needs no cache, knows that the gradient from above is 1, and may write over what it has computed. Both leave the cache as",
        "it is. Medians of the ratios in the rounds of the table above; the reach is 1.1.",
        "",
        "| | hand-written pair | whygrad written | its backward pass alone | × the hand-written single function |",
        "|---|---|---|---|---|",
    ]
    for result in results:
        found = {row.name: row for row in result.rows}
        if {PAIR, WRITTEN, PAIR_BACK, WRITTEN_BACK} <= set(found):
            hand, mine = found[PAIR], found[WRITTEN]
            alone = found[WRITTEN_BACK].beside(found[PAIR_BACK])
            times = f"{duration(hand.seconds)} ± {duration(hand.spread)} | {mine.beside(hand):.2f} | {alone:.2f} | {mine.ratio:.2f}"
            lines.append(f"| {result.work.key} {result.work.title} | {times} |")
    return lines


def main(arguments: list[str]) -> int:
    """Measure, print, write into the docs; with names of workloads, only those, and nothing is written."""
    warnings.simplefilter("ignore")
    full = "full" in arguments
    if hasattr(os, "sched_setaffinity"):  # one core for all: their pools of threads are not what is compared
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    chosen = [work for work in WORKLOADS if work.key in arguments] or WORKLOADS
    for module in ("whygrad.derivatives", *PACKAGES):  # what an import costs is another question
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
    print(machine())
    results = []
    for work in chosen:
        results.append(measured(work, full=full))
        printed(results[-1])
        sys.stdout.flush()
    if chosen == WORKLOADS:
        put("peers", page(results, full=full))
        bars: list[tuple[str, dict[str, float]]] = [
            (result.work.key, {row.name: row.ratio for row in result.rows if not row.name.endswith("alone")}) for result in results
        ]
        (DOCS / "benchmarks.svg").write_text(chart(bars), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
