"""What can be had for less: rules that replace a step of a program by a cheaper one that gives the same number.

Each is an identity of real numbers that floating point keeps, or keeps but for the last bit. None makes a finite number of
one that is not, or the other way round, except by the overflow of a product on the way.
"""

from __future__ import annotations

import numpy as np

from whygrad.executing.factors import (
    common_factor,
    over_small,
    plus_zero,
    quotient,
    small_factors,
    sum_in_the_middle,
    sum_of_distances,
    sum_of_product,
    times_zero,
)
from whygrad.executing.program import Like, Program, Rule, Rules, RulesOf, Step
from whygrad.executing.several import mean_, power_, std_, var_, where_
from whygrad.gates.arithmetic import add, divide, multiply, negate, subtract
from whygrad.gates.arrays.products import matmul
from whygrad.gates.arrays.reduction import sum_
from whygrad.gates.arrays.shape import broadcast_to, reshape, transpose
from whygrad.gates.table import ARRAY_TABLE, TABLE

#: Gates that work entry by entry, and so stretch their inputs by themselves.
ELEMENTWISE = frozenset(
    [name for name, gate in {**TABLE, **ARRAY_TABLE}.items() if gate.vjps is None and gate.arity is not None and gate.arity >= 2]
    + ["where", "less", "less_equal", "greater", "greater_equal", "equal", "not_equal", "bitwise_and", "bitwise_or", "bitwise_xor"]
)


def _same_like(program: Program, index: int, step: Step) -> int | None:
    return index if program.steps[index].like == step.like else None


def _input_itself(program: Program, step: Step) -> int | None:
    """A new name, a copy that nobody writes to, a change to the same dtype."""
    return _same_like(program, step.inputs[0], step)


# --- signs and ones


def _negated(program: Program, index: int) -> int | None:
    """The step whose negative this is."""
    step = program.steps[index]
    return step.inputs[0] if step.gate is negate and program.steps[step.inputs[0]].like == step.like else None


def _negate(program: Program, step: Step) -> int | None:
    return _negated(program, step.inputs[0])


def _times_known(program: Program, step: Step) -> int | None:
    """x · 1 and x · -1."""
    for one, other in (step.inputs, step.inputs[::-1]):
        if program.is_known(other, 1.0, -1.0) and program.steps[one].like == step.like:
            return one if program.is_known(other, 1.0) else program.apply(negate, (one,), step.like)
    return None


def _over_one(program: Program, step: Step) -> int | None:
    return _same_like(program, step.inputs[0], step) if program.is_known(step.inputs[1], 1.0) else None


def _sign_outside(program: Program, step: Step) -> int | None:
    """(-a) · b and (-a) / b: the sign is turned at the end, where it may meet another."""
    if step.like.dtype is not None and step.like.dtype.kind != "f":
        return None
    for k, source in enumerate(step.inputs):
        if program.steps[source].gate is negate and (turned := _negated(program, source)) is not None:
            inside = (turned, step.inputs[1]) if k == 0 else (step.inputs[0], turned)
            return program.apply(negate, (program.add(step._replace(inputs=inside)),), step.like)
    return None


def _plus_negative(program: Program, step: Step) -> int | None:
    one, other = step.inputs
    if (turned := _negated(program, other)) is not None:
        return program.add(step._replace(gate=subtract, inputs=(one, turned)))
    if (turned := _negated(program, one)) is not None:
        return program.add(step._replace(gate=subtract, inputs=(other, turned)))
    return None


def _minus_negative(program: Program, step: Step) -> int | None:
    turned = _negated(program, step.inputs[1])
    return None if turned is None else program.add(step._replace(gate=add, inputs=(step.inputs[0], turned)))


def _of_negative(program: Program, step: Step) -> int | None:
    """The sum, the parts, the other shape of a negative: turned afterwards, where it is smaller or meets another sign."""
    turned = _negated(program, step.inputs[0])
    if turned is None or len(step.inputs) > 1:
        return None
    return program.apply(negate, (program.add(step._replace(inputs=(turned,))),), step.like)


