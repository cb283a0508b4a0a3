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
from whygrad.graph import CONSTANT, INPUT, Graph

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


class RulesOf(NamedTuple):
    """The rules for the steps of a gate: of arrays, of numbers of Python's that all vary, and of such of which one is constant."""

    arrays: Sequence[Rule] = ()
    varying: Sequence[Rule] = ()
    constant: Sequence[Rule] = ()


#: By a gate's name.
Rules = Mapping[str, RulesOf]
_NO_RULES = RulesOf()


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
        known, constants = 0, self.constants
        for source in inputs:
            known += source in constants
        if known and known == len(inputs) and gate.name != "broadcast_to":
            return self.constant(self._computed(step))
        rules = self._rules.get(gate.name, _NO_RULES)[0 if kind.number is None else 2 if known else 1]
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
        users = self.users
        self.steps.append(step)
        users.append(0)
        if step.gate.name != "negate":
            for source in step.inputs:
                users[source] += 1
        return len(users) - 1

    def _computed(self, step: Step) -> Any:
        function = step.gate.forward if step.like.number is not None else step.gate.on_arrays
        with np.errstate(all="ignore"):
            found = function(*[self.constants[source] for source in step.inputs], **step.attributes)
        if step.like.number is not None and type(found) is not step.like.number:
            return step.like.number(found)
        return found

    def needed(self, wanted: Iterable[int]) -> list[int]:
        """The steps that these are computed from, in order."""
        seen, steps = set(wanted), self.steps
        waiting = list(seen)
        while waiting:
            for source in steps[waiting.pop()].inputs:
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
    values, gates, all_attributes = graph.values, graph.gates, graph.attributes
    became: dict[int, int] = {}
    for index, is_needed in enumerate(graph.feeding(wanted)):
        if index in given:
            became[index] = program.input(like(values[index]))
            continue
        if not is_needed:
            continue
        value, sources = values[index], graph.inputs(index)
        if not sources:
            became[index] = program.constant(value)
            continue
        inputs = tuple([became[source] for source in sources])
        kind, attributes = like(value), all_attributes.get(index) or {}
        program.own = index >= own
        if program.own:
            if kind.number is None:
                kind = _as_number(program, gates[index], inputs, kind)
            step = Step(gates[index], inputs, attributes, kind)
        else:
            step = Step(gates[index], inputs, attributes, kind, graph.codes[index], graph.instructions[index])
        became[index] = program.add(step)
    return program, became


def _as_number(program: Program, gate: Gate, inputs: tuple[int, ...], kind: Like) -> Like:
    """What a number of NumPy's is like, if it is made of Python's alone."""
    if kind.dtype is None or kind.shape or any(program.steps[source].like.number is None for source in inputs):
        return kind
    number = {"f": float, "b": bool, "i": int}.get(kind.dtype.kind)
    return kind if number is None or gate.name not in _OF_NUMBERS else Like(number, False, (), None)


#: What Python computes with its own numbers as NumPy does.
_OF_NUMBERS = frozenset(
    ("add", "subtract", "multiply", "divide", "negate", "less", "less_equal", "greater", "greater_equal", "equal", "not_equal")
)
