"""Reverse mode on arrays: from the outputs back to the inputs, each gate hands down what its rule says.

The same code runs on plain arrays, which is fast, and on traced ones: then every cotangent is a node of the same graph,
so that it can be differentiated again, drawn, or written as source code.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from whygrad.gates.arithmetic import add, multiply
from whygrad.gates.arrays.choosing import where
from whygrad.gates.arrays.elementwise import cast
from whygrad.gates.arrays.indexing import adds_axes_only, filled, getitem, has_arrays, index_add, setitem
from whygrad.gates.arrays.shape import concatenate, reshape, shape_of, stack, sum_to, zeros_as
from whygrad.gates.table import Gate
from whygrad.graph import NONE, Graph, Overwritten
from whygrad.tracing import explained
from whygrad.tracing.arrays import handle, held, is_traced
from whygrad.tracing.asking import place_of
from whygrad.tracing.traced import NUMBERS, Traced, at

#: Local gradient × gradient from above.
Times = Callable[[Any, Any], Any]
#: A contribution, and what it is for, whose shape and dtype it is to have.
Fit = Callable[[Any, Any], Any]


_NUMBERS = (float, int)
_NUMBERS_ALONE = frozenset(NUMBERS)


class Step(NamedTuple):
    """One gate on the way back: its node, the node of what came from above, and the nodes that its rule made."""

    index: int  # type: ignore[assignment]
    upstream: int
    start: int
    end: int


def cotangents(
    graph: Graph,
    seeds: Mapping[int, Any],
    wrt: Iterable[int],
    *,
    traced: bool = False,
    steps: list[Step] | None = None,
    times: Times | None = None,
    fit: Fit | None = None,
    stopped: Iterable[int] = (),
) -> dict[int, Any]:
    """The cotangents of the nodes in `wrt`, given those of some outputs; a node that no output depends on is absent.

    Where they are traced, `steps` is filled with the gates in the order in which they were passed. `times` takes the place
    of `product`: it multiplies what comes from above by a local gradient; `fit` that of `fitted`. Through the
    nodes in `stopped` no gradient passes.

    Source: Griewank and Walther, Evaluating Derivatives (2008), chapter 3.
    """
    wanted = set(wrt)
    sweep = _Sweep(graph, seeds, wanted, traced, steps, times or product, fit or fitted)
    for node in stopped:
        sweep.needed[node] = 0
    with np.errstate(all="ignore"):
        sweep.run()
    return {node: sweep.found[node] for node in wanted if node in sweep.found}


class _Sweep:
    """One pass from the last output to the first input."""

    def __init__(
        self, graph: Graph, seeds: Mapping[int, Any], wanted: set[int], traced: bool, steps: list[Step] | None, times: Times, fit: Fit
    ) -> None:
        self.graph = graph
        self.steps = steps
        self.times = times
        self.fit = fit
        self.wanted = wanted
        self.traced = traced
        self.found: dict[int, Any] = dict(seeds)
        self.needed = graph.depending(wanted)
        self.of_numbers = traced and _NUMBERS_ALONE.issuperset(map(type, graph.values))
        self._own: set[int] = set()  # nodes whose cotangent is an array that nobody else has

    def run(self) -> None:
        first = min(self.wanted, default=0)
        for index in range(max(self.found, default=-1), first - 1, -1):
            if index in self.found and self.needed[index] and self.graph.first[index] != NONE:
                upstream = self.found[index] if index in self.wanted else self.found.pop(index)
                start = len(self.graph)
                if type(upstream) is float and self._between_numbers(index, upstream):
                    continue
                try:
                    self._hand_down(index, upstream)
                except NotImplementedError as error:  # a rule that there is no formula for
                    place = place_of(self.graph.codes[index], self.graph.instructions[index])
                    raise explained.unknown_function(str(error), place=place) from None
                if self.steps is not None:
                    self.steps.append(Step(index, upstream.index, start, len(self.graph)))

    def _between_numbers(self, index: int, upstream: float) -> bool:
        """Sums and products of Python's own numbers, of which a program of plain numbers consists; False for anything else."""
        graph, found = self.graph, self.found
        gate, first, second = graph.gates[index], graph.first[index], graph.second[index]
        if self.traced or second < 0 or (gate is not add and gate is not multiply):
            return False
        values = graph.values
        one, other = values[first], values[second]
        if type(one) not in _NUMBERS or type(other) not in _NUMBERS:
            return False
        for source, value, beside in ((first, one, other), (second, other, one)):
            if self.needed[source] and type(value) is float:
                share = upstream if gate is add else upstream * beside
                if share - share != 0.0 and upstream == 0.0:  # see `product`
                    share = 0.0
                found[source] = found[source] + share if source in found else share
        return True

    def _hand_down(self, index: int, upstream: Any) -> None:
        graph = self.graph
        gate, sources = graph.gates[index], graph.inputs(index)
        if gate.is_step:
            return
        is_number = self.traced and type(upstream) is Traced and gate.vjps is None
        if is_number and (self.of_numbers or _NUMBERS_ALONE.issuperset([type(graph.values[source]) for source in sources])):
            self._down_numbers(gate, index, sources, upstream)
            return
        attributes = graph.attributes.get(index, {})
        if gate is getitem:
            gather = self._gather_traced if self.traced else self._gather
            gather(sources, attributes["index"], upstream)
            return
        if not self.traced and gate is setitem:
            self._part(index, sources, attributes["index"], upstream)
            return
        if gate is concatenate or gate is stack:
            self._apart(gate, sources, attributes["axis"], upstream)
            return
        out = self._operand(index)
        operands = [self._operand(source) for source in sources]
        for position, source in enumerate(sources):
            if self.needed[source] and _is_float(operands[position]):
                share = contribution(gate, position, upstream, out, operands, attributes, self.times, self.fit)
                if share is not None:
                    self._add(source, share)

    def _down_numbers(self, gate: Gate, index: int, sources: tuple[int, ...], upstream: Traced) -> None:
        """The same between traced numbers of Python's, which have neither shape nor dtype to be fitted to."""
        graph, needed, values, found = self.graph, self.needed, self.graph.values, self.found
        out, operands = handle(graph, index), [at(graph, source) for source in sources]
        for position, source in enumerate(sources):
            if needed[source] and type(values[source]) is float:
                try:
                    local = gate.local_gradient(position, out, operands)
                except (ArithmeticError, ValueError):
                    local = math.nan
                if local is None:
                    continue
                share = _share(upstream, local, self.times)
                if type(share) is not Traced:
                    share = fitted(share, operands[position])
                before = found.get(source)
                found[source] = share if before is None else before + share

    def _operand(self, index: int) -> Any:
        value = self.graph.values[index]
        return handle(self.graph, index) if self.traced else value

    def _add(self, source: int, share: Any) -> None:
        before = self.found.get(source)
        if before is None:
            self.found[source] = share
        elif source in self._own:
            before += share
        else:
            self.found[source] = before + share

    def _gather(self, sources: tuple[int, ...], index: Any, upstream: Any) -> None:
        """A read hands its gradient back to the places that were read: all reads of an array gather in one array."""
        source = sources[0]
        value = self.graph.values[source]
        if not self.needed[source] or not _is_float(value):
            return
        total = self.found.get(source)
        if total is None or source not in self._own:
            start = np.zeros(value.shape, value.dtype) if total is None else np.array(total, copy=True)
            total = self.found[source] = start
            self._own.add(source)
        at = filled(index, tuple([self.graph.values[part] for part in sources[1:]]))
        if has_arrays(index):
            np.add.at(total, at, upstream)
        else:
            total[at] += upstream

    def _gather_traced(self, sources: tuple[int, ...], index: Any, upstream: Any) -> None:
        """The same, as a node."""
        value, *parts = [self._operand(source) for source in sources]
        if self.needed[sources[0]] and _is_float(value):
            if adds_axes_only(index):
                self._add(sources[0], fitted(reshape(upstream, shape=shape_of(value)), value))
                return
            total = self.found.get(sources[0])
            share = index_add(zeros_as(value) if total is None else total, upstream, *parts, index=index)
            self.found[sources[0]] = fitted(share, value)

    def _apart(self, gate: Gate, sources: tuple[int, ...], axis: int, upstream: Any) -> None:
        """Each of the arrays that were joined gets its own part, one after another (the rules would count anew for each)."""
        start = 0
        for position, source in enumerate(sources):
            value = self.graph.values[source]
            size = 1 if gate is stack else value.shape[axis]
            part: Any = position if gate is stack else slice(start, start + size)
            start += size
            if self.needed[source] and _is_float(value):
                share = getitem(upstream, index=(*[slice(None)] * axis, part))
                self._add(source, fitted(share, self._operand(source)))

    def _part(self, node: int, sources: tuple[int, ...], index: Any, upstream: Any) -> None:
        """A write takes the gradient at its places away from the array, and hands it to what was written."""
        base, written = sources[0], sources[1]
        operands = [self.graph.values[source] for source in sources]
        if self.needed[written] and _is_float(operands[1]):
            share = setitem.hand_down(1, upstream, None, operands, {"index": index})
            share = np.array(share, dtype=getattr(operands[1], "dtype", None))  # it may be a view of what is cleared next
            self._add(written, float(share) if type(operands[1]) is float else share)
        if not self.needed[base]:
            return
        mine = node in self._own and node not in self.wanted
        total = upstream if mine else np.array(upstream, copy=True)
        total[filled(index, tuple(operands[2:]))] = 0
        before = self.found.get(base)
        if before is None:
            self.found[base] = total
            self._own.add(base)
        else:
            self._add(base, total)


