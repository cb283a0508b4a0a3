"""Which few numbers tell that all went as it should: every thing that may go wrong leaves its mark in at least one of them.

A nan or an infinity passes through sums and products to the end, so the smallest number behind a large array tells of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from whygrad.executing.program import Program, Step

#: Positions of inputs; None is any.
Positions = tuple[int, ...] | None

#: Gates whose output isn't finite if an input isn't (by position; None: any).
_ALL: Mapping[str, Positions] = {
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
    return _covering(program, marks, order, _finite_through)


def _finite_through(step: Step) -> Positions:
    return _ALL.get(step.gate.name, ()) if step.like.size else ()


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
    return _covering(program, {index: 1 << bit for bit, index in enumerate(wanted)}, order, _typed_through)[0]


def _typed_through(step: Step) -> Positions:
    return None if step.gate.name in _TYPED and step.like.number is float else ()


def _covering(program: Program, marks: Mapping[int, int], order: list[int], through: Callable[[Step], Positions]) -> tuple[list[int], bool]:
    """Few and small steps that together bear all marks, and whether there are such."""
    left = 0
    for mask in marks.values():
        left |= mask
    if not left:
        return [], True
    steps = program.steps
    borne: dict[int, int] = {}
    used: set[int] = set()
    named: set[int] = set()  # what several look at
    for index in order:
        step, mask = steps[index], marks.get(index, 0)
        inputs = step.inputs
        for source in inputs:
            (named if source in used else used).add(source)
        if not borne.keys().isdisjoint(inputs):
            positions = through(step)
            for source in inputs if positions is None else [inputs[k] for k in positions]:
                mask |= borne.get(source, 0)
        if mask:
            borne[index] = mask
    found: list[int] = []
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
