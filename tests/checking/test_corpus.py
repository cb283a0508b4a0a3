"""The blind corpus: no right program accused, no wrong one passed, and how often the line, the kind and a fix are right."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from whygrad.checking.check import check
from whygrad.checking.fixing import fixed
from whygrad.checking.report import Diagnosis, Finding

CORPUS = Path(__file__).parents[1] / "corpus"
RIGHT = sorted((CORPUS / "right").glob("*.py"))
WRONG = sorted((CORPUS / "wrong").glob("*.py"))

#: Shares of the wrong programs, or of their mistakes. They only go up.
FLOORS = {
    "detected (programs)": 0.975,
    "right line (mistakes)": 0.925,
    "right line and kind (mistakes)": 0.845,
    "nothing else blamed (programs)": 0.915,
    "fixed (programs)": 0.885,
}
UNKNOWN_AT_MOST = 0.01

_EXPECT = re.compile(r"^# expect: (?P<lines>\d+(?:/\d+)*) (?P<slugs>[a-z-]+(?:, [a-z-]+)*)$", re.MULTILINE)

each_right = pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
each_wrong = pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)


@cache
def diagnosed(path: Path) -> Diagnosis:
    return check(path.read_text(encoding="utf-8"), path.name)


@cache
def is_mended(path: Path) -> bool:
    """Is the program right once its fixes are applied?"""
    diagnosis = diagnosed(path)
    text = fixed(diagnosis.source, diagnosis)
    return text != diagnosis.source and check(text).verdict == "right"


def errors(path: Path) -> list[Finding]:
    return [finding for finding in diagnosed(path).findings if finding.severity == "error"]


@cache
def expected(path: Path) -> list[tuple[set[int], set[str]]]:
    """For each mistake of a program the lines and the slugs that are right for it."""
    found = _EXPECT.finditer(path.read_text(encoding="utf-8"))
    return [({int(line) for line in one["lines"].split("/")}, set(one["slugs"].split(", "))) for one in found]


def placed(path: Path, lines: set[int]) -> list[Finding]:
    """The findings that stand on one of these lines, or begin before and reach it."""
    return [finding for finding in errors(path) if lines & set(range(finding.span.line, finding.span.end_line + 1))]


def rates() -> dict[str, float]:
    mistakes = [(path, lines, slugs) for path in WRONG for lines, slugs in expected(path)]
    lines_right = [bool(placed(path, lines)) for path, lines, _ in mistakes]
    kinds_right = [any(finding.slug in slugs for finding in placed(path, lines)) for path, lines, slugs in mistakes]
    alone = [all(any(finding in placed(path, lines) for lines, _ in expected(path)) for finding in errors(path)) for path in WRONG]
    counts = [[diagnosed(path).verdict == "wrong" for path in WRONG], lines_right, kinds_right, alone, [is_mended(path) for path in WRONG]]
    return {name: sum(count) / len(count) for name, count in zip(FLOORS, counts, strict=True)}


def test_the_corpus_is_there() -> None:
    assert len(RIGHT) >= 99
    assert len(WRONG) >= 187
    assert all(expected(path) for path in WRONG)
    assert not any(expected(path) for path in RIGHT)


@each_right
def test_a_right_program_is_not_accused(path: Path) -> None:
    assert diagnosed(path).verdict != "wrong"
    assert errors(path) == []


@each_wrong
def test_a_wrong_program_does_not_pass(path: Path) -> None:
    assert diagnosed(path).verdict != "right"


@each_wrong
def test_a_fix_that_is_called_verified_leaves_nothing_wrong(path: Path) -> None:
    """If every finding has a verified fix, then all of them together put the program right."""
    findings = errors(path)
    if findings and all(finding.fix is not None and finding.fix.certainty == "verified" for finding in findings):
        assert is_mended(path)


def test_few_right_programs_are_unknown() -> None:
    unknown = [path.name for path in RIGHT if diagnosed(path).verdict == "unknown"]
    assert len(unknown) <= UNKNOWN_AT_MOST * len(RIGHT), unknown


def test_the_rates_keep_to_their_floors(capsys: pytest.CaptureFixture[str]) -> None:
    found = rates()
    with capsys.disabled():
        print()  # noqa: T201 - the table is for whoever runs the tests
        for name, rate in found.items():
            print(f"  {name:32} {rate:6.1%}  (floor {FLOORS[name]:.1%})")  # noqa: T201
    assert {name: rate for name, rate in found.items() if rate < FLOORS[name]} == {}
