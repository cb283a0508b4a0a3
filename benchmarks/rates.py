"""How often the diagnosis is right: `make rates` runs the corpus, prints the table, and writes it into docs/rates.md."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from whygrad.checking.check import check
from whygrad.checking.fixing import fixed
from whygrad.checking.report import Diagnosis, Finding

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "tests" / "corpus"
PAGE = ROOT / "docs" / "rates.md"
RIGHT = sorted((CORPUS / "right").glob("*.py"))
WRONG = sorted((CORPUS / "wrong").glob("*.py"))

_EXPECT = re.compile(r"^# expect: (?P<lines>\d+(?:/\d+)*) (?P<slugs>[a-z-]+(?:, [a-z-]+)*)$", re.MULTILINE)
_TABLE = re.compile(r"(?<=<!-- table -->\n).*?(?=<!-- end -->)", re.DOTALL)


@dataclass(frozen=True)
class Mistake:
    """What is expected of a wrong program: any of these lines, any of these slugs."""

    lines: frozenset[int]
    slugs: frozenset[str]


@cache
def expected(path: Path) -> tuple[Mistake, ...]:
    """The mistakes of a program, as its first lines say."""
    found = _EXPECT.finditer(path.read_text(encoding="utf-8"))
    return tuple(Mistake(frozenset(map(int, one["lines"].split("/"))), frozenset(one["slugs"].split(", "))) for one in found)


@cache
def timed(path: Path) -> tuple[Diagnosis, float]:
    """What whygrad says of a program, and the seconds that it took."""
    text = path.read_text(encoding="utf-8")
    start = time.perf_counter()
    diagnosis = check(text, path.name)
    return diagnosis, time.perf_counter() - start


def diagnosed(path: Path) -> Diagnosis:
    """What whygrad says of a program."""
    return timed(path)[0]


def errors(path: Path) -> list[Finding]:
    """What it accuses."""
    return [finding for finding in diagnosed(path).findings if finding.severity == "error"]


def placed(path: Path, mistake: Mistake) -> list[Finding]:
    """The findings that stand on a mistake's line, or begin before and reach it."""
    return [finding for finding in errors(path) if mistake.lines & set(range(finding.span.line, finding.span.end_line + 1))]


def is_found(path: Path) -> bool:
    """Is every mistake blamed where it stands, and nothing else?"""
    blamed = [placed(path, mistake) for mistake in expected(path)]
    return all(blamed) and all(any(finding in one for one in blamed) for finding in errors(path))


def is_named(path: Path) -> bool:
    """Has every mistake one of its slugs?"""
    return all(any(finding.slug in mistake.slugs for finding in placed(path, mistake)) for mistake in expected(path))


@cache
def is_mended(path: Path) -> bool:
    """Is the program right once its fixes are applied?"""
    diagnosis = diagnosed(path)
    text = fixed(diagnosis.source, diagnosis)
    return text != diagnosis.source and check(text).verdict == "right"


def rates() -> dict[str, tuple[int, int]]:
    """Each rate as a count, and of how many."""
    single = [path for path in WRONG if len(expected(path)) == 1]
    double = [path for path in WRONG if len(expected(path)) > 1]
    found: dict[str, tuple[int, int]] = {
        "right, and accused": (sum(diagnosed(path).verdict == "wrong" for path in RIGHT), len(RIGHT)),
        "right, and can't tell": (sum(diagnosed(path).verdict == "unknown" for path in RIGHT), len(RIGHT)),
        "wrong, and passed": (sum(diagnosed(path).verdict == "right" for path in WRONG), len(WRONG)),
        "wrong, and can't tell": (sum(diagnosed(path).verdict == "unknown" for path in WRONG), len(WRONG)),
    }
    for name, paths in (("one mistake", single), ("two mistakes", double)):
        found[f"{name}: all blame in the right place"] = (sum(map(is_found, paths)), len(paths))
        found[f"{name}: a fix that holds"] = (sum(map(is_mended, paths)), len(paths))
        found[f"{name}: the right kind"] = (sum(map(is_named, paths)), len(paths))
    return found


def missed() -> list[str]:
    """The programs whose diagnosis is not wholly as expected, each with what is amiss."""
    found = []
    for path in WRONG:
        amiss = [word for word, good in (("place", is_found(path)), ("kind", is_named(path)), ("fix", is_mended(path))) if not good]
        if amiss:
            found.append(f"`{path.stem}` ({', '.join(amiss)})")
    return found


def main() -> None:
    """Print the table, and write it into the docs."""
    rows = [f"| {name} | {count} of {of} | {count / of:.1%} |" for name, (count, of) in rates().items()]
    seconds = sorted(timed(path)[1] for path in (*RIGHT, *WRONG))
    middle, late = seconds[len(seconds) // 2], seconds[int(len(seconds) * 0.99)]
    text = "\n".join(["| of the corpus | | |", "|---|---|---|", *rows])
    times = (
        f"Time a program, on the machine where this was made: median {middle:.3f} s, 99% within {late:.2f} s, at most {seconds[-1]:.2f} s."
    )
    listed = "Not wholly as expected: " + (", ".join(missed()) or "none") + "."
    made = f"{text}\n\n{times}\n\n{listed}\n"
    print(made)
    PAGE.write_text(_TABLE.sub(lambda _: made, PAGE.read_text(encoding="utf-8")), encoding="utf-8")
