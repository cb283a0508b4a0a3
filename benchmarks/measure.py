"""Time, memory, and a table of them."""

from __future__ import annotations

import gc
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any


@contextmanager
def collector(*, on: bool) -> Iterator[None]:
    """The garbage collector on or off, after a collection of what came before."""
    gc.collect()
    (gc.enable if on else gc.disable)()
    try:
        yield
    finally:
        gc.enable()


def seconds(action: Callable[[], Any]) -> tuple[float, Any]:
    """How long it took, and what came of it."""
    start = time.perf_counter()
    result = action()
    return time.perf_counter() - start, result


def processor(action: Callable[[], Any]) -> tuple[float, Any]:
    """How much processor time it took, which hardly depends on what else the machine does, and what came of it."""
    start = time.process_time()
    result = action()
    return time.process_time() - start, result


def median(action: Callable[[], Any], times: int) -> float:
    """The median of the seconds of several runs."""
    return statistics.median(seconds(action)[0] for _ in range(times))


def best(action: Callable[[], Any], times: int) -> float:
    """The fewest seconds of several runs: what it takes when nothing else is going on."""
    return min(seconds(action)[0] for _ in range(times))


def bytes_of(action: Callable[[], Any]) -> int:
    """The bytes that the result of an action holds."""
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    kept = action()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return after - before


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns."""
    widths = [max(len(row[column]) for row in (header, *rows)) for column in range(len(header))]
    print(f"\n{title}")
    for row in (header, ["-" * width for width in widths], *rows):
        print(
            "  ".join(
                cell.ljust(width) if column == 0 else cell.rjust(width)
                for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
        )
