"""Which few numbers tell that all went as it should: every thing that may go wrong leaves its mark in at least one of them.

A nan or an infinity passes through sums and products to the end, so the smallest number behind a large array tells of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from whygrad.executing.program import Program
from whygrad.gates.arithmetic import divide, multiply, negate

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
_TYPED: Mapping[str, Positions] = dict.fromkeys(("add", "subtract", "multiply", "divide", "negate"))
#: Gates that neither make a number finite nor take it away.
_SAME = frozenset(("negate", "reshape", "transpose", "broadcast_to", "copy"))


def infinite(program: Program, shares: Iterable[tuple[int, ...]], order: list[int]) -> tuple[list[int], bool]:
    """Steps of which one is not finite if one of the shares isn't; and whether they tell of all.

    A share is a product, behind it the local gradient that it is made of, if that is computed too: either tells.
    """
    marks: dict[int, int] = {}
    for bit, steps in enumerate(_targets(program, shares, order)):
        for step in steps:
            at: int | None = step
            while at is not None:
                marks[at] = marks.get(at, 0) | (1 << bit)
                at = _as_finite(program, at)
    return _covering(program, marks, order, _ALL)


def _targets(program: Program, shares: Iterable[tuple[int, ...]], order: list[int]) -> list[tuple[int, ...]]:
    """What has to be finite: of each local gradient the parts, if it isn't computed by itself."""
    targets: list[tuple[int, ...]] = []
    live = set(order)
    for share, *local in shares:
        for step in _parts(program, local[0], live) if local else [share]:
            value, kind = program.constants.get(step), program.steps[step].like
            is_whole = kind.number is bool or (kind.dtype is not None and kind.dtype.kind in "biu")
            if not is_whole and not (value is not None and _is_finite(value)):
                targets.append((step, share) if step in live or len(local) == 0 else (step,))
    return targets


def _is_finite(value: Any) -> bool:
    return math.isfinite(value) if type(value) is float else bool(np.all(np.isfinite(value)))


def _parts(program: Program, index: int, live: set[int]) -> list[int]:
    """A step that is computed, or else those of which it would be the product: it is finite if they are."""
    step = program.steps[index]
    if index not in live and step.gate is negate:
        return _parts(program, step.inputs[0], live)
    if index not in live and step.gate is multiply:
        return [part for source in step.inputs for part in _parts(program, source, live)]
    if index not in live and step.gate is divide:
        over = [at for at in live if program.steps[at].gate is divide and program.steps[at].inputs[1] == step.inputs[1]]
        if over:  # which isn't finite either, if the denominator is 0
            return [*_parts(program, step.inputs[0], live), over[0]]
    return [index]


def _as_finite(program: Program, index: int) -> int | None:
    """An input that is finite where this is."""
    step, constants = program.steps[index], program.constants
    name = step.gate.name
    if name in _SAME and step.inputs:
        return step.inputs[0]
    if name == "multiply" and not constants.keys().isdisjoint(step.inputs):
        for one, other in (step.inputs, step.inputs[::-1]):
            if other in constants and np.all(np.isfinite(constants[other])) and np.all(constants[other]):
                return one
    return None


def numbers(program: Program, inputs: Iterable[int], order: list[int]) -> list[int]:
    """Steps that are no number of Python's if one of these inputs is none (an array, a number of NumPy's)."""
    wanted = [index for index in inputs if program.steps[index].like.number is float]
    return _covering(program, {index: 1 << bit for bit, index in enumerate(wanted)}, order, _TYPED, float)[0]


def _covering(
    program: Program, marks: Mapping[int, int], order: list[int], through: Mapping[str, Positions], number: type | None = None
) -> tuple[list[int], bool]:
    """Few and small steps that together bear all marks, and whether there are such.

    Marks pass `through` gates; with `number`, from one number of that type to the next.
    """
    left = 0
    for mask in marks.values():
        left |= mask
    if not left:
        return [], True
    steps = program.steps
    borne: dict[int, int] = {}
    used: set[int] = set()
    named: set[int] = set()  # what several look at
    costs: list[tuple[int, int, float]] = []
    for index in order:
        gate, inputs, _, kind, _, _ = steps[index]
        size = kind.size if kind.shape else 1
        mask = marks.get(index, 0)
        for source in inputs:
            (named if source in used else used).add(source)
        if not borne.keys().isdisjoint(inputs) and size and (number is None or kind.number is number):
            positions = through.get(gate.name, ())
            for source in inputs if positions is None else [inputs[k] for k in positions]:
                mask |= borne.get(source, 0)
        if mask:
            borne[index] = mask
            costs.append((index, mask, 1.0 + size / 500))
    found: list[int] = []
    while left:
        best, most, bears = -1, 0.0, 0
        for index, mask, cost in costs:
            gain = (mask & left).bit_count() / (cost - 0.001 if index in named else cost)
            if gain >= most and gain:
                best, most, bears = index, gain, mask
        if best < 0:
            return found, False
        found.append(best)
        left &= ~bears
    return found, True
