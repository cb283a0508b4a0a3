"""Which values are gradients: those of everything that the forward pass made, and the parts that each use of it adds to them."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from whygrad.autodiff.cotangents import contribution, cotangents
from whygrad.checking.arrays.edits import broadcasts
from whygrad.gates.arrays.indexing import getitem, setitem
from whygrad.gates.arrays.shape import concatenate, stack
from whygrad.graph import Graph, Overwritten
from whygrad.tracing.function import is_float

#: Nodes of a graph that are looked at, and numbers that are kept to compare a single one with.
MOST_NODES, MOST_NUMBERS = 6000, 200_000
#: Matrices of which the rows and the columns are looked at.
MOST_SHARES = 24
#: Slices of arrays of one shape that are looked at.
MOST_SLICES = 8
#: What counts as the same number, beside the largest of an array.
CLOSE = 1e-9


class Truths:
    """The gradients in a graph, to be asked whether a value is one of them, its axes of size 1 left out."""

    def __init__(self, graph: Graph, seeds: Mapping[int, Any]) -> None:
        by_shape: dict[tuple[int, ...], dict[bytes, Any]] = {}
        numbers: list[Any] = []
        for value in _gradients(graph, seeds):
            held = np.asarray(value, dtype=float)
            if not np.any(held) or not np.all(np.isfinite(held)):
                continue
            numbers.append(held.reshape(-1))
            if held.size > 1:
                by_shape.setdefault(_shape(held), {}).setdefault(key_of(held), held.reshape(-1))
        self.arrays = {shape: np.array(list(several.values())) for shape, several in by_shape.items()}
        self.numbers = np.unique(np.concatenate(numbers)[:MOST_NUMBERS]) if numbers else np.zeros(0)

        self.factors: Sequence[float] = (1.0,)

    def scaled(self, factors: Sequence[float]) -> Truths:
        """The same, and what each of them is multiplied by one of these: what is divided by a count in the end is none before that."""
        made = copy.copy(self)
        made.factors = (1.0, *factors)
        return made

    def has(self, value: Any) -> bool:
        """Is this one of them?"""
        held = np.asarray(value, dtype=float)
        if held.size > 1 and _shape(held) not in self.arrays:
            return False
        return any(self._has(held if factor == 1.0 else held / factor) for factor in self.factors)

    def _has(self, held: Any) -> bool:
        flat = held.reshape(-1)
        size = float(np.max(np.abs(flat), initial=0.0))
        if size == 0.0 or not np.isfinite(size):
            return False
        if flat.size == 1 and flat[0] == 1.0:  # where all begins, and much else
            return False
        if flat.size == 1:
            k = int(np.searchsorted(self.numbers, flat[0]))
            return bool(np.any(np.abs(self.numbers[max(k - 1, 0) : k + 1] - flat[0]) <= CLOSE * size))
        known = self.arrays[_shape(held)]
        near = known[np.abs(known[:, 0] - flat[0]) <= CLOSE * size]
        return bool(len(near)) and bool(np.any(np.all(np.abs(near - flat) <= CLOSE * size, axis=1)))

    def around(self, shape: tuple[int, ...], *, wider: bool) -> Iterator[Any]:
        """Those of a shape; and those that a value of this shape is broadcast to."""
        small = tuple(size for size in shape if size > 1)
        for known, rows in self.arrays.items():
            for factor in self.factors:
                if known == small:
                    yield from (factor * row.reshape(shape) for row in rows)
                elif wider and len(known) >= len(shape) and broadcasts(shape, known):
                    yield from (factor * row.reshape(known) for row in rows)


def key_of(value: Any) -> bytes:
    """What tells a value from others, but for rounding."""
    return bytes(np.round(value, 9).tobytes())


def _shape(value: Any) -> tuple[int, ...]:
    return tuple(size for size in value.shape if size > 1)


def _gradients(graph: Graph, seeds: Mapping[int, Any]) -> Iterator[Any]:
    """Of every float in the graph; and what each use of one that is used several times hands down to it."""
    nodes = [node for node, value in enumerate(graph.values[:MOST_NODES]) if is_float(value) or isinstance(value, Overwritten)]
    found = cotangents(graph, seeds, nodes)
    yield from found.values()
    yield from _sliced(graph, found)
    seen = 0
    uses = Counter(source for node in found for source in graph.inputs(node))
    for node, above in found.items():
        gate, sources = graph.gates[node], graph.inputs(node)
        if gate in (getitem, setitem) or gate.is_step:  # what was read or written has a node of its own
            continue
        if gate is concatenate or gate is stack:
            yield from _apart(above, [np.shape(graph.values[source]) for source in sources], graph.attributes[node]["axis"], gate is stack)
            continue
        operands = [graph.values[source] for source in sources]
        for position, source in enumerate(sources):
            if uses[source] > 1 and is_float(operands[position]):
                try:
                    share = contribution(gate, position, above, graph.values[node], operands, graph.attributes.get(node, {}))
                except (ArithmeticError, ValueError, TypeError, NotImplementedError):  # of a value that was overwritten since
                    continue
                if share is not None:
                    yield share
                    if np.ndim(share) == 2 and seen < MOST_SHARES:  # a loop adds it column by column
                        seen += 1
                        yield from (*share, *np.transpose(share))


def _sliced(graph: Graph, found: Mapping[int, Any]) -> Iterator[Any]:
    """The parts of a gradient by the slices that are taken of another value of its shape, `zr[:, :H]`: each may be made for itself."""
    taken: dict[tuple[int, ...], dict[str, Any]] = {}
    for node in found:
        if graph.gates[node] is getitem:
            index, shape = graph.attributes[node]["index"], np.shape(graph.values[graph.inputs(node)[0]])
            if _is_of_slices(index) and len(several := taken.setdefault(shape, {})) < MOST_SLICES:
                several[repr(index)] = index
    for above in found.values():
        for index in taken.get(np.shape(above), {}).values():
            yield np.asarray(above)[index]


def _is_of_slices(index: Any) -> bool:
    parts = index if isinstance(index, tuple) else (index,)
    return all(isinstance(part, slice) for part in parts) and any(part != slice(None) for part in parts)


def _apart(above: Any, shapes: Sequence[tuple[int, ...]], axis: int, is_stack: bool) -> Iterator[Any]:
    """The parts of the gradient of what was joined."""
    if is_stack:
        yield from np.moveaxis(np.asarray(above), axis, 0)
    else:
        yield from np.split(np.asarray(above), np.cumsum([shape[axis] for shape in shapes])[:-1], axis=axis)
