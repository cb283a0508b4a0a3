"""The traced array: it behaves as the array that it holds, writes every step into a graph, and can be written to in place.

A traced array is a handle onto a version. Arrays that share memory share a `Memory`, which counts the writes: a view keeps
the array that it was taken from and how, and takes itself anew when its version is old. A write goes down to the array
that owns the memory as a functional update (`setitem` of the graph), so that the graph itself never changes a value.
The real memory is written too, as long as no gate will ask for the old numbers in the backward pass; else it is copied first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from numbers import Rational
from typing import TYPE_CHECKING, Any

import numpy as np

from whygrad.gates.arrays.shape import Shape
from whygrad.gates.table import Gate
from whygrad.graph import Graph, Guard
from whygrad.tracing import explained
from whygrad.tracing.active import RUNNING
from whygrad.tracing.asking import asking
from whygrad.tracing.keeping import BIG
from whygrad.tracing.traced import NUMBERS, Traced

_new = object.__new__


class Memory:
    """What arrays that share memory have in common: how often it was written, and who may need it as it is."""

    __slots__ = ("aliases", "pinned", "version", "written")

    def __init__(self) -> None:
        self.version = 0
        self.pinned = True  # a gate will ask for these numbers, so a write copies first
        self.written = False
        self.aliases: list[int] = []  # nodes whose values lie in this memory


class View:
    """How a view was taken: from which array, by which gate."""

    __slots__ = ("attributes", "gate", "parent")

    def __init__(self, parent: TracedArray, gate: Gate, attributes: Mapping[str, Any]) -> None:
        self.parent = parent
        self.gate = gate
        self.attributes = attributes


class TracedArray:
    """An array (or a number of NumPy's) and its node. The methods of an array are added by `array_methods`."""

    __slots__ = ("graph", "index", "memory", "origin", "value", "version")

    if TYPE_CHECKING:  # what `array_methods` adds

        def __getattr__(self, name: str) -> Any: ...
        def __getitem__(self, index: Any) -> Any: ...
        def __setitem__(self, index: Any, value: Any) -> None: ...
        def __iter__(self) -> Any: ...
        def __len__(self) -> int: ...

    graph: Graph
    index: int
    value: Any
    memory: Memory | None
    origin: View | None
    version: int

    @staticmethod
    def apply_gate(gate: Gate, inputs: Sequence[Any], attributes: Mapping[str, Any] | None = None) -> Any:
        """Apply any gate to traced and plain values."""
        return apply(gate, inputs, attributes)

    # isinstance(x, np.ndarray) must hold where x would be an array in the program as written
    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return type(self.value)


def traced_array(graph: Graph, index: int, value: Any) -> TracedArray:
    """The handle of a node."""
    made = _new(TracedArray)
    made.graph = graph
    made.index = index
    made.value = value
    made.memory = None
    made.origin = None
    return made


def handle(graph: Graph, index: int) -> Any:
    """The traced value of a node that is in the graph already: a number of Python's, or an array."""
    return wrap(graph, index, graph.values[index])


def wrap(graph: Graph, index: int, value: Any) -> Any:
    """A traced value: a number of Python's stays one."""
    if type(value) in NUMBERS:
        made = _new(Traced)
        made.graph, made.index, made.value = graph, index, value
        return made
    return traced_array(graph, index, value)


def is_traced(value: Any) -> bool:
    """Is this a traced number or array? (`isinstance` asks what it holds.)"""
    kind = type(value)
    return kind is TracedArray or kind is Traced


def held(value: Any) -> Any:
    """The plain value that a traced one holds; a plain one itself."""
    kind = type(value)
    if kind is TracedArray:
        current(value)
        return value.value
    return value.value if kind is Traced else value


def all_held(value: Any) -> Any:
    """The same for all values in lists, tuples and dicts: each of those is itself where nothing in it is traced."""
    if is_traced(value):
        return held(value)
    if type(value) in (list, tuple):
        plain = [all_held(item) for item in value]
        return value if all(a is b for a, b in zip(plain, value, strict=True)) else type(value)(plain)
    return {name: all_held(item) for name, item in value.items()} if type(value) is dict else value


def append(graph: Graph, gate: Gate, inputs: tuple[int, ...], value: Any, attributes: Mapping[str, Any] | None = None) -> int:
    """Enter a node on behalf of the user's frame that asked."""
    index = graph.append(gate, inputs, value, *(asking() if RUNNING.traces else (None, 0)))
    if attributes:
        graph.attributes[index] = _settled(graph, attributes)
    if type(value) is np.ndarray and value.size > BIG:
        graph.trace.keeper.made(index)
    return index


def _settled(graph: Graph, attributes: Mapping[str, Any]) -> Mapping[str, Any]:
    """Attributes as they are kept: a shape knows the node that it was read from, and holds on to no handle."""
    for value in attributes.values():
        if type(value) is Shape:
            break
    else:
        return attributes
    kept = dict(attributes)
    for name, value in attributes.items():
        if type(value) is Shape and is_traced(value.of):
            kept[name] = made = tuple.__new__(Shape, value)
            made.of = value.of.index if value.of.graph is graph else None
    return kept


# --- what a gate is given


def operand(graph: Graph, value: Any) -> tuple[Any, int]:
    """The plain value and the node of whatever stands in an expression."""
    kind = type(value)
    if kind is TracedArray:
        if value.graph is not graph:
            raise explained.leaked()
        if value.origin is not None and value.version != value.memory.version:
            refresh(value)
        return value.value, value.index
    if kind is Traced:
        if value.graph is not graph:
            raise explained.leaked()
        return value.value, value.index
    if kind in NUMBERS:
        return value, graph.constant(value)
    if isinstance(value, Rational) and not isinstance(value, np.generic):  # a fraction
        return float(value), graph.constant(float(value))
    found = lifted(graph, value)
    return found.value, found.index


def lifted(graph: Graph, value: Any) -> TracedArray:
    """A plain array, number or list as a value of this graph."""
    if graph.trace is None:
        raise explained.no_trace()
    made: TracedArray = graph.trace.lifted(value)
    return made


def graph_of(values: Sequence[Any]) -> Graph:
    """The graph that the first traced value belongs to."""
    for value in values:
        if is_traced(value):
            graph: Graph = value.graph
            return graph
    raise explained.no_trace()


#: Gates whose result may lie in the memory of an input.
_MAY_ALIAS = frozenset({"broadcast_to", "diagonal", "getitem", "hold", "identity", "reshape", "stop_gradient", "transpose", "windows"})


def apply(gate: Gate, inputs: Sequence[Any], attributes: Mapping[str, Any] | None = None) -> Any:
    """Apply a gate to traced and plain values: compute, enter the node, hand out the traced result."""
    graph = graph_of(inputs)
    values: list[Any] = []
    indices: list[int] = []
    for item in inputs:
        value, index = operand(graph, item)
        values.append(value)
        indices.append(index)
    try:
        out = gate.on_arrays(*values, **attributes) if attributes else gate.on_arrays(*values)
    except Exception as error:
        raise explained.failed(error, gate, values) from error
    if gate.name in _MAY_ALIAS and type(out) is np.ndarray and any(np.may_share_memory(out, value) for value in values):
        out = out.copy()  # only `writes.taken` keeps track of views
    if gate.linear != "joint":
        for item in inputs:
            if type(item) is TracedArray and item.memory is not None:
                pin(item)
    return wrap(graph, append(graph, gate, tuple(indices), out, attributes), out)


def pin(array: TracedArray) -> None:
    """A gate will ask for these numbers in the backward pass: they must not be written over."""
    memory = array.memory
    assert memory is not None
    if memory.pinned:
        return
    if array.origin is None or not memory.written:
        memory.pinned = True
    else:  # of memory that is written again and again, the part that was read is kept instead
        array.graph.values[array.index] = array.value.copy()
        if array.index in memory.aliases:
            memory.aliases.remove(array.index)


def guard(value: Any, concrete: Any) -> Any:
    """Note that the program's course depends on a value from here on; hands out what it is."""
    graph = value.graph
    if graph.guards is not None:
        graph.guards.append(Guard(value.index, concrete, *asking()))
    return concrete


# --- memory


def memory_of(array: TracedArray) -> Memory:
    """The memory that an array lies in."""
    if array.memory is None:
        array.memory = Memory()
        array.version = 0
    return array.memory


def current(array: TracedArray) -> TracedArray:
    """The array itself, brought up to date if it is a view onto memory that was written since."""
    if array.origin is not None and array.version != array.memory.version:  # type: ignore[union-attr]
        refresh(array)
    return array


def refresh(array: TracedArray) -> None:
    """Take a view anew."""
    view, memory = array.origin, array.memory
    assert view is not None and memory is not None
    parent = current(view.parent)
    array.value = view.gate.on_arrays(parent.value, **view.attributes)
    array.index = append(array.graph, view.gate, (parent.index,), array.value, view.attributes)
    array.version = memory.version
    memory.aliases.append(array.index)
