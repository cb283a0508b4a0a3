"""What the code that claims gradients computes on its way, named or not: so far as these are gradients, it is right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from whygrad.checking.arrays.leaves import leaves, own_copy, replaced
from whygrad.checking.arrays.limits import limited
from whygrad.checking.arrays.randomness import restore
from whygrad.checking.arrays.subjects import PATIENCE, Sample, Subject, arguments
from whygrad.tracing.function import trace_function

#: Nodes of its graph at most, and how near two numbers are that count as one, relatively.
MOST_NODES, CLOSE = 20_000, 1e-9


def computed_by(subject: Subject, at: Sample) -> list[Any]:
    """The arrays that it computes at a sample; none where it can't be followed."""
    given = arguments(subject, at)
    known = leaves(given, subject.back_parameters)
    values = tuple(own_copy(leaf.of(given)) for leaf in known)

    def of_leaves(*traced: Any) -> Any:
        return subject.backward(*replaced(given, list(zip(known, traced, strict=True))))

    restore(at.state)
    try:
        with np.errstate(all="ignore"), limited(PATIENCE):
            found = trace_function(of_leaves, values, {}, tuple(range(len(known))), max_nodes=MOST_NODES, outlives=True)
        held = [np.array(value) for value in found.graph.values if isinstance(value, np.ndarray)]
        found.finish()
    except (Exception, SystemExit):
        return []
    return held


def held_among(gradients: Mapping[int, Any], computed: Iterable[Any]) -> set[int]:
    """The nodes whose true gradient is one of these arrays. One that is all the same number says nothing."""
    by_shape: dict[tuple[int, ...], list[Any]] = {}
    for value in computed:
        if value.dtype.kind == "f":
            by_shape.setdefault(value.shape, []).append(value)
    found = set()
    for node, gradient in gradients.items():
        true = np.asarray(gradient)
        if true.size < 2 or true.dtype.kind != "f" or np.all(true == true.flat[0]):
            continue
        near = CLOSE * float(np.max(np.abs(true)))
        if any(np.allclose(value, true, rtol=CLOSE, atol=near) for value in by_shape.get(true.shape, ())):
            found.add(node)
    return found
