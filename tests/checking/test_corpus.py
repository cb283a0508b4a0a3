"""The blind corpus: no right program accused, no wrong one passed, and how often the place, the kind and a fix are right."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.rates import RIGHT, WRONG, diagnosed, errors, expected, is_mended, rates

#: Shares of the programs. They only go up.
FLOORS = {
    "one mistake: all blame in the right place": 0.93,
    "one mistake: a fix that holds": 0.91,
    "one mistake: the right kind": 0.88,
    "two mistakes: all blame in the right place": 0.94,
    "two mistakes: a fix that holds": 0.91,
    "two mistakes: the right kind": 0.80,
}
CEILINGS = {"right, and accused": 0.0, "right, and can't tell": 0.01, "wrong, and passed": 0.0, "wrong, and can't tell": 0.01}

each_right = pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
each_wrong = pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)


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


def test_the_rates_keep_to_their_bounds() -> None:
    shares = {name: count / of for name, (count, of) in rates().items()}
    assert shares.keys() == FLOORS.keys() | CEILINGS.keys()
    assert {name: share for name, share in shares.items() if share < FLOORS.get(name, 0.0) or share > CEILINGS.get(name, 1.0)} == {}
