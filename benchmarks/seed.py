"""Start-up: what an import, the help, and `whygrad check` on the eight lines that whygrad was founded on cost as whole processes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import processor, table
from benchmarks.page import markdown, put

SEED = Path(__file__).parents[1] / "examples" / "seed" / "neuron.py"
TIMES = 15

#: What is run as a whole process.
PROCESSES: dict[str, list[str]] = {
    "python -c pass": ["-c", "pass"],
    "import numpy": ["-c", "import numpy"],
    "import whygrad": ["-c", "import whygrad"],
    "import whygrad; whygrad.grad": ["-c", "import whygrad; whygrad.grad"],
    "whygrad --help": ["-m", "whygrad", "--help"],
    "whygrad check SEED": ["-m", "whygrad", "check", str(SEED)],
    "whygrad check --format json SEED": ["-m", "whygrad", "check", "--format", "json", str(SEED)],
    "import jax": ["-c", "import jax"],
    "import torch": ["-c", "import torch"],
}
REACH = {
    "import whygrad": "≤ 30 ms over numpy",
    "whygrad --help": "≤ 100 ms",
    "whygrad check SEED": "≤ 500 ms",
    "whygrad check --format json SEED": "≤ 500 ms",
}


class Taken(NamedTuple):
    """Of a process: seconds by the clock, and of processor time, which hardly depends on what else the machine does."""

    clock: float
    processor: float


def process(arguments: list[str]) -> Taken | None:
    """Run Python once and throw away what it prints; None if it fails."""
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as started:
        _pid, status, used = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
    return Taken(time.perf_counter() - start, used.ru_utime + used.ru_stime) if started.returncode in (0, 1) else None


def main() -> None:
    """Measure, print, and write into the docs."""
    found: dict[str, list[Taken]] = {}
    for turn in range(TIMES):
        for name, arguments in PROCESSES.items():
            if turn == 0 or name in found:
                taken = process(arguments)
                if taken is not None:
                    found.setdefault(name, []).append(taken)
    bare = statistics.median(taken.processor for taken in found["python -c pass"])
    rows = []
    for name, times in found.items():
        clock, used = (statistics.median(column) for column in zip(*times, strict=True))
        rows.append([name, f"{1e3 * used:.0f} ms", f"{1e3 * clock:.0f} ms", f"{used / bare:.1f}", REACH.get(name, "")])
    import whygrad

    whygrad.check(SEED)
    inside = statistics.median(processor(lambda: whygrad.check(SEED))[0] for _ in range(TIMES))
    rows.append(["`whygrad.check(SEED)`, inside a process", f"{1e3 * inside:.0f} ms", "", f"{inside / bare:.1f}", ""])
    header = ["", "processor time", "by the clock", "× an empty Python", "reach"]
    table("Start-up", header, rows)
    put("seed", f"## Start-up, whole processes\n\n{ABOUT}\n\n{markdown(header, rows)}")


ABOUT = """Medians. *SEED* is [the program that whygrad was founded on](../examples/seed/neuron.py): found wrong, explained, fixed and
printed."""
