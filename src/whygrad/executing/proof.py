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

#: Which gates were passed, in the order of the run, from which places of the code, and what went into each.
Structure = tuple[tuple[object, ...], ...]


def structure(graph: Graph) -> Structure:
    """What a run has in common with others of the same function that took the same way: the proof of one is that of all."""
    return tuple(graph.gates), tuple(graph.first), tuple(graph.second), tuple(graph.instructions), tuple(map(id, graph.codes))


def prove(graph: Graph, outputs: Sequence[int | None], values: Sequence[Any]) -> None:
    """Raise WrongCapture if a replay of the graph differs from the run."""
    known = [(index, value) for index, value in zip(outputs, values, strict=True) if index is not None]
    found = replay(graph, {}, [index for index, _ in known])
    for (index, value), again in zip(known, found, strict=True):
        if value is again:  # an input, handed back
            continue
        if not agree(graph, value, again):
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


def agree(graph: Graph, value: Any, again: Any) -> bool:
    """Is this what a run of the same program gave before, but for rounding?"""
    return np.shape(value) == np.shape(again) and (_agree(value, again) or _agree_but_for_rounding(graph, value, again))


def _agree_but_for_rounding(graph: Graph, value: Any, again: Any) -> bool:
    """A sum may differ by its rounding: of what is large on the way and cancels, and of floats of less than 8 bytes."""
    floats = [node for node in graph.values if getattr(getattr(node, "dtype", None), "kind", "") == "f" and hasattr(node, "size")]
    coarse = any(node.dtype.itemsize < 8 for node in floats)
    if coarse and _agree(value, again, 1e-4):
        return True
    with np.errstate(all="ignore"):
        largest = max((float(np.max(np.abs(node), initial=0.0, where=np.isfinite(node))) for node in floats), default=0.0)
        apart = np.max(np.abs(np.asarray(value) - np.asarray(again)), initial=0.0)
    return bool(apart <= (1e-6 if coarse else 1e-14) * largest)


def _agree(one: Any, other: Any, tolerance: float = 1e-9) -> bool:
    a, b = np.asarray(one), np.asarray(other)
    if a.dtype.kind != "f":
        return bool(np.array_equal(a, b))
    with np.errstate(all="ignore"):
        largest = np.abs(b).max(initial=0.0)
        if np.isfinite(largest) and np.abs(a - b).max(initial=0.0) <= tolerance * largest:  # enough for most, at a fifth of the cost
            return True
        return bool(
            np.allclose(a, b, rtol=tolerance, atol=tolerance * float(np.max(np.abs(b), initial=0.0, where=np.isfinite(b))), equal_nan=True)
        )
