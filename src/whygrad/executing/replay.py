"""Running a graph anew on NumPy, node after node: with other inputs, or to prove that it is what the program did."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from whygrad.gates.arrays.indexing import filled, index_add, setitem
from whygrad.graph import CONSTANT, INPUT, Graph, Guard
from whygrad.text import Text, _
from whygrad.tracing.asking import place_of
from whygrad.tracing.errors import OtherBranch


def replay(graph: Graph, inputs: Mapping[int, Any], outputs: Iterable[int]) -> list[Any]:
    """The values of these nodes, for these values of the inputs (those of the recorded run, where none is given).

    Raises OtherBranch where the recorded program would have gone another way with these inputs.
    """
    wanted = list(outputs)
    guards: dict[int, list[Guard]] = {}
    for guard in graph.guards or ():
        guards.setdefault(guard.index, []).append(guard)
    needed = graph.feeding([*wanted, *guards])
    last = _last_uses(graph, needed, wanted)
    values: dict[int, Any] = {}
    with np.errstate(all="ignore"):
        for index, is_needed in enumerate(needed):
            if not is_needed:
                continue
            values[index] = _value(graph, index, inputs, values, last)
            for guard in guards.get(index, ()):
                _check(guard, values[index])
            for source in graph.inputs(index):
                if last[source] == index:
                    values.pop(source, None)
    return [values[index] for index in wanted]


def _last_uses(graph: Graph, needed: bytearray, kept: Iterable[int]) -> list[int]:
    last = [-1] * len(graph)
    for index, is_needed in enumerate(needed):
        if is_needed:
            for source in graph.inputs(index):
                last[source] = index
    for node in kept:
        last[node] = len(graph)
    return last


def _value(graph: Graph, index: int, inputs: Mapping[int, Any], values: dict[int, Any], last: list[int]) -> Any:
    gate = graph.gates[index]
    if gate is INPUT or gate is CONSTANT:
        return inputs.get(index, graph.values[index])
    sources = graph.inputs(index)
    attributes = graph.attributes.get(index, {})
    if gate is setitem or gate is index_add:
        return _changed(gate is setitem, graph, index, sources, values, last)
    operands = [values[source] for source in sources]
    function: Callable[..., Any] = gate.forward if type(graph.values[index]) in (int, float, bool) else gate.on_arrays
    return function(*operands, **attributes)


def _changed(is_write: bool, graph: Graph, index: int, sources: tuple[int, ...], values: dict[int, Any], last: list[int]) -> Any:
    """A write to an array: in the array itself if nobody else will look at it, else in a copy."""
    base = values[sources[0]]
    first = graph.gates[sources[0]]
    own = last[sources[0]] == index and sources[0] not in sources[1:] and first is not INPUT and first is not CONSTANT
    if own:
        del values[sources[0]]
        own = isinstance(base, np.ndarray) and base.base is None and base.flags.writeable and sys.getrefcount(base) == 2
    if not own:
        base = np.array(base)
    at = filled(graph.attributes[index]["index"], tuple([values[source] for source in sources[2:]]))
    if is_write:
        base[at] = values[sources[1]]
    else:
        np.add.at(base, at, values[sources[1]])
    return base


def _check(guard: Guard, value: Any) -> None:
    expected = guard.expected
    found: Any
    if isinstance(expected, tuple):
        found = np.shape(value)
    elif isinstance(expected, list):
        found = np.asarray(value).tolist()
    elif isinstance(expected, bool | int | float):
        found = type(expected)(value)
    else:
        found = value
    if found != expected and not (found != found and expected != expected):
        file, span = place_of(guard.code, guard.instruction)
        raise OtherBranch(
            Text(
                _("With these inputs the program would go another way here: what was {expected} in the recorded run is {found} now."),
                {"expected": str(expected), "found": str(found)},
            ),
            [Text(_("Trace the function anew at these inputs."))],
            file,
            span,
        )