def _in_floats(program: Program, step: Step) -> int | None:
    """Whole numbers beside floats, as floats: Python is quicker with two of a kind."""
    if step.like.number is not float:
        return None
    sources = list(step.inputs)
    for k, source in enumerate(sources):
        value = program.constants.get(source)
        if type(value) is int and abs(value) < 2**53 and program.steps[sources[1 - k]].like.number is float:
            sources[k] = program.constant(float(value))
    return None if sources == list(step.inputs) else program.add(step._replace(inputs=tuple(sources)))


def _over_known(program: Program, step: Step) -> int | None:
    """x / b, where 1 / b is needed anyway: a product is quicker."""
    if not program.own or not _is_float(step.like):
        return None
    reciprocal = program.known(divide, (program.constant(1.0), step.inputs[1]), step.like.number)
    if reciprocal is None or program.steps[reciprocal].like != step.like or (step.like.number is None and not program.users[reciprocal]):
        return None
    return program.apply(multiply, (step.inputs[0], reciprocal), step.like)


# --- factors


def _number(program: Program, index: int, kind: Like) -> float | None:
    """A constant number that counts as one of Python's beside a value like this: it is one, or of the same dtype."""
    value = program.constants.get(index)
    if value is None:
        return None
    if type(value) in (int, float):
        return float(value)
    if isinstance(value, np.floating | np.ndarray) and value.size == 1 and kind.dtype == value.dtype and _is_float(kind):
        return float(value.item())
    return None


def _known_factor(program: Program, index: int) -> tuple[int, float] | None:
    """A step as x · c, for a number c."""
    step = program.steps[index]
    if step.gate is multiply:
        for one, other in (step.inputs, step.inputs[::-1]):
            number = _number(program, other, step.like)
            if number is not None and program.steps[one].like == step.like:
                return one, number
    if step.gate is divide and program.steps[step.inputs[0]].like == step.like:
        number = _number(program, step.inputs[1], step.like)
        return (step.inputs[0], 1.0 / number) if number else None
    return None


def _scaled(program: Program, index: int, factor: float, kind: Like) -> int | None:
    """x · c; None where c is no number to compute with."""
    if not factor or not np.isfinite(factor) or (kind.dtype is not None and abs(factor) > np.finfo(kind.dtype).max):
        return None
    return program.apply(multiply, (index, program.constant(factor)), kind)


def _is_float(kind: Like) -> bool:
    return kind.number is float or (kind.dtype is not None and kind.dtype.kind == "f")


def _two_factors(program: Program, step: Step) -> int | None:
    """(x · c) · d is x · (c d)."""
    for one, other in (step.inputs, step.inputs[::-1]):
        number = _number(program, other, step.like)
        if number is not None and _is_float(step.like) and program.steps[one].like == step.like:
            known = _known_factor(program, one)
            return None if known is None else _scaled(program, known[0], known[1] * number, step.like)
    return None


def _over_number(program: Program, step: Step) -> int | None:
    """(x · c) / d is x · (c / d)."""
    number = _number(program, step.inputs[1], step.like)
    if not number or not _is_float(step.like) or program.steps[step.inputs[0]].like != step.like:
        return None
    known = _known_factor(program, step.inputs[0])
    return None if known is None else _scaled(program, known[0], known[1] / number, step.like)


def _twice(program: Program, step: Step) -> int | None:
    """x + x is 2 · x."""
    one, other = step.inputs
    if one != other or not _is_float(step.like):
        return None
    return program.apply(multiply, (one, program.constant(2.0)), step.like)


def _by_reciprocal(program: Program, step: Step) -> int | None:
    """x · (1 / b) is x / b; but where b is smaller than x, or 1 / b is needed anyway, a product is cheaper."""
    for one, other in (step.inputs, step.inputs[::-1]) if step.like.number is None else ():
        found = program.steps[other]
        if found.gate is not divide or program.users[other] or not program.is_known(found.inputs[0], 1.0):
            continue
        if found.like == step.like == program.steps[found.inputs[1]].like:
            return program.apply(divide, (one, found.inputs[1]), step.like)
    return None


