"""The rates on programs that train: `tests/corpus/arrays/scripts`.

A fix holds if the mended program does, to its end, what the right one does.
"""

from __future__ import annotations

import ast
import contextlib
import io
import random
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.diagnosis.rates import table
from benchmarks.diagnosis.scoring import Score, lines_of
from benchmarks.rates import expected
from whygrad.checking.check import check
from whygrad.checking.fixing import fixed

CORPUS = Path(__file__).parents[2] / "tests" / "corpus" / "arrays" / "scripts"


def scored(count: int | None = None, seed: int = 0) -> Iterator[tuple[Path, Score]]:
    """Every wrong program, or so many of them, and how its diagnosis fares."""
    paths = sorted((CORPUS / "wrong").glob("*.py"))
    for path in paths if count is None else sorted(random.Random(seed).sample(paths, count)):
        yield path, _score(path)


def _score(path: Path) -> Score:
    wrong, right = path.read_text(encoding="utf-8"), (CORPUS / "mended" / path.name).read_text(encoding="utf-8")
    mistakes = expected(path)
    start = time.process_time()
    diagnosis = check(wrong, str(path))
    seconds = time.process_time() - start
    placed = [[one for one in diagnosis.findings if mistake.lines & lines_of(one)] for mistake in mistakes]
    text = fixed(diagnosis.source, diagnosis)
    mended = text != wrong and same(outcome(text), outcome(right))
    certain = any(one.fix is not None and one.confidence == "certain" for one in diagnosis.findings)
    return Score(
        diagnosis.verdict,
        diagnosis.verdict == "wrong" or bool(diagnosis.findings),
        all(placed) and all(any(one in some for some in placed) for one in diagnosis.findings),
        mended,
        mended and ast.dump(ast.parse(text)) == ast.dump(ast.parse(right)),
        all(any(one.slug in mistake.slugs for one in some) for some, mistake in zip(placed, mistakes, strict=True)),
        certain and not mended and all(one.fix is not None for one in diagnosis.findings),
        seconds,
        tuple(f"{one.span.line} {one.slug}: {one.message.english()}" for one in diagnosis.findings)
        + tuple(one.message.english() for one in diagnosis.problems),
    )


def outcome(text: str) -> dict[str, Any]:
    """What a program leaves behind: its numbers and arrays by name, and what it printed."""
    np.random.seed(0)
    random.seed(0)
    names: dict[str, Any] = {"__name__": "__main__"}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), np.errstate(all="ignore"):
        try:
            exec(compile(text, "<program>", "exec"), names)
        except Exception as error:
            return {"stopped by": type(error).__name__}
    kept = {name: value for name, value in names.items() if isinstance(value, np.ndarray | float | int | np.generic | dict | list)}
    return {**kept, "printed": printed.getvalue()}


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Did two runs end alike? A name that only one of them has is its own affair."""
    if "stopped by" in one or "stopped by" in other:
        return False
    shared = one.keys() & other.keys() - {"printed"}
    if not any(isinstance(one[name], np.ndarray | dict | list) for name in shared):
        return _numbers(one["printed"]) == _numbers(other["printed"])
    return all(_same(one[name], other[name]) for name in shared - {"__builtins__"})


def _numbers(text: str) -> list[str]:
    return text.split()


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return all(_same(one[key], other[key]) for key in one.keys() & other.keys())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(_same(a, b) for a, b in zip(one, other, strict=True))
    try:
        return bool(np.allclose(np.asarray(one, dtype=float), np.asarray(other, dtype=float), rtol=1e-6, atol=1e-8, equal_nan=True))
    except (TypeError, ValueError):
        return True


def main(show: str = "") -> None:
    """Print the rates, of one mistake and of two, and what is amiss."""
    by_count: dict[int, list[Score]] = {}
    for path, one in scored():
        by_count.setdefault(len(expected(path)), []).append(one)
        amiss = [
            word for word, good in (("seen", one.detected), ("place", one.blamed), ("fix", one.mended), ("kind", one.named)) if not good
        ]
        if amiss:
            print(path.stem, amiss, f"{one.seconds:.1f}s", *(one.said if show else ()), sep="\n    " if show else " ")
    for count, scores in sorted(by_count.items()):
        print(f"programs with {count} mistake(s)\n{table(scores)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
