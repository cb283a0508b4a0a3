"""Does a change hold? At every sample the claims that it is for are right, and none is wrong that was right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from whygrad.checking.arrays.judging import Judgement
from whygrad.checking.arrays.kinks import is_right
from whygrad.checking.arrays.subjects import Sample
from whygrad.checking.arrays.trials import Outcome


def holds(judgement: Judgement, main: Sample, run: Callable[[Sample], Outcome], wanted: Sequence[str], right: Sequence[str]) -> bool:
    """Is that so of the runs of a changed program? At special points a wanted claim may stay as wrong as it was."""
    for sort, several in judgement.samples.items():
        for one in several:
            outcome = run(one)
            for name in {*wanted, *right}:
                if name in outcome.claims and is_right(judgement.subject, one, name, outcome.claims[name]):
                    continue
                is_asked = name in wanted and (sort in ("near", "far") or one is main)
                if is_asked or not judgement.is_wrong_at(name, sort):
                    return False
    return True
