"""The rates on wrong programs that people wrote: `tests/corpus/arrays/wrong`, with the right version of each in `mended`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.diagnosis.rates import table
from benchmarks.diagnosis.scoring import Score, score
from benchmarks.rates import expected

CORPUS = Path(__file__).parents[2] / "tests" / "corpus" / "arrays"


def scored(folder: str) -> Iterator[tuple[Path, Score]]:
    """Every wrong program of a folder, and how its diagnosis fares."""
    for path in sorted((CORPUS / folder).glob("*.py")):
        wrong = path.read_text(encoding="utf-8")
        right = (CORPUS / folder.replace("wrong", "mended") / path.name).read_text(encoding="utf-8")
        yield path, score(wrong, right, expected(path), str(path))


def main(folder: str = "wrong", show: str = "") -> None:
    """Print the rates, of one mistake and of two, and what is amiss."""
    by_count: dict[int, list[Score]] = {}
    for path, one in scored(folder):
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