# --- shapes


def _unstretched(program: Program, step: Step) -> int | None:
    """Inputs that were stretched, where the gate stretches them by itself; if all were, the result is stretched instead."""
    sources = list(step.inputs)
    for k, source in enumerate(sources):
        if program.steps[source].gate is broadcast_to:
            sources[k] = program.steps[source].inputs[0]
    if sources == list(step.inputs) or _is_another_dtype(program, step, sources):
        return None
    shape = np.broadcast_shapes(*[program.steps[source].like.shape for source in sources])
    if shape == step.like.shape:
        return program.add(step._replace(inputs=tuple(sources)))
    if all(program.steps[source].like.number is not None for source in sources):
        return None
    small = program.add(step._replace(inputs=tuple(sources), like=Like(None, bool(shape), shape, step.like.dtype)))
    return program.apply(broadcast_to, (small,), step.like, shape=step.like.shape)


def _is_another_dtype(program: Program, step: Step, sources: list[int]) -> bool:
    """A number of Python's has no say in the dtype of a result, where an array of it had."""
    stretched = [source for before, source in zip(step.inputs, sources, strict=True) if before != source]
    if all(program.steps[source].like.number is None for source in stretched):
        return False
    others = {program.steps[source].like.dtype for source in sources} - {None}
    return others != {dtype for before in step.inputs if (dtype := program.steps[before].like.dtype) is not None}


def _written_unstretched(program: Program, step: Step) -> int | None:
    """What is written or added to places is stretched by the write itself."""
    source = program.steps[step.inputs[1]]
    if source.gate is not broadcast_to:
        return None
    return program.add(step._replace(inputs=(step.inputs[0], source.inputs[0], *step.inputs[2:])))


def _reshape(program: Program, step: Step) -> int | None:
    source = program.steps[step.inputs[0]]
    if source.gate is reshape:
        return program.add(step._replace(inputs=source.inputs))
    return _same_like(program, step.inputs[0], step)


def _transpose(program: Program, step: Step) -> int | None:
    axes, source = tuple(step.attributes["axes"]), program.steps[step.inputs[0]]
    if axes == tuple(range(len(axes))):
        return _same_like(program, step.inputs[0], step)
    if source.gate is transpose:
        both = tuple(source.attributes["axes"][axis] for axis in axes)
        return program.add(step._replace(inputs=source.inputs, attributes={"axes": both}))
    return None


def _broadcast(program: Program, step: Step) -> int | None:
    source = program.steps[step.inputs[0]]
    if source.gate is broadcast_to:
        return program.add(step._replace(inputs=source.inputs))
    return _same_like(program, step.inputs[0], step)


def _sum_of_copies(program: Program, step: Step) -> int | None:
    """The sum of n copies is n times the number; along the axes that were not stretched, the sum itself."""
    source = program.steps[step.inputs[0]]
    if source.gate is not broadcast_to or source.like.dtype.kind != "f" or not source.like.size:
        return None
    inner, axis, keepdims = source.inputs[0], tuple(step.attributes["axis"]), step.attributes["keepdims"]
    small = program.steps[inner].like
    if small.dtype is None:
        return None
    padded = (1,) * (len(source.like.shape) - len(small.shape)) + small.shape
    stretched = [k for k in axis if padded[k] != source.like.shape[k]]
    if padded == source.like.shape:
        return None
    count = float(np.prod([source.like.shape[k] for k in stretched], dtype=int))
    if padded != small.shape:
        inner = program.apply(reshape, (inner,), Like(None, True, padded, small.dtype), shape=padded)
    left = tuple(size for k, size in enumerate(padded) if keepdims or k not in axis)
    if keepdims:
        left = tuple(1 if k in axis else size for k, size in enumerate(padded))
    kind = Like(None, bool(left), left, step.like.dtype)
    total = program.apply(sum_, (inner,), kind, axis=axis, keepdims=keepdims)
    times = program.apply(multiply, (total, program.constant(count)), kind)
    return times if left == step.like.shape else program.apply(broadcast_to, (times,), step.like, shape=step.like.shape)


