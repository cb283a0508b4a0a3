"""The rates on functions and programs on arrays: mutants by the thousand, and what people wrote; the table goes into docs/rates.md.

It can be stopped and goes on where it was: what was measured with the code as it is now is kept in `.rates/`.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.diagnosis import handwritten, training
from benchmarks.diagnosis.mutants import CORPUS, generate
from benchmarks.diagnosis.scoring import Score, score
from benchmarks.rates import PAGE, ROOT, Mistake, expected
from whygrad.checking.check import check

SINGLES, DOUBLES, SEED = 3000, 500, 5
KEPT = ROOT / ".rates"
_TABLE = re.compile(r"(?<=<!-- arrays -->\n).*?(?=<!-- end arrays -->)", re.DOTALL)
_PAIRS = tuple(f"{kind}{number}" for kind in ("right", "mended") for number in ("", 2, 3, 4, 5))
_PROGRAMS = ("scripts", "scripts3", "scripts4", "scripts5")
_RIGHT = (*_PAIRS, *(f"{folder}/{kind}" for folder in _PROGRAMS for kind in ("right", "mended")))

Job = tuple[str, str, str, list[tuple[list[int], list[str]]]]  # the path, the wrong text, the right one, the mistakes


def code_version() -> str:
    """What the measurements depend on."""
    found = hashlib.sha256()
    for path in sorted([*(ROOT / "src" / "whygrad").rglob("*.py"), *(ROOT / "benchmarks" / "diagnosis").glob("*.py")]):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _measured(job: Job) -> tuple[str, dict[str, Any]]:
    path, wrong, right, mistakes = job
    one = score(wrong, right, [Mistake(frozenset(lines), frozenset(slugs)) for lines, slugs in mistakes], path)
    return _key(wrong), asdict(one)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def mutants(singles: int, doubles: int) -> tuple[list[Score], list[Score]]:
    """The scores of mutants with one mistake, and with two."""
    KEPT.mkdir(exist_ok=True)
    file = KEPT / f"{code_version()}.jsonl"
    known = dict(map(json.loads, file.read_text().splitlines())) if file.exists() else {}
    jobs: list[Job] = [
        (str(one.path.relative_to(ROOT)), one.wrong, one.right, [(list(lines), list(slugs)) for lines, slugs in one.mistakes])
        for one in generate(SEED, singles, doubles)
    ]
    waiting = [job for job in jobs if _key(job[1]) not in known]
    with multiprocessing.Pool(os.cpu_count()) as pool, file.open("a") as kept:
        for number, (key, value) in enumerate(pool.imap_unordered(_measured, waiting), 1):
            known[key] = value
            kept.write(json.dumps([key, value]) + "\n")
            kept.flush()
            if number % 50 == 0:
                print(f"\r{number} of {len(waiting)}", end="", file=sys.stderr, flush=True)
    scores = [(len(job[3]), Score(**{**known[_key(job[1])], "said": ()})) for job in jobs]
    return [one for count, one in scores if count == 1], [one for count, one in scores if count == 2]


def right() -> Iterator[tuple[Path, str]]:
    """Every right program, and what is said of it."""
    paths = [path for folder in _RIGHT for path in sorted((CORPUS.parent / folder).glob("*.py"))]
    with multiprocessing.Pool(os.cpu_count()) as pool:
        yield from zip(paths, pool.imap(_verdict, paths), strict=True)


def _verdict(path: Path) -> str:
    return check(path.read_text(encoding="utf-8"), str(path)).verdict


def _row(name: str, scores: Sequence[Score]) -> str:
    of = max(len(scores), 1)

    def share(what: str) -> str:
        return f"{sum(bool(getattr(one, what)) for one in scores) / of:.1%}"

    passed = sum(one.verdict == "right" and not one.detected for one in scores)
    unknown = sum(one.verdict == "unknown" for one in scores)
    seconds = sorted(one.seconds for one in scores) or [0.0]
    times = f"{seconds[len(seconds) // 2]:.2f} / {seconds[int(len(seconds) * 0.99)]:.1f} / {seconds[-1]:.1f}"
    shares = " | ".join(share(what) for what in ("blamed", "mended", "identical", "named"))
    unverified = sum(one.unverified for one in scores)
    return f"| {name} ({len(scores)}) | {passed} | {unknown} | {shares} | {unverified} | {times} |"


def table(rows: Iterable[tuple[str, Sequence[Score]]]) -> str:
    """A line for each set of programs."""
    head = "| | passed | can't tell | blamed | fixed | identical | kind | certain, not right | seconds: median / 99% / most |"
    return "\n".join([head, "|---|---|---|---|---|---|---|---|---|", *(_row(name, scores) for name, scores in rows)])


def by_hand() -> Iterator[tuple[str, list[Score]]]:
    """The sets that people wrote, by the number of mistakes."""
    for name, number in (("first", ""), ("second", 2), ("third", 3), ("fourth", 4), ("fifth", 5)):
        yield from _parted(f"by hand, {name} set", handwritten.scored(f"wrong{number}"))
    yield from _parted("programs that train", training.scored())
    yield from _parted("programs that train, third set", training.scored(corpus=training.THIRD))
    yield from _parted("programs that train, fourth set", training.scored(corpus=training.FOURTH))
    yield from _parted("programs that train, fifth set", training.scored(corpus=training.FIFTH))


def _parted(name: str, scored: Iterable[tuple[Path, Score]]) -> Iterator[tuple[str, list[Score]]]:
    found = [(len(expected(path)), one) for path, one in scored]
    yield f"{name}, one mistake", [one for count, one in found if count == 1]
    if several := [one for count, one in found if count > 1]:
        yield f"{name}, two", several


def _verdicts(found: Sequence[tuple[Path, str]]) -> str:
    """How many right programs there are, how many are accused, and of which nothing can be told."""
    accused = [path.stem for path, verdict in found if verdict == "wrong"]
    unknown = [path.stem for path, verdict in found if verdict == "unknown"]
    listed = f" ({', '.join(f'`{name}`' for name in unknown)})" if unknown else ""
    return f"{len(found)}, accused {len(accused)}, can't tell {len(unknown)}{listed}"


def main(singles: int = SINGLES, doubles: int = DOUBLES) -> None:
    """Print the table, and write it into the docs."""
    verdicts = list(right())
    training = {str(CORPUS.parent / folder) for folder in _PROGRAMS}
    apart: dict[str, list[tuple[Path, str]]] = {"functions, pairs and layers": [], "programs that train": []}
    for path, verdict in verdicts:
        apart["programs that train" if str(path.parents[1]) in training else "functions, pairs and layers"].append((path, verdict))
    one, two = mutants(singles, doubles)
    rows = [("mutants, one mistake", one), ("mutants, two", two), *by_hand()]
    made = (
        "\n".join(f"- Right {name}: {_verdicts(some)}." for name, some in apart.items()) + f"\n\n{table(rows)}\n"
        "\nOne core a program; sets that were developed on are those by hand and the programs that train.\n"
    )
    print(made)
    PAGE.write_text(_TABLE.sub(lambda _: made, PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