def _is_float(value: Any) -> bool:
    if isinstance(value, Overwritten):
        return bool(value.dtype.kind == "f")
    kind = getattr(value, "dtype", None)
    return kind.kind == "f" if kind is not None else isinstance(value, float)


def contribution(
    gate: Gate,
    position: int,
    upstream: Any,
    out: Any,
    operands: list[Any],
    attributes: Mapping[str, Any],
    times: Times | None = None,
    fit: Fit | None = None,
) -> Any:
    """What a gate hands down to one of its inputs, in that input's shape and dtype; None where nothing passes."""
    if gate.vjps is not None:
        share = gate.hand_down(position, upstream, out, operands, attributes)
    else:
        share = _times_local(gate, position, upstream, out, operands, attributes, times or product)
    return None if share is None else (fit or fitted)(share, operands[position])


def local_gradient(gate: Gate, position: int, beside: Any, out: Any, operands: list[Any], attributes: Mapping[str, Any]) -> Any:
    """The local gradient of an entry-by-entry gate, by the rules of numbers where it and all `beside` it are Python's own.

    None where nothing passes; nan where a number has none.
    """
    if any(hasattr(type(value), "dtype") or isinstance(value, Overwritten) for value in (beside, *operands)):
        rule = gate.rule(position)
        return None if rule is None else rule(out, *operands, **attributes)
    try:
        return gate.local_gradient(position, out, operands)
    except (ArithmeticError, ValueError):
        return float("nan")


