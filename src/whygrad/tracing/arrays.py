"""The traced array: it behaves as the array that it holds, writes every step into a graph, and can be written to in place.

A traced array is a handle onto a version. Arrays that share memory share a `Memory`, which counts the writes: a view keeps
the array that it was taken from and how, and takes itself anew when its version is old. A write goes down to the array
that owns the memory as a functional update (`setitem` of the graph), so that the graph itself never changes a value.
The real memory is written too, as long as no gate will ask for the old numbers in the backward pass; else it is copied first.
"""

from __future__ import annotations

import operator
import sys
from collections.abc import Mapping, Sequence
from numbers import Rational
from typing import TYPE_CHECKING, Any

import numpy as np

from whygrad.gates.arrays.elementwise import cast
from whygrad.gates.arrays.indexing import getitem, setitem
from whygrad.gates.arrays.shape import Shape, reshape, transpose
from whygrad.gates.arrays.steps import step
from whygrad.gates.table import Gate
from whygrad.graph import Graph, Guard, Overwritten
from whygrad.tracing import explained
from whygrad.tracing.active import RUNNING
from whygrad.tracing.asking import USERS, asking, users_frame
from whygrad.tracing.keeping import BIG
from whygrad.tracing.traced import NUMBERS, Traced

_getframe = sys._getframe
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


# --- views and writes


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


def taken(parent: TracedArray, gate: Gate, attributes: Mapping[str, Any]) -> TracedArray:
    """What a gate of places only makes of an array: a view onto its memory where NumPy gives one."""
    current(parent)
    try:
        value = gate.on_arrays(parent.value, **attributes)
    except Exception as error:
        raise explained.failed(error, gate, [parent.value], attributes) from error
    made = traced_array(parent.graph, append(parent.graph, gate, (parent.index,), value, attributes), value)
    if type(value) is np.ndarray and value.size and np.may_share_memory(value, parent.value):
        memory = memory_of(parent)
        made.memory, made.version, made.origin = memory, memory.version, View(parent, gate, attributes)
        memory.aliases.append(made.index)
    return made


def _undone(view: View, index: int, graph: Graph) -> int:
    """The parent's next version, after its view became the node `index`."""
    parent = view.parent
    shape = parent.value.shape
    if view.gate is getitem:
        return append(graph, setitem, (parent.index, index), parent.value, view.attributes)
    if view.gate is reshape:
        return append(graph, reshape, (index,), parent.value, {"shape": shape})
    if view.gate is transpose:
        axes = tuple(int(axis) for axis in np.argsort(view.attributes["axes"]))
        return append(graph, transpose, (index,), parent.value, {"axes": axes})
    raise explained.write_through(view.gate)


def prepare(array: TracedArray) -> Memory:
    """Make the memory of an array ready to be written: copied if a gate still needs it, else its old nodes lose their values."""
    memory = memory_of(array)
    graph = array.graph
    if memory.pinned:
        chain = [array]
        while (view := chain[-1].origin) is not None:
            chain.append(view.parent)
        owner = chain.pop()
        owner.value = owner.value.copy(order="K")
        for part in reversed(chain):
            assert part.origin is not None
            part.value = part.origin.gate.on_arrays(part.origin.parent.value, **part.origin.attributes)
        memory.pinned = False
    else:
        for index in memory.aliases:
            old = graph.values[index]
            if type(old) is not Overwritten:
                graph.values[index] = Overwritten(old.shape, old.dtype)
    memory.aliases.clear()
    return memory


def settle(array: TracedArray, index: int, memory: Memory) -> None:
    """After a write: every array from this one down to the owner of the memory has a new version."""
    memory.version += 1
    memory.written = True
    array.index, array.version = index, memory.version
    memory.aliases.append(index)
    while (view := array.origin) is not None:
        index = _undone(view, index, array.graph)
        array = view.parent
        array.index, array.version = index, memory.version
        memory.aliases.append(index)


