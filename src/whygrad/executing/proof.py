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
        if np.shape(value) != np.shape(again) or not _agree(value, again):
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


def _agree(one: Any, other: Any) -> bool:
    a, b = np.asarray(one), np.asarray(other)
    if a.dtype.kind != "f":
        return bool(np.array_equal(a, b))
    tolerance = 1e-9 if a.dtype.itemsize >= 8 else 1e-4
    with np.errstate(all="ignore"):
        return bool(
            np.allclose(a, b, rtol=tolerance, atol=tolerance * float(np.max(np.abs(b), initial=0.0, where=np.isfinite(b))), equal_nan=True)
        )