def _times_local(
    gate: Gate, position: int, upstream: Any, out: Any, operands: list[Any], attributes: Mapping[str, Any], times: Times
) -> Any:
    local = local_gradient(gate, position, upstream, out, operands, attributes)
    return None if local is None else _share(upstream, local, times)


def _share(upstream: Any, local: Any, times: Times) -> Any:
    if type(local) is float and (local == 1.0 or local == -1.0):
        return upstream if local == 1.0 else -upstream
    return times(upstream, local)


def product(upstream: Any, local: Any) -> Any:
    """Local gradient × gradient from above. Where none comes from above none is handed down, steep as the gate may be:
    a side that `where` doesn't choose has no say, though its numbers be infinite."""
    share = upstream * local
    if is_finite(share):
        return share
    return where(upstream == 0, 0.0, share)


def is_finite(value: Any) -> bool:
    """Are all entries of a plain or traced value finite, and their sum?"""
    return bool(np.isfinite(np.sum(held(value))))


def dtype_of(value: Any) -> Any:
    """The dtype of a plain or traced value; of a number of Python's, NumPy's for it. (A dtype equals None, so that won't do.)"""
    kind = getattr(value, "dtype", None)
    return np.dtype(float) if kind is None else kind


def fitted(share: Any, operand: Any) -> Any:
    """A contribution in the shape and dtype of what it is for: copies that broadcasting made are added up."""
    kind = getattr(operand, "dtype", None)
    if type(share) is np.ndarray and type(operand) is np.ndarray and share.shape == operand.shape and share.dtype == kind:
        return share
    if kind is None:  # a number of Python's
        return sum_to(share, ()) if shape_of(share) else (share if is_traced(share) else float(share))
    share = sum_to(share, operand.shape)
    if dtype_of(share) != kind:
        share = cast(share, dtype=kind.name)
    elif not hasattr(share, "dtype") and not is_traced(share):
        share = kind.type(share)
    if not shape_of(share) and isinstance(operand, np.ndarray) and not is_traced(share):
        share = np.asarray(share)
    return share
