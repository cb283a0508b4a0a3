"""The most memory that a process has had, over what it had before: each engine in a fresh process of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from benchmarks.tracing import FAMILIES


def peak(engine: str, operations: int) -> float | None:
    """Bytes an operation that building a chain and going back over it took at most; None for an engine that isn't there."""
    command = [sys.executable, "-m", "benchmarks.memory", engine, str(operations)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    return float(made.stdout) if made.returncode == 0 else None


def most() -> int:
    """The most bytes that this process has had (where the system says so; `ru_maxrss` would count the parent's)."""
    found = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    assert found is not None
    return int(found[1]) * 1024


def main(name: str, operations: int) -> None:
    """In the process of its own: warm up with a short chain, then measure."""
    family = next(family for start, family in FAMILIES.items() if name.startswith(start))
    engine = next(one for one in family() if one.name == name)
    for count in (100, operations):
        before = most()
        built = engine.build(count)
        if engine.backward is not None:
            engine.backward(built)
    print((most() - before) / operations)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
