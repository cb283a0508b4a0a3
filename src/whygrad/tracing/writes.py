"""Views onto traced arrays, and writes to them: how a change in place becomes a new version of every array that sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from whygrad.gates.arrays.elementwise import cast, copy
from whygrad.gates.arrays.indexing import Slot, diagonal, filled, getitem, setitem
from whygrad.gates.arrays.shape import broadcast_to, reshape, transpose
from whygrad.gates.table import Gate
from whygrad.graph import Graph, Overwritten
from whygrad.tracing import explained
from whygrad.tracing.arrays import (
    Memory,
    TracedArray,
    View,
    append,
    apply,
    current,
    is_traced,
    lifted,
    memory_of,
    operand,
    refresh,
    traced_array,
)
from whygrad.tracing.asking import asking
from whygrad.tracing.keeping import BIG


def taken(parent: TracedArray, gate: Gate, attributes: Mapping[str, Any]) -> TracedArray:
    """What a gate of places only makes of an array: a view onto its memory where NumPy gives one."""
    current(parent)
    try:
        value = gate.on_arrays(parent.value, **attributes)
    except Exception as error:
        raise explained.failed(error, gate, [parent.value], attributes) from error
    made = traced_array(parent.graph, append(parent.graph, gate, (parent.index,), value, attributes), value)
    if type(value) is np.ndarray and value.size and np.may_share_memory(value, parent.value):
        _make_view(made, View(parent, gate, attributes))
    return made


def part(parent: TracedArray, index: Any) -> TracedArray:
    """`parent[index]`, of numbers and slices alone: a view, but where it names one entry. The same for the hot path of loops."""
    graph = parent.graph
    if parent.origin is not None and parent.version != parent.memory.version:  # type: ignore[union-attr]
        refresh(parent)
    try:
        value = parent.value[index]
    except Exception as error:
        raise explained.failed(error, getitem, [parent.value], {"index": index}) from error
    node = graph.append(getitem, (parent.index,), value, *asking())
    attributes = graph.attributes[node] = {"index": index}
    made = traced_array(graph, node, value)
    if type(value) is np.ndarray and value.size and type(parent.value) is np.ndarray:  # of NumPy's numbers, `v[...]` is a copy
        if value.size > BIG:
            graph.trace.keeper.made(node)
        _make_view(made, View(parent, getitem, attributes))
    return made


def _make_view(made: TracedArray, view: View) -> None:
    memory = memory_of(view.parent)
    made.memory, made.version, made.origin = memory, memory.version, view
    memory.aliases.append(made.index)


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
    if view.gate is diagonal:
        return _on_diagonal(parent, index, graph, **view.attributes)
    raise explained.write_through(view.gate)


def _on_diagonal(parent: TracedArray, index: int, graph: Graph, offset: int, axis1: int, axis2: int) -> int:
    """The parent with what was written to its diagonal: with the two axes last, they are places in the matrices."""
    order = (*[k for k in range(parent.value.ndim) if k not in (axis1, axis2)], axis1, axis2)
    turned = append(graph, transpose, (parent.index,), parent.value.transpose(order), {"axes": order})
    along = np.arange(np.diagonal(parent.value, offset, axis1, axis2).shape[-1])
    places = [operand(graph, along + max(step, 0))[1] for step in (-offset, offset)]
    written = append(graph, setitem, (turned, index, *places), parent.value.transpose(order), {"index": (Ellipsis, Slot(0), Slot(1))})
    back = tuple(int(axis) for axis in np.argsort(order))
    return append(graph, transpose, (written,), parent.value, {"axes": back})


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


def replace(array: TracedArray, new: Any, *, needed: bool, casting: Any = "same_kind", fresh: bool = False) -> TracedArray:
    """Give an array new content in place; `needed` if the gate that computed it will ask for its output.

    Content that is not `fresh` may lie in the memory of another array, whose later writes are none of this one's business.
    """
    value, index = operand(array.graph, new)
    own = array.value
    if (
        type(value) is not np.ndarray
        or value.shape != own.shape
        or value.dtype != own.dtype
        or (array.origin is None and value.strides != own.strides)
    ):
        fitted = np.empty_like(array.value)
        try:
            np.copyto(fitted, value, casting=casting)
        except Exception as error:
            raise explained.failed(error, setitem, [array.value, value], {"in_place": True}) from error
        if np.shape(value) != fitted.shape:
            new = apply_broadcast(new, fitted.shape, array.graph)
        if fitted.dtype != np.asarray(value).dtype:
            new = apply(cast, [new if is_traced(new) else lifted(array.graph, new)], {"dtype": fitted.dtype.name})
        value, index = operand(array.graph, new)
        value = fitted
    if not fresh and type(new) is TracedArray and new.memory is not None:  # what it is copied from may be written over, node and all
        value, fresh = np.array(value, order="K"), True
        index = append(array.graph, copy, (index,), value)
    if array.origin is None:
        if not fresh and value is array.graph.values[index]:
            value = value.copy(order="K")
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
    if not fresh and np.may_share_memory(value, array.value):  # a part of what is written over
        value = value.copy()
    memory = prepare(array)
    array.value[...] = array.graph.values[index] = value
    settle(array, index, memory)
    memory.aliases.remove(index)  # its value lies in memory of its own
    return array


def apply_broadcast(value: Any, shape: tuple[int, ...], graph: Graph) -> Any:
    """A value stretched to a shape."""
    return apply(broadcast_to, [value if is_traced(value) else lifted(graph, value)], {"shape": shape})


def view_matches(value: Any, array: TracedArray, index: Any) -> bool:
    """Is this value the very view `array[index]`, as it is now?"""
    if type(value) is not TracedArray or value.origin is None or value.origin.parent is not array or value.origin.gate is not getitem:
        return False
    if value.version != value.memory.version:  # type: ignore[union-attr]
        return False
    taken_by = value.origin.attributes["index"]
    return type(taken_by) is type(index) and bool(taken_by == index)