def write(array: TracedArray, index: Any, parts: Sequence[Any], value: Any) -> None:
    """`array[index] = value`, where `parts` are the traced values in the index (see `gates.arrays.indexing.Slot`)."""
    from whygrad.gates.arrays.indexing import filled

    graph = array.graph
    current(array)
    new, new_index = operand(graph, value)
    known = [operand(graph, part) for part in parts]
    memory = prepare(array)
    try:
        array.value[filled(index, tuple([part for part, _ in known]))] = new
    except Exception as error:
        raise explained.failed(error, setitem, [array.value, new], {"index": index}) from error
    inputs = (array.index, new_index, *[part for _, part in known])
    settle(array, append(graph, setitem, inputs, array.value, {"index": index}), memory)


def replace(array: TracedArray, new: Any, *, needed: bool) -> TracedArray:
    """Give an array new content in place; `needed` if the gate that computed it will ask for its output."""
    value, index = operand(array.graph, new)
    if type(value) is not np.ndarray or value.shape != array.value.shape or value.dtype != array.value.dtype:
        fitted = np.empty_like(array.value)
        try:
            np.copyto(fitted, value, casting="same_kind")
        except Exception as error:
            raise explained.failed(error, setitem, [array.value, value], {"in_place": True}) from error
        if np.shape(value) != fitted.shape:
            new = apply_broadcast(new, fitted.shape, array.graph)
        if fitted.dtype != np.asarray(value).dtype:
            new = apply(cast, [new if is_traced(new) else lifted(array.graph, new)], {"dtype": fitted.dtype.name})
        value, index = operand(array.graph, new)
        value = fitted
    if array.origin is None:
        memory = memory_of(array)
        memory.aliases.clear()
        memory.pinned = needed
        array.value = value
        if not memory.pinned and value is array.graph.values[index]:
            memory.aliases.append(index)
        memory.version += 1
        memory.written = True
        array.index, array.version = index, memory.version
        return array
    memory = prepare(array)
    array.value[...] = value
    settle(array, index, memory)
    memory.aliases.remove(index)  # its value lies in memory of its own
    return array


def apply_broadcast(value: Any, shape: tuple[int, ...], graph: Graph) -> Any:
    """A value stretched to a shape."""
    from whygrad.gates.arrays.shape import broadcast_to

    return apply(broadcast_to, [value if is_traced(value) else lifted(graph, value)], {"shape": shape})


# --- operators: the hot path


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


def compare(name: str, left: Any, right: Any) -> Any:
    """A comparison whose left side is a traced number; of two numbers of Python's the answer is made concrete."""
    if not (is_traced(right) or isinstance(right, np.ndarray | np.generic | bool | int | float)):
        return getattr(operator, name)(left.value, right)
    made = apply(step(_COMPARED[name]), [left, right])
    return made if hasattr(type(right), "dtype") else bool(made)


_COMPARED = {"lt": "less", "le": "less_equal", "gt": "greater", "ge": "greater_equal", "eq": "equal", "ne": "not_equal"}


def dropped_by(what: str) -> Exception:
    """The error of code that makes plain numbers of traced ones."""
    return explained.dropped(what)


def refused_as_key() -> Exception:
    """The error of a number that is looked up by its value."""
    return explained.as_key()


def refuse_drop() -> None:
    """A number of a traced function was made a plain one."""
    raise explained.dropped("float")


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
        return replace(self, made, needed=needed)

    return method


def view_matches(value: Any, array: TracedArray, index: Any) -> bool:
    """Is this value the very view `array[index]`, as it is now?"""
    if type(value) is not TracedArray or value.origin is None or value.origin.parent is not array or value.origin.gate is not getitem:
        return False
    if value.version != value.memory.version:  # type: ignore[union-attr]
        return False
    taken_by = value.origin.attributes["index"]
    return type(taken_by) is type(index) and bool(taken_by == index)