def _of_stretched(program: Program, step: Step) -> int | None:
    """A gate of one stretched input: the result is stretched instead."""
    source = program.steps[step.inputs[0]]
    if source.gate is not broadcast_to or program.steps[source.inputs[0]].like.number is not None or step.attributes:
        return None
    shape = program.steps[source.inputs[0]].like.shape
    small = program.add(step._replace(inputs=source.inputs, like=Like(None, bool(shape), shape, step.like.dtype)))
    return program.apply(broadcast_to, (small,), step.like, shape=step.like.shape)


def _transposed_product(program: Program, step: Step) -> int | None:
    """(a @ b).T is b.T @ a.T, which lies in memory as it should."""
    source, axes = program.steps[step.inputs[0]], tuple(step.attributes["axes"])
    last = len(axes) - 1
    if source.gate is not matmul or not program.own or last < 1 or axes != (*range(last - 1), last, last - 1):
        return None
    one, other = source.inputs
    if any(len(program.steps[index].like.shape) != len(axes) for index in source.inputs):
        return None
    turned = [program.apply(transpose, (index,), _turned(program.steps[index].like), axes=axes) for index in (other, one)]
    return program.apply(matmul, (turned[0], turned[1]), step.like)


def _turned(kind: Like) -> Like:
    *rest, rows, columns = kind.shape
    return kind._replace(shape=(*rest, columns, rows))


_OF_ARRAYS: dict[str, list[Rule]] = {name: [_unstretched] for name in ELEMENTWISE}
for _name in ("add", "subtract", "multiply", "divide"):
    _OF_ARRAYS[_name].append(_in_floats)
_OF_ARRAYS["negate"] = [_negate, _of_stretched]
_OF_ARRAYS["multiply"] += [_times_known, times_zero, _sign_outside, _by_reciprocal, _two_factors, quotient, small_factors]
_OF_ARRAYS["divide"] += [_over_one, _sign_outside, _over_number, _over_known, over_small]
_OF_ARRAYS["add"] += [plus_zero, _twice, _plus_negative, common_factor]
_OF_ARRAYS["subtract"] += [plus_zero, _minus_negative, common_factor]
_OF_ARRAYS["power"] += [power_]
_OF_ARRAYS["where"] += [where_]
_OF_ARRAYS |= {
    **{name: [_input_itself] for name in ("identity", "stop_gradient", "hold", "copy", "cast")},
    "reshape": [_reshape, _of_negative],
    "transpose": [_transpose, _of_negative, _transposed_product],
    "broadcast_to": [_broadcast],
    "sum_axis": [_sum_of_copies, _of_negative, sum_of_distances, sum_of_product, sum_in_the_middle],
    "mean": [mean_],
    "var": [var_],
    "std": [std_],
    "setitem": [_written_unstretched],
    "index_add": [_written_unstretched],
}
_OF_VARYING: dict[str, list[Rule]] = {
    "add": [_twice, _plus_negative],
    "subtract": [_minus_negative],
    "multiply": [_sign_outside],
    "divide": [_sign_outside, _over_known],
    "negate": [_negate],
    "where": [where_],
    **{name: [_input_itself] for name in ("identity", "stop_gradient", "hold", "copy", "cast")},
}
_OF_ONE_CONSTANT: dict[str, list[Rule]] = {
    "add": [_in_floats, plus_zero, _plus_negative],
    "subtract": [_in_floats, plus_zero, _minus_negative],
    "multiply": [_in_floats, _times_known, _sign_outside, _two_factors],
    "divide": [_in_floats, _over_one, _sign_outside, _over_number, _over_known],
    "power": [power_],
    "where": [where_],
}
RULES: Rules = {name: RulesOf(rules, _OF_VARYING.get(name, ()), _OF_ONE_CONSTANT.get(name, ())) for name, rules in _OF_ARRAYS.items()}

#: For XLA, which goes through a sum as quickly as it lies.
RULES_FOR_XLA: Rules = {**RULES, "sum_axis": RulesOf([rule for rule in _OF_ARRAYS["sum_axis"] if rule is not sum_in_the_middle])}
