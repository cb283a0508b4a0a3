"""Largest entries that are only taken away so that no exponential overflows: the result is the same whatever they are.

softmax(a - m) doesn't depend on m, and log Σ exp(a - m) + m doesn't either. So no gradient passes through m = max(a), and a
compiled way back need not go there. That it is so is proved, not looked up: each number that depends on m is followed, and
has to be moved by a shift of m in a way that is known (by k times the shift, or by a factor of e to that), until the
shift is gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from whygrad.gates.arrays.indexing import Slot, filled
from whygrad.graph import CONSTANT, Graph

#: Arrays of more entries than this aren't followed.
MOST = 2_000_000


class _Moved(NamedTuple):
    """How a number moves as m is shifted: by `rate` times the shift, or by the factor exp(rate · shift).

    `rows` says for each entry which entry of m it goes with.
    """

    by_factor: bool
    rate: float
    rows: np.ndarray


class _Unknown(Exception):
    """A gate of which nothing is known here."""


def without_effect(graph: Graph, outputs: Iterable[int]) -> list[int]:
    """The largest (or smallest) entries along axes that these outputs don't depend on, though they are computed from them."""
    ends = list(outputs)
    found = []
    for index, gate in enumerate(graph.gates):
        if gate.name in ("max_axis", "min_axis") and np.size(graph.values[index]) and _is_small(graph, index):
            try:
                moved = _Following(graph, index).moved
            except _Unknown:
                continue
            if not any(end in moved for end in ends):
                found.append(index)
    return found


def _is_small(graph: Graph, index: int) -> bool:
    return int(np.prod(graph.values[graph.inputs(index)[0]].shape)) <= MOST


class _Following:
    """All nodes behind one, and how they move; those that don't are absent, once it is known."""

    def __init__(self, graph: Graph, start: int) -> None:
        self.graph = graph
        shape = graph.values[start].shape
        self.moved: dict[int, _Moved] = {start: _Moved(False, 1.0, np.arange(int(np.prod(shape))).reshape(shape))}
        for index in range(start + 1, len(graph)):
            sources = graph.inputs(index)
            if any(source in self.moved for source in sources):
                found = self._passed_on(index, sources)
                if found.rate:
                    self.moved[index] = found

    def _passed_on(self, index: int, sources: tuple[int, ...]) -> _Moved:
        name, attributes = self.graph.gates[index].name, self.graph.attributes.get(index, {})
        operands = [self.moved.get(source) for source in sources]
        if name == "getitem":
            return self._read(index, sources, attributes["index"])
        if name in ("add", "subtract"):
            return self._sum(index, operands, -1.0 if name == "subtract" else 1.0)
        if name in ("multiply", "divide"):
            return self._product(index, sources, operands, -1.0 if name == "divide" else 1.0)
        [one] = operands if len(operands) == 1 else [None]
        if one is None:
            raise _Unknown
        if name in ("reshape", "transpose", "broadcast_to"):
            return one._replace(rows=self.graph.gates[index].on_arrays(one.rows, **attributes))
        if name in ("identity", "copy", "cast", "positive"):
            return one
        if name == "negate":
            return one if one.by_factor else one._replace(rate=-one.rate)
        if (name == "exp" and not one.by_factor) or (name == "log" and one.by_factor):
            return one._replace(by_factor=not one.by_factor)
        if name in ("sum_axis", "mean"):
            return self._reduced(one, name, **attributes)
        raise _Unknown

    def _reduced(self, one: _Moved, name: str, axis: tuple[int, ...], keepdims: bool) -> _Moved:
        first = tuple(slice(0, 1) if k in axis else slice(None) for k in range(one.rows.ndim))
        kept = one.rows[first]
        if not one.rows.size or not np.array_equal(np.broadcast_to(kept, one.rows.shape), one.rows):
            raise _Unknown
        count = 1 if one.by_factor or name == "mean" else one.rows.size // kept.size
        return _Moved(one.by_factor, one.rate * count, kept if keepdims else kept.squeeze(axis))

    def _read(self, index: int, sources: tuple[int, ...], at: Any) -> _Moved:
        """An index that is a value may be another one next time: it may only choose along an axis where all go with the same."""
        one = self.moved.get(sources[0])
        if one is None or any(source in self.moved for source in sources[1:]):
            raise _Unknown
        items = at if isinstance(at, tuple) else (at,)
        for axis, item in enumerate(items):
            if item is None or item is Ellipsis:
                if any(isinstance(other, Slot) for other in items):
                    raise _Unknown
            elif isinstance(item, Slot) and not self._is_settled(sources[1 + item.position]):
                value = self.graph.values[sources[1 + item.position]]
                if np.asarray(value).dtype.kind not in "iu" or not np.all(one.rows == one.rows.take([0], axis)):
                    raise _Unknown
        rows = one.rows[filled(at, tuple(self.graph.values[source] for source in sources[1:]))]
        return one._replace(rows=np.asarray(rows))

    def _is_settled(self, node: int) -> bool:
        """Is this the same at every run?"""
        return self.graph.gates[node] is CONSTANT and node not in self.graph.trace.captured()

    def _sum(self, index: int, operands: list[_Moved | None], sign: float) -> _Moved:
        shape = np.shape(self.graph.values[index])
        one, other = operands
        if any(part is not None and part.by_factor for part in operands):
            raise _Unknown
        if one is None or other is None:
            part = one or other
            assert part is not None
            rate = part.rate if other is None else sign * part.rate
            return _Moved(False, rate, np.broadcast_to(part.rows, shape))
        return _Moved(False, one.rate + sign * other.rate, _together(one, other, shape))

    def _product(self, index: int, sources: tuple[int, ...], operands: list[_Moved | None], sign: float) -> _Moved:
        shape = np.shape(self.graph.values[index])
        one, other = operands
        if one is not None and other is not None:
            if not (one.by_factor and other.by_factor):
                raise _Unknown
            return _Moved(True, one.rate + sign * other.rate, _together(one, other, shape))
        part = one or other
        assert part is not None
        rows = np.broadcast_to(part.rows, shape)
        if part.by_factor:
            return _Moved(True, part.rate if other is None else sign * part.rate, rows)
        beside = self.graph.values[sources[1 if other is None else 0]]
        if type(beside) not in (int, float) or not self._is_settled(sources[1 if other is None else 0]) or (sign < 0 and other is not None):
            raise _Unknown
        return _Moved(False, part.rate * beside if sign > 0 else part.rate / beside, rows)


def _together(one: _Moved, other: _Moved, shape: tuple[int, ...]) -> np.ndarray:
    """The rows of two that have to go with the same entries."""
    rows = np.broadcast_to(one.rows, shape)
    if not np.array_equal(rows, np.broadcast_to(other.rows, shape)):
        raise _Unknown
    return rows
