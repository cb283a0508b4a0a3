"""Which few numbers tell that all went as it should: every thing that may go wrong leaves its mark in at least one of them.

A nan or an infinity passes through sums and products to the end, so the smallest number behind a large array tells of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import numpy as np

from whygrad.executing.program import Program

#: Gates whose output isn't finite if an input isn't (by position; None: any).
_ALL: Mapping[str, tuple[int, ...] | None] = {
    **dict.fromkeys(("add", "subtract", "multiply", "negate", "matmul", "reshape", "transpose", "broadcast_to", "square", "copy"), None),
    **dict.fromkeys(("sum_axis", "mean", "sum", "concatenate", "stack"), None),
    "divide": (0,),
    "index_add": (0, 1),
    "setitem": (1,),
}
#: Gates of numbers of Python's whose output has the type that NumPy's numbers make of it.
_TYPED = frozenset(("add", "subtract", "multiply", "divide", "negate"))
#: Gates that neither make a number finite nor take it away.
_SAME = frozenset(("negate", "reshape", "transpose", "broadcast_to", "copy"))


def infinite(program: Program, targets: Iterable[tuple[int, ...]], order: list[int]) -> tuple[list[int], bool]:
    """Steps of which one is not finite if one of the targets isn't (a target is several steps, each of which tells).

    And whether they tell of all.
    """
    marks: dict[int, int] = {}
    for bit, steps in enumerate(targets):
        for step in steps:
            at: int | None = step
            while at is not None:
                marks[at] = marks.get(at, 0) | (1 << bit)
                at = _as_finite(program, at)

    def passes(index: int, position: int) -> bool:
        name = program[index].gate.name
        return name in _ALL and program[index].like.size > 0 and (_ALL[name] is None or position in (_ALL[name] or ()))

    return _covering(program, marks, order, passes)


def _as_finite(program: Program, index: int) -> int | None:
    """An input that is finite where this is."""
    step = program[index]
    if step.gate.name in _SAME and step.inputs:
        return step.inputs[0]
    if step.gate.name == "multiply":
        for one, other in (step.inputs, step.inputs[::-1]):
            if other in program.constants and np.all(np.isfinite(program.constants[other])) and np.all(program.constants[other]):
                return one
    return None


def numbers(program: Program, inputs: Iterable[int], order: list[int]) -> list[int]:
    """Steps that are no number of Python's if one of these inputs is none (an array, a number of NumPy's)."""
    wanted = [index for index in inputs if program[index].like.number is float]

    def passes(index: int, position: int) -> bool:
        step = program[index]
        return step.gate.name in _TYPED and step.like.number is float

    return _covering(program, {index: 1 << bit for bit, index in enumerate(wanted)}, order, passes)[0]


def _covering(program: Program, marks: Mapping[int, int], order: list[int], passes: Callable[[int, int], bool]) -> tuple[list[int], bool]:
    """Few and small steps that together bear all marks, and whether there are such."""
    left = 0
    for mask in marks.values():
        left |= mask
    if not left:
        return [], True
    steps = program.steps
    borne: dict[int, int] = {}
    for index in order:
        mask = marks.get(index, 0)
        for position, source in enumerate(steps[index].inputs):
            if source in borne and passes(index, position):
                mask |= borne[source]
        if mask:
            borne[index] = mask
    found: list[int] = []
    named = {index for index, uses in Counter(source for index in order for source in steps[index].inputs).items() if uses > 1}
    costs = {index: 1.0 + steps[index].like.size / 500 - 0.001 * (index in named) for index in borne}
    while left:
        best, most = -1, 0.0
        for index, mask in borne.items():
            gain = (mask & left).bit_count() / costs[index]
            if gain >= most and gain:
                best, most = index, gain
        if best < 0:
            return found, False
        found.append(best)
        left &= ~borne[best]
    return found, True
