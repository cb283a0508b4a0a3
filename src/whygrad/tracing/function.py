"""The trace of a function: it runs once, as it is written, and what it does to numbers becomes a graph."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import CodeType
from typing import Any, NamedTuple

import numpy as np
import optree

from whygrad.gates.arithmetic import identity
from whygrad.graph import CONSTANT, INPUT, Graph, Guard
from whygrad.text import Text, _
from whygrad.tracing import explained
from whygrad.tracing.active import running
from whygrad.tracing.arrays import TracedArray, apply, current, is_traced, traced_array, wrap
from whygrad.tracing.asking import asking, here
from whygrad.tracing.binding import bind, release, tracing
from whygrad.tracing.errors import NotTraceable, TooLarge, WrongCapture
from whygrad.tracing.keeping import Keeper
from whygrad.tracing.lifting import Lifting
from whygrad.tracing.reach import Reach
from whygrad.tracing.touching import PLACES, WRITES, Place, Touch, touch
from whygrad.tracing.traced import NUMBERS

#: The most nodes of a trace, unless said.
MAX_NODES = 20_000_000
#: After so many nodes it is looked whether there is memory for more.
_STEP = 1 << 16


@dataclass
class Recording:
    """What a trace of a function left behind: the graph, and which nodes are its inputs and outputs.

    `inputs` are the nodes of the leaves of the arguments that are differentiated, in order, None for a leaf that is no
    number; `outputs` those of the leaves of the result, None for one that is plain.
    """

    graph: Graph
    inputs: list[int | None]
    outputs: list[int | None] = field(default_factory=list)
    leaves: list[Any] = field(default_factory=list)  # the leaves of the result, as plain values
    tree: Any = None
    value: Any = None
    given: list[tuple[list[Any], Any]] = field(default_factory=list)  # the leaves of those arguments as they were, and their trees
    touched: Touch | None = None  # what the function does besides: drawing random numbers, writing to arrays that were there before
    finish: Callable[[], None] = lambda: None  # to be called when nobody asks for the numbers of the graph any more


class _Met(NamedTuple):
    """An array from outside, what works in its place, and the node of that before anything was written to it."""

    original: Any
    working: TracedArray
    node: int


def _check_dtype(dtype: np.dtype[Any]) -> None:
    """Refuse what holds no real numbers."""
    if dtype.kind == "c":
        raise explained.complex_refused()
    if dtype.kind not in "fiub":
        raise explained.wrong_dtype(dtype)


class FunctionTrace:
    """A graph under construction, and the arrays from outside that it has met."""

    def __init__(self, max_nodes: int = MAX_NODES, *, outlives: bool = True) -> None:
        self.graph = Graph()
        self.outlives = outlives
        self.closed = False
        self.touched: Touch | None = None  # what a replay wouldn't do: random numbers were drawn, a number was made a text
        self.looked: dict[str, tuple[CodeType | None, int]] = {}  # what was asked of how arrays lie in memory, and where
        self.froze = False  # something was computed from arrays from outside that the graph doesn't hold
        self.graph.guards = []
        self.graph.trace = self
        self.graph.checkpoint = min(_STEP, max_nodes)
        self.max_nodes = max_nodes
        self.keeper = Keeper(self.graph)
        self._met: dict[int, _Met] = {}  # by the id of the array

    def lifted(self, value: Any) -> Any:
        """A plain value as a constant of the graph."""
        kind = type(value)
        if kind in NUMBERS:
            return wrap(self.graph, self.graph.constant(value), value)
        if isinstance(value, np.generic):
            _check_dtype(value.dtype)
            return traced_array(self.graph, self.graph.constant(value), value)
        if isinstance(value, np.ndarray):
            return self._array(value)
        if isinstance(value, list | tuple):
            from whygrad.tracing.numpy_functions.creation import array

            return array(value, copy=False)
        if kind is Place:
            touch(PLACES)
        found = np.asarray(value)
        _check_dtype(found.dtype)
        return self.fresh(found)

    def _array(self, value: Any) -> TracedArray:
        met = self._met.get(id(value))
        if met is not None:
            return met.working
        _check_dtype(value.dtype)
        if type(value) is not np.ndarray and isinstance(value, np.ma.MaskedArray | np.matrix):
            raise explained.unknown_function(type(value).__name__, Text(_("Make it a plain array first: `np.asarray(x)`.")))
        made = self.fresh(own_copy(value))
        self._met[id(value)] = _Met(value, made, made.index)
        return made

    def writing(self, writers: list[TracedArray]) -> Touch | None:
        """What writes to arrays that were there before: to those of these that work in their places, or to others that were met."""
        for made in [*writers, *[found.working for found in self._met.values()]]:
            if made.memory is not None and made.memory.written:
                return Touch(WRITES, self.graph.codes[made.index], self.graph.instructions[made.index])
        return None

    def captured(self) -> dict[int, Any]:
        """The arrays from outside that the trace has met and that somebody else has too, by their nodes."""
        return {found.node: found.original for found in self._met.values() if sys.getrefcount(found.original) > 2}

    def met(self, value: Any) -> int | None:
        """The node of an array from outside that the trace has met."""
        found = self._met.get(id(value))
        return None if found is None else found.node

    def fresh(self, value: Any) -> TracedArray:
        """An array that nobody else has, as a constant."""
        return traced_array(self.graph, self.graph.append(CONSTANT, (), value, *asking()), value)

    def input(self, value: Any) -> Any:
        """A new input; its own copy of the value, if the graph is to outlive the call that makes it."""
        own = own_copy(value) if self.outlives and isinstance(value, np.ndarray) else value
        return wrap(self.graph, self.graph.append(INPUT, (), own), own)

    def shape_depends(self, array: TracedArray) -> None:
        """The shape of this array depends on values: a replay with another one would be another graph."""
        assert self.graph.guards is not None
        self.graph.guards.append(Guard(array.index, array.value.shape, *asking()))

    def checkpoint(self, count: int) -> None:
        """Called when so many nodes have been made: is there room for more?"""
        if self.closed:
            raise explained.leaked()
        if count >= self.max_nodes:
            raise TooLarge(
                Text(_("The graph has {n} nodes here, the most that I was allowed."), {"n": str(count)}),
                [Text(_("If the loop should end, look at what changes its condition; else allow more: `max_nodes=…`."))],
                *here(),
            )
        available = memory_of_machine()
        used = sum(value.nbytes for value in self.graph.values[-_STEP:] if isinstance(value, np.ndarray)) * (count // _STEP + 1)
        if available and used > available:
            raise TooLarge(
                Text(_("The graph would need about {n} GB from here on, more than this machine has."), {"n": f"{2 * used / 1e9:.1f}"}),
                [Text(_("Trace a part of it, or smaller arrays."))],
                *here(),
            )
        self.graph.checkpoint = min(count + _STEP, self.max_nodes)

    def unchanged(self) -> None:
        """Refuse a capture in which an array from outside was changed by code that the trace didn't see."""
        for value, made, _node in self._met.values():
            if made.memory is not None and made.memory.written:
                continue
            if not np.array_equal(value, made.value, equal_nan=value.dtype.kind == "f"):
                raise WrongCapture(
                    Text(_("An array that was made before the trace was changed in place by code that I couldn't follow.")),
                    [Text(_("Make it inside of the traced function, or pass it as an argument."))],
                )

    def written_back(self) -> None:
        """What was written to arrays from outside, written to them."""
        for value, made, _node in self._met.values():
            if made.memory is not None and made.memory.written and value.flags.writeable:
                np.copyto(value, made.value, casting="unsafe")

    def close(self) -> None:
        """The trace is over: whoever uses a value of it from now on is told so."""
        self.closed = True
        self.graph.checkpoint = 0

    def reopen(self) -> None:
        """Let whygrad itself go on with the graph: the way back as nodes of it."""
        self.closed = False
        self.graph.checkpoint = sys.maxsize


