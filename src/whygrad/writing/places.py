"""Which places of an array an index names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from whygrad.graph import CONSTANT, Graph


def is_mask(graph: Graph, parts: Iterable[int]) -> bool:
    """Are these parts of an index truth values?"""
    return all(getattr(getattr(graph.values[part], "dtype", None), "kind", "") == "b" for part in parts)


def are_distinct(graph: Graph, parts: Sequence[int]) -> bool:
    """Is no place named twice? So it is where one of the indices counts, `np.arange(n)`, along with the others."""
    values = [graph.values[part] for part in parts]
    shapes = {np.shape(value) for value in values}
    return len(shapes) == 1 and any(
        graph.gates[part] is CONSTANT and np.ndim(value) == 1 and np.all(value >= 0) and len(np.unique(value)) == len(value)
        for part, value in zip(parts, values, strict=True)
    )
