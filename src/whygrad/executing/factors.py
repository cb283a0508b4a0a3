"""Rules for the way back of large arrays: factors that are the same for many entries are taken out, where a pass is saved by it.

A careful person does the same: Σ g·x/s is (Σ g·x)/s, and a·s - b·s is (a - b)·s. The way forward is left as it was
written, to the last bit; on the way back sums and products may come in another order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from whygrad.executing.program import Like, Program, Step
from whygrad.gates.arithmetic import divide, multiply, negate, subtract
from whygrad.gates.arrays.products import matmul
from whygrad.gates.arrays.reduction import sum_
from whygrad.gates.arrays.shape import broadcast_to, reshape

#: The longest last axis and the shortest axis before it for which a sum is done as a product, and how many entries make that worth it.
_SHORT, _LONG, _MANY = 8, 16, 512
#: How deep a product is looked into.
_DEEP = 6


def _is_whole(program: Program, index: int, shape: tuple[int, ...]) -> bool:
    return program.steps[index].like.shape == shape


def _stretched(program: Program, indices: Sequence[int]) -> tuple[int, ...]:
    return np.broadcast_shapes(*[program.steps[index].like.shape for index in indices])


def _is_array(kind: Like) -> bool:
    return kind.is_array and kind.dtype.kind == "f" and kind.size > 1


def _product(program: Program, factors: Sequence[int], dtype: np.dtype) -> int:
    """The product of several, the same whatever their order."""
    found, *rest = sorted(factors)
    for factor in rest:
        shape = _stretched(program, (found, factor))
        found = program.apply(multiply, (found, factor), Like(None, bool(shape), shape, dtype))
    return found


def over_small(program: Program, step: Step) -> int | None:
    """x / r, where r stands for many entries, is x · (1 / r)."""
    one, other = step.inputs
    small = program.steps[other].like
    if not program.own or not _is_array(step.like) or small.number is not None or not _is_whole(program, one, step.like.shape):
        return None
    if small.size >= step.like.size or small.dtype != step.like.dtype or program.steps[one].like != step.like:
        return None
    reciprocal = program.apply(divide, (program.constant(1.0), other), small)
    return program.apply(multiply, (one, reciprocal), step.like)


def small_factors(program: Program, step: Step) -> int | None:
    """(x · r) · s, where r and s stand for many entries each, is x · (r s)."""
    if not program.own or not _is_array(step.like):
        return None
    for one, other in (step.inputs, step.inputs[::-1]):
        inner = program.steps[one]
        if inner.gate is not multiply or inner.like != step.like or program.users[one] or program.steps[other].like.size >= step.like.size:
            continue
        for whole, small in (inner.inputs, inner.inputs[::-1]):
            if program.steps[whole].like == step.like and program.steps[small].like.size < step.like.size:
                return _with_both(program, step, whole, small, other)
    return None


def _with_both(program: Program, step: Step, whole: int, small: int, other: int) -> int | None:
    shape = _stretched(program, (small, other))
    kinds = {program.steps[index].like.dtype for index in (small, other)} - {None}
    if int(np.prod(shape)) >= step.like.size or kinds - {step.like.dtype}:
        return None
    both = Like(None, bool(shape), shape, step.like.dtype) if kinds else Like(float, False, (), None)
    return program.apply(multiply, (whole, program.apply(multiply, (small, other), both)), step.like)


def quotient(program: Program, step: Step) -> int | None:
    """(u · 1/t) · e is u · (e / t), where that is known already."""
    if not program.own or not _is_array(step.like):
        return None
    for one, other in (step.inputs, step.inputs[::-1]):
        inner = program.steps[one]
        if inner.gate is not multiply or inner.like != step.like or program.users[one]:
            continue
        for factor, small in (inner.inputs, inner.inputs[::-1]):
            found = program.steps[small]
            if found.gate is divide and program.is_known(found.inputs[0], 1.0):
                known = program.known(divide, (other, found.inputs[1]))
                if known is not None and program.steps[known].like == step.like:
                    return program.apply(multiply, (factor, known), step.like)
    return None


def common_factor(program: Program, step: Step) -> int | None:
    """a · s ± b · s is (a ± b) · s, where s stands for many entries."""
    if not program.own or not _is_array(step.like):
        return None
    if any(program.users[index] for index in step.inputs):
        return None
    one, other = (_as_product(program, index) for index in step.inputs)
    for factor in sorted(set(one) & set(other)):
        if program.steps[factor].like.size < step.like.size and program.steps[factor].like.dtype in (step.like.dtype, None):
            rest = [factors[factors[0] == factor] for factors in (one, other)]
            if _stretched(program, rest) == step.like.shape and all(program.steps[index].like.dtype == step.like.dtype for index in rest):
                return program.apply(multiply, (program.add(step._replace(inputs=tuple(rest))), factor), step.like)
    return None


def _as_product(program: Program, index: int) -> tuple[int, ...]:
    """The two factors of a step; of a / t, a and 1 / t, where that is known."""
    step = program.steps[index]
    if step.gate is divide:
        reciprocal = program.known(divide, (program.constant(1.0), step.inputs[1]))
        return () if reciprocal is None else (step.inputs[0], reciprocal)
    return step.inputs if step.gate is multiply else ()


# --- sums


def sum_of_product(program: Program, step: Step) -> int | None:
    """The sum of a product: what is the same for all that is added up comes out of it."""
    source, axis = step.inputs[0], step.attributes["axis"]
    kind = program.steps[source].like
    if not program.own or not _is_array(kind) or not axis or step.like.dtype != kind.dtype:
        return None
    whole, small, sign = _factors(program, source, kind, axis)
    if not small or not whole:
        return None
    if _stretched(program, whole) != kind.shape or all(program.steps[factor].like.dtype != kind.dtype for factor in whole):
        return None
    if program.users[source] and len(whole) > 1 and not _is_product_known(program, whole):
        return None
    inside = _product(program, whole, kind.dtype)
    total = program.apply(sum_, (inside,), step.like, **step.attributes)
    for factor in small:
        total = program.apply(multiply, (total, _reduced(program, factor, kind, step)), step.like)
    return total if sign > 0 else program.apply(negate, (total,), step.like)


def _factors(program: Program, index: int, kind: Like, axis: Sequence[int]) -> tuple[list[int], list[int], int]:
    """The factors of a step: those that have all entries, those that are the same along the axes, and the sign."""
    whole: list[int] = []
    small: list[int] = []
    sign, waiting = 1, [(index, 0)]
    while waiting:
        at, depth = waiting.pop()
        step = program.steps[at]
        if step.gate is negate and depth < _DEEP:
            sign = -sign
            waiting.append((step.inputs[0], depth + 1))
        elif step.gate is multiply and step.like == kind and depth < _DEEP:
            waiting += [(source, depth + 1) for source in step.inputs]
        elif _is_same_along(step.like, kind, axis):
            small.append(at)
        else:
            whole.append(at)
    return whole, small, sign


def _is_same_along(small: Like, kind: Like, axis: Sequence[int]) -> bool:
    if small.dtype not in (kind.dtype, None):
        return False
    padded = (1,) * (len(kind.shape) - len(small.shape)) + small.shape
    return all(padded[k] == 1 for k in axis) and (small.size < kind.size)


def _is_product_known(program: Program, factors: Sequence[int]) -> bool:
    return len(factors) == 2 and program.known(multiply, tuple(sorted(factors))) is not None


def _reduced(program: Program, factor: int, kind: Like, step: Step) -> int:
    """A factor in the shape that is left of the sum."""
    small = program.steps[factor].like
    if step.attributes["keepdims"] or not small.shape:
        return factor
    padded = (1,) * (len(kind.shape) - len(small.shape)) + small.shape
    shape = tuple(size for k, size in enumerate(padded) if k not in step.attributes["axis"])
    return program.apply(reshape, (factor,), small._replace(shape=shape), shape=shape)


def sum_in_the_middle(program: Program, step: Step) -> int | None:
    """The sum along the last axis but one, where the last is short, is a product with ones: NumPy would go through it in short steps."""
    kind, axis = program.steps[step.inputs[0]].like, tuple(step.attributes["axis"])
    last = len(kind.shape) - 1
    if not program.own or not _is_array(kind) or kind.dtype.char not in "fd" or step.like.dtype != kind.dtype or axis != (last - 1,):
        return None
    if last < 2 or kind.shape[-1] > _SHORT or kind.shape[-2] < _LONG or kind.size < _MANY:
        return None
    ones = program.constant(np.ones((1, kind.shape[-2]), kind.dtype))
    kept = (*kind.shape[:-2], 1, kind.shape[-1])
    found = program.apply(matmul, (ones, step.inputs[0]), Like(None, True, kept, kind.dtype))
    return found if step.attributes["keepdims"] else program.apply(reshape, (found,), step.like, shape=step.like.shape)


def sum_of_distances(program: Program, step: Step) -> int | None:
    """The distances from a mean sum to 0."""
    source = program.steps[step.inputs[0]]
    if not program.own or source.gate is not subtract or not _is_array(source.like):
        return None
    middle = program.steps[source.inputs[1]]
    if middle.gate is reshape:
        middle = program.steps[middle.inputs[0]]
    if middle.gate is not divide:
        return None
    total = program.steps[middle.inputs[0]]
    count = int(np.prod([source.like.shape[k] for k in step.attributes["axis"]], dtype=int))
    if total.gate is not sum_ or total.inputs[0] != source.inputs[0] or not program.is_known(middle.inputs[1], count):
        return None
    if program.steps[source.inputs[0]].like != source.like or tuple(total.attributes["axis"]) != tuple(step.attributes["axis"]):
        return None
    return _zeros(program, step.like)


def _zeros(program: Program, kind: Like) -> int:
    zero = program.constant(kind.dtype.type(0))
    return zero if not kind.is_array else program.apply(broadcast_to, (zero,), kind, shape=kind.shape)


def _is_zero(program: Program, index: int) -> bool:
    step = program.steps[index]
    return program.is_known(step.inputs[0] if step.gate is broadcast_to else index, 0.0)


def times_zero(program: Program, step: Step) -> int | None:
    """0 · x, of the sums that are 0 by nature."""
    if program.own and step.like.number is None and any(_is_zero(program, source) for source in step.inputs):
        return _zeros(program, step.like)
    return None


def plus_zero(program: Program, step: Step) -> int | None:
    """x + 0 and x - 0."""
    if not program.own:
        return None
    one, other = step.inputs
    if _is_zero(program, other) and program.steps[one].like == step.like:
        return one
    if _is_zero(program, one) and program.steps[other].like == step.like:
        return other if step.gate is not subtract else program.apply(negate, (other,), step.like)
    return None