def own_copy(value: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """A copy that lies in memory as the array does: where that repeats its entries, so does the copy."""
    if 0 not in value.strides:
        return np.array(value, order="K", copy=True, subok=False)
    once = tuple([slice(0, 1) if not stride else slice(None) for stride in value.strides])
    return np.broadcast_to(np.array(value[once], order="K", copy=True, subok=False), value.shape)


def memory_of_machine() -> int:
    """Bytes of memory that the machine has, 0 where it can't be known."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        return 0


def trace_function(
    function: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    wanted: tuple[int, ...],
    *,
    max_nodes: int = MAX_NODES,
    outlives: bool = True,
) -> Recording:
    """Run a function once on these arguments and record it; `wanted` are the arguments whose leaves become inputs.

    A graph that `outlives` the call has its own copies of the arguments, which the caller may change afterwards.
    """
    outer = running()
    if outer is not None:
        return _nested(outer, function, args, kwargs, wanted)
    trace = FunctionTrace(max_nodes, outlives=outlives)
    lifting = Lifting(trace.graph, trace.lifted)
    made = Recording(trace.graph, [])
    ready = [_inputs(trace, made, lifting, argument) if k in wanted else argument for k, argument in enumerate(args)]
    try:
        with tracing(trace, [function, *args, *kwargs.values()], lifting):
            given = [value if k in wanted else lifting.lifted(value) for k, value in enumerate(ready)]
            options = {name: lifting.lifted(value) for name, value in kwargs.items()}
            out = function(*given, **options)
            trace.unchanged()
            _unshared([*args, *kwargs.values()], lifting)
            made.touched = trace.touched or trace.writing(lifting.writers())
        _outputs(made, out, trace.graph)
        made.value = lifting.settled(out)
    except BaseException:
        lifting.pay()
        raise
    finally:
        trace.close()
    made.finish = lifting.pay
    return made


def _unshared(arguments: list[Any], lifting: Lifting) -> None:
    """Refuse arguments that share memory, if one of them was written: the others would have seen it."""
    written = lifting.written()
    arrays = [leaf for argument in arguments if written for leaf in leaves_of(argument)[0] if isinstance(leaf, np.ndarray)]
    for original in written:
        if sum(np.may_share_memory(original, leaf) for leaf in arrays) > 1:
            raise NotTraceable(
                Text(_("Two of the arguments share memory, and the function writes to it: what the one gets the other would see.")),
                [Text(_("Give each its own array: `x.copy()`."))],
            )


def leaves_of(value: Any) -> tuple[list[Any], Any]:
    """The leaves of nested lists, tuples and dicts, and how they were nested."""
    leaves, tree = optree.tree_flatten(value, none_is_leaf=True)
    return leaves, tree


_FLOATS = (float, np.floating)  # a union would be made anew each time that it is asked for


def is_float(value: Any) -> bool:
    """Can there be a gradient with respect to this leaf?"""
    return isinstance(value, _FLOATS) or (isinstance(value, np.ndarray) and value.dtype.kind == "f")


def has_floats(value: Any) -> bool:
    """Is there a float in these nested lists, tuples and dicts?"""
    return any(map(is_float, leaves_of(value)[0]))


def _with_inputs(made: Recording, argument: Any, new_input: Callable[[Any], Any], other: Callable[[Any], Any]) -> Any:
    """The argument with an input in the place of each of its floats; what the rest of it becomes is said by `other`."""
    leaves, tree = leaves_of(argument)
    made.given.append((leaves, tree))
    new = []
    for leaf in leaves:
        if is_float(leaf):
            new.append(new_input(leaf))
            made.inputs.append(new[-1].index)
        else:
            new.append(other(leaf))
            made.inputs.append(None)
    return optree.tree_unflatten(tree, new)


def _inputs(trace: FunctionTrace, made: Recording, lifting: Lifting, argument: Any) -> Any:
    def new_input(leaf: Any) -> Any:
        value = trace.input(leaf)
        if isinstance(leaf, np.ndarray):
            lifting.stands_for(leaf, value, borrowed=not trace.outlives)
        return value

    working = _with_inputs(made, argument, new_input, lambda leaf: lifting.lifted(leaf) if isinstance(leaf, np.ndarray) else leaf)
    if isinstance(argument, dict | list) and working is not argument:
        lifting.copied(argument, working)
    return working


def _outputs(made: Recording, out: Any, graph: Graph) -> None:
    leaves, made.tree = leaves_of(out)
    for leaf in leaves:
        if type(leaf) is TracedArray:
            current(leaf)
        if is_traced(leaf) and leaf.graph is not graph:
            raise explained.leaked()
        made.outputs.append(leaf.index if is_traced(leaf) else None)
        made.leaves.append(leaf.value if is_traced(leaf) else leaf)


def _nested(
    outer: FunctionTrace, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], wanted: tuple[int, ...]
) -> Recording:
    """A trace inside a trace goes on in the same graph: its inputs are new nodes, so that nobody else's gradient gets mixed in."""
    made = Recording(outer.graph, [])

    def new_input(leaf: Any) -> Any:
        return apply(identity, [leaf if is_traced(leaf) else outer.lifted(leaf)])

    ready = [_with_inputs(made, value, new_input, lambda leaf: leaf) if k in wanted else value for k, value in enumerate(args)]
    reach = Reach([function])
    bound: list[tuple[dict[str, Any], str]] = []
    try:
        bind(reach, bound)
        out = function(*ready, **kwargs)
    finally:
        release(bound)
    _outputs(made, out, outer.graph)
    made.value = out
    return made
