"""The rates on programs that train: `tests/corpus/arrays/scripts`.

A fix holds if the mended program does, to its end, what the right one does.
"""

from __future__ import annotations

import contextlib
import io
import random
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.diagnosis.rates import report
from benchmarks.diagnosis.scoring import Score, score
from benchmarks.rates import expected

CORPUS = Path(__file__).parents[2] / "tests" / "corpus" / "arrays" / "scripts"
THIRD, FOURTH, FIFTH = (CORPUS.with_name(f"scripts{number}") for number in (3, 4, 5))


def scored(count: int | None = None, seed: int = 0, corpus: Path = CORPUS) -> Iterator[tuple[Path, Score]]:
    """Every wrong program, or so many of them, and how its diagnosis fares."""
    paths = sorted((corpus / "wrong").glob("*.py"))
    for path in paths if count is None else sorted(random.Random(seed).sample(paths, count)):
        yield path, _score(path)


def _score(path: Path) -> Score:
    wrong, right = path.read_text(encoding="utf-8"), (path.parents[1] / "mended" / path.name).read_text(encoding="utf-8")
    return score(wrong, right, expected(path), str(path), holds=lambda text: same(outcome(text), outcome(right)))


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


if __name__ == "__main__":
    report(scored(), *sys.argv[1:])
