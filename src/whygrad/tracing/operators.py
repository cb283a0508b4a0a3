"""The operators of a traced array: the hot path of tracing."""

from __future__ import annotations

import operator
import sys
from numbers import Rational
from typing import Any

import numpy as np

from whygrad.gates.arrays.steps import step
from whygrad.gates.table import Gate
from whygrad.graph import NONE
from whygrad.tracing import explained
from whygrad.tracing.arrays import TracedArray, apply, is_traced, operand, pin, refresh
from whygrad.tracing.asking import USERS, users_frame
from whygrad.tracing.keeping import BIG
from whygrad.tracing.writes import replace

_getframe = sys._getframe
_new = object.__new__

#: By Python's name of an operator, NumPy's.
COMPARISONS = {"lt": "less", "le": "less_equal", "gt": "greater", "ge": "greater_equal", "eq": "equal", "ne": "not_equal"}


def operate(gate: Gate, left: Any, right: Any) -> Any:
    """An operator on two values, of which one at least is traced."""
    return apply(gate, [left, right])


def binary(gate: Gate, *, mirrored: bool = False) -> Any:  # noqa: PLR0915 - unrolled, for speed
    """An operator of an array, or its mirror image. `apply` and `append` stand unrolled in it, for speed."""
    forward = gate.on_arrays
    pins = gate.linear != "joint"

    def method(self: TracedArray, other: Any) -> Any:
        graph = self.graph
        if self.origin is not None and self.version != self.memory.version:  # type: ignore[union-attr]
            refresh(self)
        kind = type(other)
        if kind is TracedArray and other.graph is graph:
            if other.origin is not None and other.version != other.memory.version:
                refresh(other)
            value, index = other.value, other.index
        elif kind is float or kind is int:
            value, found = other, graph.constants.get((kind, other))
            index = graph.constant(other) if found is None else found
        elif not takes(other):
            return NotImplemented
        else:
            value, index = operand(graph, other)
        try:
            out = forward(value, self.value) if mirrored else forward(self.value, value)
        except Exception as error:
            raise explained.failed(error, gate, [value, self.value] if mirrored else [self.value, value]) from error
        if pins:
            if self.memory is not None:
                pin(self)
            if kind is TracedArray and other.memory is not None:
                pin(other)
        frame = _getframe(1)
        if id(frame.f_code) not in USERS:
            frame = users_frame(frame) or frame
        values, made = graph.values, _new(TracedArray)
        made.graph, made.index, made.value, made.memory, made.origin = graph, len(values), out, None, None
        values.append(out)
        graph.gates.append(gate)
        graph.first.append(index if mirrored else self.index)
        graph.second.append(self.index if mirrored else index)
        graph.codes.append(frame.f_code)
        graph.instructions.append(frame.f_lasti)
        if made.index >= graph.checkpoint:
            graph.trace.checkpoint(made.index)
        if out.size > BIG:
            graph.trace.keeper.made(made.index)
        return made

    return method


def unary(gate: Gate) -> Any:
    """A gate of one array, unrolled in the same way."""
    forward = gate.on_arrays
    pins = gate.linear != "joint"

    def method(self: TracedArray) -> Any:
        graph = self.graph
        if self.origin is not None and self.version != self.memory.version:  # type: ignore[union-attr]
            refresh(self)
        try:
            out = forward(self.value)
        except Exception as error:
            raise explained.failed(error, gate, [self.value]) from error
        if pins and self.memory is not None:
            pin(self)
        frame = _getframe(1)
        if id(frame.f_code) not in USERS:
            frame = users_frame(frame) or frame
        values, made = graph.values, _new(TracedArray)
        made.graph, made.index, made.value, made.memory, made.origin = graph, len(values), out, None, None
        values.append(out)
        graph.gates.append(gate)
        graph.first.append(self.index)
        graph.second.append(NONE)
        graph.codes.append(frame.f_code)
        graph.instructions.append(frame.f_lasti)
        if made.index >= graph.checkpoint:
            graph.trace.checkpoint(made.index)
        if out.size > BIG:
            graph.trace.keeper.made(made.index)
        return made

    return method


def compare(name: str, left: Any, right: Any) -> Any:
    """A comparison whose left side is a traced number; of two numbers of Python's the answer is made concrete."""
    if not (is_traced(right) or isinstance(right, np.ndarray | np.generic | bool | int | float)):
        return getattr(operator, name)(left.value, right)
    made = apply(step(COMPARISONS[name]), [left, right])
    return made if hasattr(type(right), "dtype") else bool(made)


def takes(other: Any) -> bool:
    """Is this something that an array's operator works on? (Of a class of the user's, its own operator does.)"""
    return isinstance(other, np.ndarray | np.generic | list | tuple | complex | str | bytes | Rational | float) or is_traced(other)


def in_place(gate: Gate) -> Any:
    """`a += b`: arrays change, numbers don't."""
    outside = binary(gate)
    needed = gate.linear != "joint"

    def method(self: TracedArray, other: Any) -> Any:
        made = outside(self, other)
        if made is NotImplemented or not isinstance(self.value, np.ndarray):
            return made
        if self.origin is not None and not self.value.flags.writeable:
            raise explained.failed(ValueError("output array is read-only"), gate, [self.value])
        return replace(self, made, needed=needed, fresh=True)

    return method
