"""The seed: `whygrad check` on the eight lines that whygrad was founded on, as a process and inside one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.measure import median, table

SEED = Path(__file__).parents[1] / "examples" / "seed" / "neuron.py"
TIMES = 7

#: What is measured as a whole process, and how many milliseconds it may take (None: it is there for comparison).
PROCESSES: list[tuple[str, list[str], int | None]] = [
    ("python -c pass", ["-c", "pass"], None),
    ("import numpy", ["-c", "import numpy"], None),
    ("import whygrad", ["-c", "import whygrad"], None),
    ("whygrad --help", ["-m", "whygrad", "--help"], 100),
    ("whygrad check SEED", ["-m", "whygrad", "check", str(SEED)], 500),
    ("whygrad check --format json SEED", ["-m", "whygrad", "check", "--format", "json", str(SEED)], 500),
]


def process(arguments: list[str]) -> int:
    """Run Python once and throw away what it prints."""
    return subprocess.run([sys.executable, *arguments], capture_output=True, check=False).returncode


def main() -> None:
    bare = None
    rows = []
    for name, arguments, allowed in PROCESSES:
        if (code := process(arguments)) not in (0, 1):
            rows.append([name, f"exit code {code}", "-", "-"])
            continue
        taken = median(lambda arguments=arguments: process(arguments), TIMES)  # type: ignore[misc]
        bare = bare or taken
        rows.append([name, f"{taken * 1e3:.0f} ms", f"{taken / bare:.1f}", "-" if allowed is None else f"{allowed} ms"])
    import whygrad

    whygrad.check(SEED)
    taken = median(lambda: whygrad.check(SEED), TIMES)
    rows.append(["whygrad.check(SEED), inside a process", f"{taken * 1e3:.0f} ms", "-", "-"])
    table("The seed (× is against an empty Python process)", ["what", "median", "×", "reach"], rows)
