"""What is to be computed, before it is written down: the part of a graph that matters, each thing once.

A `Program` is a graph under simplification. Two nodes that compute the same are one, what depends on no input is computed
when the program is made, and `executing.rules` replaces what can be had for less.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import CodeType
from typing import Any, NamedTuple

import numpy as np

from whygrad.gates.table import Gate
from whygrad.graph import CONSTANT, INPUT, NONE, Graph

_NUMBERS = (float, int, bool)
#: Constants of more bytes than this are compared by identity.
_SMALL = 4096
#: Rules are asked of what a rule makes, so many times; then a step is entered as it is.
_DEEPEST = 50


class Like(NamedTuple):
    """What a value is like: a number of Python's (which type), or an array or number of NumPy's (shape, dtype)."""

    number: type | None
    is_array: bool
    shape: tuple[int, ...]
    dtype: Any

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return math.prod(self.shape) if self.shape else 1

    @property
    def bytes(self) -> int:
        """How much memory it takes."""
        return self.size * (8 if self.dtype is None else int(self.dtype.itemsize))


def like(value: Any) -> Like:
    """What this value is like (of one whose memory was written over, shape and dtype are known still)."""
    known = _OF_NUMBER.get(type(value))
    if known is not None:
        return known
    dtype = getattr(value, "dtype", None)
    if dtype is None:
        return Like(None, False, (), None)
    return Like(None, not isinstance(value, np.generic), tuple(value.shape), dtype)


_OF_NUMBER = {kind: Like(kind, False, (), None) for kind in _NUMBERS}


class Step(NamedTuple):
    """One operation of a program."""

    gate: Gate
    inputs: tuple[int, ...]
    attributes: Mapping[str, Any]
    like: Like
    code: CodeType | None = None
    instruction: int = 0


Rule = Callable[["Program", Step], "int | None"]
#: By a gate's name, the rules for its steps of arrays, and those for its steps of numbers of Python's.
Rules = Mapping[str, tuple[Sequence[Rule], Sequence[Rule]]]
_NO_RULES: tuple[Sequence[Rule], Sequence[Rule]] = ((), ())


class Program:
    """Steps in order; every step's inputs come before it. `rules` are asked before a step is entered."""

    def __init__(self, rules: Rules) -> None:
        self.steps: list[Step] = []
        self.constants: dict[int, Any] = {}  # by step
        self.users: list[int] = []  # by step, how many use it so far
        self.own = False  # are the steps that come now whygrad's own, the way back?
        self._rules = rules
        self._same: dict[Any, int] = {}
        self._depth = 0  # of rules that make steps

    def __getitem__(self, index: int) -> Step:
        return self.steps[index]

    def __len__(self) -> int:
        return len(self.steps)

    def input(self, like: Like) -> int:
        """A step that is given from outside."""
        return self._append(Step(INPUT, (), {}, like))

    def constant(self, value: Any) -> int:
        """The step of a constant; equal ones share it."""
        kind = type(value)
        if kind in _NUMBERS and value and value == value:  # 0.0 and -0.0 are equal, and nan isn't
            key: Any = (kind, value)
        elif kind in _NUMBERS or isinstance(value, np.generic):
            key = (kind, repr(value))
        elif isinstance(value, np.ndarray) and value.nbytes <= _SMALL:
            key = (value.shape, value.dtype.str, value.tobytes())
        else:
            key = ("id", id(value))
        index = self._same.get(key)
        if index is None:
            index = self._same[key] = self._append(Step(CONSTANT, (), {}, like(value)))
            self.constants[index] = value
        return index

    def is_known(self, index: int, *values: float) -> bool:
        """Is this a constant, and one of these numbers?"""
        if index not in self.constants:
            return False
        value = self.constants[index]
        if type(value) in _NUMBERS:
            return value in values
        return bool(np.size(value) == 1 and any(np.all(value == one) for one in values))

    def known(self, gate: Gate, inputs: tuple[int, ...], number: type | None = None) -> int | None:
        """The step of a gate without attributes, if there is one of these inputs already; of numbers of Python's, their type."""
        return self._same.get((gate, inputs, (), number))

    def add(self, step: Step) -> int:
        """Enter a step, or what takes its place; its index."""
        gate, inputs, attributes, kind, _, _ = step
        if inputs and self.constants.keys() >= {*inputs} and gate.name != "broadcast_to":
            return self.constant(self._computed(step))
        rules = self._rules.get(gate.name, _NO_RULES)[kind.number is not None]
        self._depth += 1
        for rule in rules if self._depth < _DEEPEST else ():
            found = rule(self, step)
            if found is not None:
                self._depth -= 1
                return found
        self._depth -= 1
        key = (gate, inputs, frozen(attributes) if attributes else (), kind.number)
        index = self._same.get(key)
        if index is None:
            index = self._same[key] = self._append(step)
        return index

    def apply(self, gate: Gate, inputs: tuple[int, ...], like: Like, **attributes: Any) -> int:
        """The same, of its parts."""
        return self.add(Step(gate, inputs, attributes, like))

    def _append(self, step: Step) -> int:
        self.steps.append(step)
        self.users.append(0)
        for source in step.inputs:
            self.users[source] += step.gate.name != "negate"
        return len(self.steps) - 1

    def _computed(self, step: Step) -> Any:
        function = step.gate.forward if step.like.number is not None else step.gate.on_arrays
        with np.errstate(all="ignore"):
            found = function(*[self.constants[source] for source in step.inputs], **step.attributes)
        if step.like.number is not None and type(found) is not step.like.number:
            return step.like.number(found)
        return found

    def needed(self, wanted: Iterable[int]) -> list[int]:
        """The steps that these are computed from, in order."""
        seen = set(wanted)
        waiting = list(seen)
        while waiting:
            for source in self.steps[waiting.pop()].inputs:
                if source not in seen:
                    seen.add(source)
                    waiting.append(source)
        return sorted(seen)


