"""`None` where a gradient is due: which input it stands for, and what belongs in its place."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from whygrad.checking.arrays.definitions import Definitions
from whygrad.checking.arrays.diagnosing import filled
from whygrad.checking.arrays.judging import Judgement
from whygrad.checking.arrays.naming import stems
from whygrad.checking.arrays.returned import leaf_of
from whygrad.checking.report import Finding
from whygrad.checking.rules.unfinished import PAGE as UNFINISHED
from whygrad.text import Text, _
from whygrad.tracing.source import span_of


def none_given(judgement: Judgement, definitions: Definitions, space: dict[str, Any]) -> Iterator[Finding]:
    """Warn of `None` in the place of the gradient of an array that has one."""
    subject, first = judgement.subject, judgement.generic[0]
    place = definitions.last_returned(subject.backward)
    parts = place.elts if isinstance(place, ast.Tuple) else place.values if isinstance(place, ast.Dict) else []
    if isinstance(place, ast.Dict):
        keys = [one.value if isinstance(one, ast.Constant) else None for one in place.keys]
        owners = [leaf_of(str(key), first.leaves) for key in keys]
        places = [-1 if leaf is None else leaf.position for leaf in owners]
    elif subject.kind == "loss":
        places = _beside_others(judgement, [name for _span, name in definitions.returned(subject.backward)])
    else:
        places = list(range(int(subject.kind == "layer"), len(subject.args)))
        if len(parts) != len(places):  # one for each of the floats
            places = list(dict.fromkeys(leaf.position for leaf in first.leaves if leaf.position in places))
    if len(parts) != len(places):
        places = _beside_others(judgement, [name for _span, name in definitions.returned(subject.backward)])
    if len(parts) != len(places):
        return
    for number, (k, part) in enumerate(zip(places, parts, strict=True)):
        if not (isinstance(part, ast.Constant) and part.value is None):
            continue
        for leaf in first.leaves:
            if (
                leaf.position == k
                and not leaf.path
                and leaf.name not in judgement.claims
                and np.ndim(leaf.of(first.args))
                and np.any(first.true[leaf.name])
            ):
                message = Text(_("`{old}` stands here where a gradient is due."), {"old": "None"})
                fix = filled(judgement, definitions, space, number, leaf.name)
                yield Finding(UNFINISHED.code, UNFINISHED.slug, "warning", "certain", (f"d{leaf.last}",), span_of(part), message, fix=fix)


def _beside_others(judgement: Judgement, returned: Sequence[str]) -> list[int]:
    """Which input each part of what is returned belongs to; -1 where that isn't told: what has no name stands beside one that has."""
    leaves = [leaf for leaf in judgement.generic[0].leaves if not leaf.path]
    by_name = {leaf.last: leaf.position for leaf in leaves if leaf.name in judgement.claims}
    found: list[int] = []
    for name in returned:
        stem = next((one for one in stems(name) if one in by_name), "") if name else ""
        follows = not name and found and found[-1] >= 0
        found.append(by_name[stem] if stem else found[-1] + 1 if follows else -1)
    for k in range(len(found) - 2, -1, -1):
        if found[k] < 0 and not returned[k] and found[k + 1] > 0:
            found[k] = found[k + 1] - 1
    return found
