"""Rules for gates that are several: they are computed as NumPy does, so that the way back finds its parts known."""

from __future__ import annotations

import numpy as np

from whygrad.executing.program import Like, Program, Step
from whygrad.gates.arithmetic import divide, multiply, subtract
from whygrad.gates.arrays.elementwise import square
from whygrad.gates.arrays.reduction import count_of, mean, sum_
from whygrad.gates.exponential import sqrt


def _is_real(kind: Like) -> bool:
    return kind.is_array and kind.dtype.char in "fd" and kind.size > 0


def mean_(program: Program, step: Step) -> int | None:
    source = program.steps[step.inputs[0]]
    if not _is_real(source.like):
        return None
    axis = step.attributes["axis"]
    total = program.add(step._replace(gate=sum_))
    count = int(np.prod([source.like.shape[k] for k in axis], dtype=int))
    return program.apply(divide, (total, program.constant(count)), step.like)


def var_(program: Program, step: Step) -> int | None:
    """As NumPy computes it: the mean of the squared distances from the mean, which the way back needs too."""
    source, axis, ddof = program.steps[step.inputs[0]].like, step.attributes["axis"], step.attributes["ddof"]
    if not _is_real(source):
        return None
    count = count_of(np.empty(source.shape, bool), axis) - ddof
    if count <= 0:
        return None
    around = tuple(1 if k in axis else size for k, size in enumerate(source.shape))
    middle = program.apply(mean, step.inputs, source._replace(shape=around), axis=axis, keepdims=True)
    away = program.apply(subtract, (step.inputs[0], middle), source)
    squares = program.apply(square, (away,), source)
    total = program.apply(sum_, (squares,), step.like, axis=axis, keepdims=step.attributes["keepdims"])
    return program.apply(divide, (total, program.constant(count)), step.like)


def std_(program: Program, step: Step) -> int | None:
    found = var_(program, step)
    return None if found is None else program.apply(sqrt, (found,), step.like)


def power_(program: Program, step: Step) -> int | None:
    """The powers that NumPy computes otherwise than as powers."""
    one, other = step.inputs
    if other not in program.constants or np.ndim(program.constants[other]) or program.steps[one].like != step.like:
        return None
    exponent = program.constants[other]
    if exponent == 1:
        return one
    if step.like.number is None and step.like.dtype.kind == "f":
        if exponent == 2:
            return program.apply(square, (one,), step.like)
        if exponent == 0.5:
            return program.apply(sqrt, (one,), step.like)
        if exponent in (3, 4):  # NumPy takes a logarithm for these
            twice = program.apply(square, (one,), step.like)
            return program.apply(multiply, (twice, one if exponent == 3 else twice), step.like)
    return None


def where_(program: Program, step: Step) -> int | None:
    """A choice that is settled, and one between the same."""
    condition, yes, no = step.inputs
    chosen = yes if yes == no else None
    if condition in program.constants and np.ndim(program.constants[condition]) == 0:
        chosen = yes if program.constants[condition] else no
    return chosen if chosen is not None and program.steps[chosen].like == step.like else None
