"""The rates on wrong programs that people wrote: `tests/corpus/arrays/wrong`, with the right version of each in `mended`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.diagnosis.rates import report
from benchmarks.diagnosis.scoring import Score, score
from benchmarks.rates import expected

CORPUS = Path(__file__).parents[2] / "tests" / "corpus" / "arrays"


def scored(folder: str) -> Iterator[tuple[Path, Score]]:
    """Every wrong program of a folder, and how its diagnosis fares."""
    for path in sorted((CORPUS / folder).glob("*.py")):
        wrong = path.read_text(encoding="utf-8")
        right = (CORPUS / folder.replace("wrong", "mended") / path.name).read_text(encoding="utf-8")
        yield path, score(wrong, right, expected(path), str(path))


if __name__ == "__main__":
    report(scored(*sys.argv[1:2] or ["wrong"]), *sys.argv[2:])
