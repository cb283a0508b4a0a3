"""Does a change hold? At every sample the claims that it is for are right, and none is wrong that was right."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence

from whygrad.checking.arrays.candidates import Candidate
from whygrad.checking.arrays.judging import Judgement
from whygrad.checking.arrays.kinks import is_right
from whygrad.checking.arrays.subjects import Sample
from whygrad.checking.arrays.trials import Outcome

#: What says on which side of a corner a number lies.
_SIDE = re.compile(r"[<>]|\b(?:sign|where|maximum|minimum|max|min|abs|absolute|clip|heaviside|fmax|fmin|argmax|argmin)\b")


def takes_a_side(candidates: Iterable[Candidate]) -> bool:
    """Does a change put something in that takes a side at a corner: a mask, a sign?"""
    return any(_SIDE.search(text) for one in candidates for text in (one.text, *(more for _node, more in one.more)))


def holds(
    judgement: Judgement, sorts: Collection[str], run: Callable[[Sample], Outcome], wanted: Sequence[str], right: Sequence[str]
) -> bool:
    """Is that so of the runs of a changed program? But for the points of these sorts, a wanted claim may stay as wrong as it was."""
    for sort, several in judgement.samples.items():
        for one in several:
            outcome = run(one)
            for name in {*wanted, *right}:
                if name in outcome.claims and is_right(judgement.subject, one, name, outcome.claims[name]):
                    continue
                if (name in wanted and sort in sorts) or not judgement.is_wrong_at(name, sort):
                    return False
    return True
