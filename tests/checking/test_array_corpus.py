"""Array programs that the diagnosis was not written for: right ones are not accused, wrong ones are found and mended."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.diagnosis.handwritten import CORPUS, scored
from benchmarks.diagnosis.mutants import generate
from benchmarks.diagnosis.scoring import Score, score
from benchmarks.rates import Mistake
from whygrad.checking.check import check

FOLDERS = [f"{kind}{number}" for kind in ("right", "mended") for number in ("", 2, 3, 4, 5)]
RIGHT = sorted(path for folder in FOLDERS for path in (CORPUS / folder).glob("*.py"))


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_right_code_is_not_accused(path: Path) -> None:
    diagnosis = check(path.read_text(encoding="utf-8"), str(path))
    assert diagnosis.verdict == "right", [finding.message.english() for finding in diagnosis.findings]
    assert diagnosis.targets
    assert not [finding for finding in diagnosis.findings if finding.severity == "error"]


def rate(scores: list[Score], what: str) -> float:
    return sum(getattr(one, what) for one in scores) / len(scores)


@pytest.fixture(scope="module")
def by_hand() -> list[Score]:
    return [one for _path, one in scored("wrong")]


@pytest.fixture(scope="module")
def mutants() -> list[Score]:
    def of_all() -> Iterator[Score]:
        for mutant in generate(11, 100, 0):
            mistakes = [Mistake(frozenset(lines), frozenset(slugs)) for lines, slugs in mutant.mistakes]
            yield score(mutant.wrong, mutant.right, mistakes, str(mutant.path))

    return list(of_all())


@pytest.mark.parametrize(("what", "least"), [("detected", 1.0), ("blamed", 0.82), ("mended", 0.7), ("named", 0.62)])
def test_wrong_programs_by_hand(by_hand: list[Score], what: str, least: float) -> None:
    assert rate(by_hand, what) >= least


@pytest.mark.parametrize(("what", "least"), [("detected", 0.97), ("blamed", 0.8), ("mended", 0.76), ("named", 0.66)])
def test_mutants(mutants: list[Score], what: str, least: float) -> None:
    assert rate(mutants, what) >= least