def frozen(value: Any) -> Any:
    """The same as something that can be a key: two that are equal give the same results."""
    if isinstance(value, Mapping):
        return tuple((name, frozen(item)) for name, item in sorted(value.items()))
    if isinstance(value, tuple | list):
        return (type(value) is list, *[frozen(item) for item in value])
    if isinstance(value, slice):
        return ("slice", value.start, value.stop, value.step)
    if isinstance(value, np.ndarray):
        return (value.shape, value.dtype.str, value.tobytes())
    if isinstance(value, int | float):
        return (type(value), repr(value))
    return value


def program_of(graph: Graph, given: Iterable[int], wanted: Iterable[int], rules: Rules, own: int) -> tuple[Program, dict[int, int]]:
    """The simplified program of these nodes, and which step each node of the graph became.

    `given` are the nodes whose values come from outside at every run. Nodes from `own` on are whygrad's own, the way back:
    what they compute with numbers of Python's alone is such a number, whatever NumPy made of it.
    """
    program = Program(rules)
    given = set(given)
    needed = graph.feeding(wanted)
    became: dict[int, int] = {}
    for index, is_needed in enumerate(needed):
        if index in given:
            became[index] = program.input(like(graph.values[index]))
        elif is_needed:
            program.own = index >= own
            became[index] = _became(program, graph, index, became)
    return program, became


def _became(program: Program, graph: Graph, index: int, became: Mapping[int, int]) -> int:
    value = graph.values[index]
    if graph.first[index] == NONE:
        return program.constant(value)
    inputs = tuple([became[source] for source in graph.inputs(index)])
    kind = like(value)
    if program.own and kind.dtype is not None and not kind.shape and all(program[source].like.number is not None for source in inputs):
        number = {"f": float, "b": bool, "i": int}.get(kind.dtype.kind)
        if number is not None and graph.gates[index].name in _OF_NUMBERS:
            kind = Like(number, False, (), None)
    attributes = graph.attributes.get(index, {})
    if program.own:
        return program.add(Step(graph.gates[index], inputs, attributes, kind))
    return program.add(Step(graph.gates[index], inputs, attributes, kind, graph.codes[index], graph.instructions[index]))


#: What Python computes with its own numbers as NumPy does.
_OF_NUMBERS = frozenset(
    ("add", "subtract", "multiply", "divide", "negate", "less", "less_equal", "greater", "greater_equal", "equal", "not_equal")
)
