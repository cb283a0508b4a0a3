"""Signs are carried outside, where two of them are none and `a + (-b)` is `a - b`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whygrad.autodiff.notation import Part
from whygrad.gates.arithmetic import divide, multiply, negate
from whygrad.gates.arrays.reduction import sum_
from whygrad.writing.expressions import expression

if TYPE_CHECKING:
    from whygrad.writing.lines import Lines

#: Gates of which one that is applied to a negative can be written with the minus outside.
_SIGNED = (negate, multiply, divide, sum_)


def negated(lines: Lines, index: int) -> int | None:
    """What stands inside of another line with a minus before it."""
    if index not in lines.inside or lines.graph.gates[index] is not negate:
        return None
    inner = lines.sources(index)[0]
    return inner if without_sign(lines, inner) is None else None


def without_sign(lines: Lines, index: int) -> Part | None:
    """What stands inside of another line as the negative of something, as a product with one or a sum of one, without the minus."""
    index = lines.same(index)
    gate = lines.graph.gates[index]
    if index not in lines.inside or gate not in _SIGNED or index < lines.users:  # the program's own lines are as it has them
        return None
    if gate is negate:
        positive = negated(lines, index)
        return None if positive is None else lines.part(positive)
    if gate is sum_:
        positive = negated(lines, lines.sources(index)[0])
        return None if positive is None else lines.summed(positive, lines.attributes(index))
    one, other = lines.sources(index)
    if any(lines.shape(source) != lines.shape(index) and lines.shape(source) for source in (one, other)):  # one is stretched
        return None
    found = without_sign(lines, one)
    return None if found is None else expression(gate, [found, lines.part(other)], {}, ())
