"""How often the diagnosis of array code is right: on mutants of right programs, and on programs written by hand."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from benchmarks.diagnosis.mutants import generate
from benchmarks.diagnosis.scoring import Score, score
from benchmarks.rates import Mistake, expected


def table(scores: Iterable[Score]) -> str:
    """The rates, a line each."""
    rows = list(scores)
    seconds = sorted(row.seconds for row in rows)
    of = max(len(rows), 1)
    counts = {
        "wrong, and passed": sum(row.verdict == "right" and not row.detected for row in rows),
        "wrong, and can't tell": sum(row.verdict == "unknown" for row in rows),
        "all blame in the right place": sum(row.blamed for row in rows),
        "a fix that holds": sum(row.mended for row in rows),
        "a fix identical to the original": sum(row.identical for row in rows),
        "the right kind": sum(row.named for row in rows),
        "an unverified fix shown as certain": sum(row.unverified for row in rows),
    }
    listed = "\n".join(f"| {name} | {count} of {of} | {count / of:.1%} |" for name, count in counts.items())
    times = (
        f"seconds: median {seconds[len(seconds) // 2]:.3f}, 99% {seconds[int(len(seconds) * 0.99)]:.2f}, most {seconds[-1]:.2f}"
        if seconds
        else ""
    )
    return f"{listed}\n{times}"


def amiss(one: Score) -> list[str]:
    """What isn't as it should be in one diagnosis."""
    return [word for word, good in (("seen", one.detected), ("place", one.blamed), ("fix", one.mended), ("kind", one.named)) if not good]


def report(scored: Iterable[tuple[Path, Score]], show: str = "") -> None:
    """Print the rates of programs that people wrote, of one mistake and of two, and what is amiss; with `show`, what was said."""
    by_count: dict[int, list[Score]] = {}
    for path, one in scored:
        by_count.setdefault(len(expected(path)), []).append(one)
        if amiss(one):
            print(path.stem, amiss(one), f"{one.seconds:.1f}s", *(one.said if show else ()), sep="\n    " if show else " ")
    for count, scores in sorted(by_count.items()):
        print(f"programs with {count} mistake(s)\n{table(scores)}")


def main(seed: int = 0, singles: int = 100, doubles: int = 0) -> None:
    """Mutate, check, and print the rates and the misses."""
    scores: list[Score] = []
    missed: Counter[str] = Counter()
    for mutant in generate(seed, singles, doubles):
        mistakes = [Mistake(frozenset(lines), frozenset(slugs)) for lines, slugs in mutant.mistakes]
        one = score(mutant.wrong, mutant.right, mistakes, str(mutant.path))
        scores.append(one)
        words = amiss(one)
        if words:
            missed[",".join(words)] += 1
            print(
                mutant.path.stem,
                [(sorted(one.lines), sorted(one.slugs)) for one in mistakes],
                words,
                f"{one.seconds:.1f}s",
                *one.said,
                sep="\n    ",
            )
            old, new = mutant.right.splitlines(), mutant.wrong.splitlines()
            for a, b in zip(old, new, strict=False):
                if a != b:
                    print("   -", a.strip(), "\n   +", b.strip())
                    break
    print(table(scores))
    print(dict(missed))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
