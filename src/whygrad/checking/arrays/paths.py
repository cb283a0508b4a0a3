"""Which of the true paths are in a wrong gradient of an array: is it what is left if a named value of the forward pass is held constant?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np

from whygrad.checking.arrays.calling import agree
from whygrad.checking.arrays.flows import Flow
from whygrad.checking.attributions import Attribution

#: Named values of which pairs are tried, and the nodes that may be walked over in all.
MOST_NAMED, MOST_WALKED = 12, 400_000


def attribution(name: str, points: Sequence[tuple[Flow, Any, Any]]) -> Attribution | None:
    """The paths that account for a wrong gradient at all points (the flow, the claim, the truth); None if none do."""
    if not points or sum(np.size(true) for _flow, _yours, true in points) < 2:
        return None
    if any(yours is None or np.shape(yours) != np.shape(true) or not np.any(yours) for _flow, yours, true in points):
        return None
    flow = points[0][0]
    named = flow.between(name)[:MOST_NAMED]
    walked = len(flow.graph) * len(named) ** 2
    for size in (1, 2) if walked < MOST_WALKED else (1,):
        for chosen in combinations(named, size):
            kinds = {_kind(name, chosen, *point) for point in points}
            if kinds == {"missing"}:
                return Attribution("missing", chosen)
            if kinds == {"doubled"}:
                return Attribution("doubled", chosen)
    return None


def _kind(name: str, chosen: Sequence[str], flow: Flow, yours: Any, true: Any) -> str:
    """Is a claim the truth without these paths, or with them twice?"""
    if any(other not in flow.named for other in chosen):
        return ""
    part = flow.through(name, chosen)
    if part is None or np.shape(part) != np.shape(true) or agree(part, true):  # of another shape: what is returned turned
        return ""
    return "missing" if agree(yours, true - part) else "doubled" if agree(yours, true + part) else ""
