"""The proof of a capture: the graph is run anew, and has to give what the program gave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from whygrad.executing.replay import replay
from whygrad.graph import Graph
from whygrad.text import Text, _
from whygrad.tracing.asking import place_of
from whygrad.tracing.errors import WrongCapture


def prove(graph: Graph, outputs: Sequence[int | None], values: Sequence[Any]) -> None:
    """Raise WrongCapture if a replay of the graph differs from the run."""
    known = [(index, value) for index, value in zip(outputs, values, strict=True) if index is not None]
    found = replay(graph, {}, [index for index, _ in known])
    for (index, value), again in zip(known, found, strict=True):
        if np.shape(value) != np.shape(again) or not (_agree(value, again) or (_is_coarse(graph) and _agree(value, again, 1e-4))):
            file, span = place_of(graph.codes[index], graph.instructions[index])
            raise WrongCapture(
                Text(_("What I recorded doesn't give what the program gave, so I don't trust the graph.")),
                [
                    Text(_("This happens when numbers change in a way that I can't see: memory shared with other code, a global counter.")),
                    Text(_("Please report it, if nothing of the kind is in your code.")),
                ],
                file,
                span,
            )


def _is_coarse(graph: Graph) -> bool:
    """Are there floats of less than 8 bytes on the way? A sum of them depends on how they lie in memory."""
    kinds = (getattr(value, "dtype", None) for value in graph.values)
    return any(kind is not None and kind.kind == "f" and kind.itemsize < 8 for kind in kinds)


def _agree(one: Any, other: Any, tolerance: float = 1e-9) -> bool:
    a, b = np.asarray(one), np.asarray(other)
    if a.dtype.kind != "f":
        return bool(np.array_equal(a, b))
    with np.errstate(all="ignore"):
        return bool(
            np.allclose(a, b, rtol=tolerance, atol=tolerance * float(np.max(np.abs(b), initial=0.0, where=np.isfinite(b))), equal_nan=True)
        )
