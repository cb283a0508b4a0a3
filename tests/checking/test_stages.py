"""Candidates come in the order of their cost, though most are made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from whygrad.checking.arrays import search
from whygrad.checking.arrays.stages import Proposal, Stage, by_cost
from whygrad.checking.check import check

CORPUS = Path(__file__).parents[1] / "corpus" / "arrays" / "wrong"


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.py"))[::9], ids=lambda path: path.stem)
def test_no_candidate_costs_less_than_its_stage_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[float] = []

    def listening(stages: Iterable[Stage], part: Callable[[Any], float]) -> Iterator[Proposal]:
        before = 0.0
        for proposal in by_cost(stages, part):
            told.append(before - proposal.cost)
            before = proposal.cost
            yield proposal

    monkeypatch.setattr(search, "by_cost", listening)
    check(path.read_text(encoding="utf-8"), str(path))
    assert max(told, default=0.0) <= 1e-9
