"""Where an infinity or a nan began: the first gate whose inputs are finite and whose output is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from whygrad.autodiff.cotangents import cotangents
from whygrad.graph import NONE, Graph, Overwritten
from whygrad.text import Text, _
from whygrad.tracing.asking import place_of
from whygrad.tracing.errors import NotFinite


def _is_finite(value: Any) -> bool:
    if isinstance(value, Overwritten):
        return True
    kind = getattr(value, "dtype", None)
    if kind is not None and kind.kind != "f":
        return True
    return not isinstance(value, float | np.ndarray | np.floating) or bool(np.all(np.isfinite(value)))


def _example(value: Any) -> str:
    array = np.asarray(value)
    bad = array[~np.isfinite(array)].ravel()
    return str(float(bad[0]))


def first_in_forward(graph: Graph) -> None:
    """Raise NotFinite for the first gate on the way forward that made an infinity or a nan; return if there is none."""
    for index, value in enumerate(graph.values):
        if graph.first[index] == NONE or _is_finite(value):
            continue
        if all(_is_finite(graph.values[source]) for source in graph.inputs(index)):
            raise _not_finite(
                graph, index, _("On the way forward, the {gate} makes {value} here, from numbers that are finite."), _example(value)
            )


def first_in_backward(graph: Graph, seeds: Mapping[int, Any], wrt: Iterable[int]) -> None:
    """Raise NotFinite for the first gate on the way back that made an infinity or a nan."""
    nodes = [index for index, depends in enumerate(graph.depending(wrt)) if depends]
    found = cotangents(graph, seeds, nodes)
    for index in reversed(nodes):
        if index not in found or not _is_finite(found[index]) or graph.first[index] == NONE:
            continue
        for source in graph.inputs(index):
            if source in found and not _is_finite(found[source]) and _hands_down(graph, index, source, found[index]):
                words = _("On the way back, the {gate} here hands down {value}, though what comes from above is finite.")
                raise _not_finite(graph, index, words, _example(found[source]))


def _hands_down(graph: Graph, index: int, source: int, upstream: Any) -> bool:
    """Does this very gate hand down something that isn't finite to this input?"""
    from whygrad.autodiff.cotangents import contribution

    sources = graph.inputs(index)
    operands = [graph.values[k] for k in sources]
    with np.errstate(all="ignore"):
        shares = [
            contribution(graph.gates[index], position, upstream, graph.values[index], operands, graph.attributes.get(index, {}))
            for position, k in enumerate(sources)
            if k == source
        ]
    return any(share is not None and not _is_finite(share) for share in shares)


def _not_finite(graph: Graph, index: int, words: str, value: str) -> NotFinite:
    file, span = place_of(graph.codes[index], graph.instructions[index])
    operands = [_told(graph.values[source], position) for position, source in enumerate(graph.inputs(index), start=1)]
    return NotFinite(Text(words, {"gate": Text(graph.gates[index].title), "value": value}), operands, file, span)


def _told(value: Any, position: int) -> Text:
    """What an input is, in words."""
    array = np.empty(value.shape, bool) if isinstance(value, Overwritten) else np.asarray(value)
    if array.size == 1 and not isinstance(value, Overwritten):
        return Text(_("Its input {k} is {value}."), {"k": str(position), "value": f"{array.item():.4g}"})
    if not array.size or array.dtype.kind != "f":
        return Text(_("Its input {k} is an array of shape {shape}."), {"k": str(position), "shape": str(array.shape)})
    bounds = {"low": f"{array.min():.4g}", "high": f"{array.max():.4g}"}
    return Text(
        _("Its input {k} is an array of shape {shape}, from {low} to {high}."), {"k": str(position), "shape": str(array.shape), **bounds}
    )
