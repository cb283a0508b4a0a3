"""Matrix products: every output is a sum of products, so each factor's gradient is again a product, with the other factor."""

from __future__ import annotations

from typing import Any

import numpy as np

from whygrad.gates.arrays.shape import broadcast_to, reshape, shape_of, sum_to, transpose
from whygrad.gates.table import Gate, array_gate
from whygrad.text import _


def swapped(a: Any) -> Any:
    """The matrices of a stack, each transposed."""
    last = len(shape_of(a)) - 1
    return transpose(a, axes=(*range(last - 1), last, last - 1))


def _as_column(a: Any) -> Any:
    return reshape(a, shape=(*shape_of(a), 1))


def _as_row(a: Any) -> Any:
    return reshape(a, shape=(*shape_of(a)[:-1], 1, *shape_of(a)[-1:]))


def _to_left(g: Any, out: Any, a: Any, b: Any) -> Any:
    if len(shape_of(b)) == 1:
        return g * b if len(shape_of(a)) == 1 else _as_column(g) * b
    if len(shape_of(a)) == 1:
        return sum_to(reshape(matmul(b, _as_column(g)), shape=shape_of(b)[:-1]), shape_of(a))
    return sum_to(matmul(g, swapped(b)), shape_of(a))


def _to_right(g: Any, out: Any, a: Any, b: Any) -> Any:
    if len(shape_of(a)) == 1:
        return g * a if len(shape_of(b)) == 1 else _as_column(a) * _as_row(g)
    if len(shape_of(b)) == 1:
        column = matmul(swapped(a), _as_column(g))
        return sum_to(reshape(column, shape=shape_of(column)[:-1]), shape_of(b))
    return sum_to(matmul(swapped(a), g), shape_of(b))


matmul: Gate = array_gate(
    "matmul",
    np.matmul,
    _to_left,
    _to_right,
    symbol="@",
    python="{0} @ {1}",
    latex="{0} {1}",
    linear="each",
    title=_("matrix-multiply gate"),
    story=_(
        "A matrix-multiply gate swaps its inputs as a multiply gate does, transposed so that the shapes fit: for out = a @ b, "
        "a gets upstream @ b.T and b gets a.T @ upstream."
    ),
)


def _einsum_rule(position: int, g: Any, out: Any, *operands: Any, subscripts: str) -> Any:
    """The gradient takes the output's place among the operands, and this operand the output's.

    `subscripts` is explicit, without an ellipsis, and no operand has a label twice; an axis that only this operand has, and
    that is summed over, gets the same gradient everywhere.
    """
    inputs, output = subscripts.split("->")
    labels = inputs.split(",")
    mine, others = labels[position], [label for k, label in enumerate(labels) if k != position]
    found = "".join(label for label in mine if label in output or any(label in other for other in others))
    rest = [operand for k, operand in enumerate(operands) if k != position]
    down = einsum(g, *rest, subscripts=f"{','.join([output, *others])}->{found}")
    sizes = dict(zip(mine, shape_of(operands[position]), strict=True))
    if found != mine:
        sized = dict(zip(found, shape_of(down), strict=True))
        down = reshape(down, shape=tuple(sized.get(label, 1) for label in mine))
        down = broadcast_to(down, shape=tuple(sized.get(label, sizes[label]) for label in mine))
    return down


einsum: Gate = array_gate(
    "einsum",
    lambda *operands, subscripts: np.einsum(subscripts, *operands),
    _einsum_rule,
    arity=None,
    python="np.einsum({subscripts!r}, {all})",
    latex=r"\operatorname{{einsum}}\left({all}\right)",
    linear="each",
    title=_("einsum gate"),
    story=_(
        "An einsum multiplies entries and adds them up. The gradient of an operand is an einsum again: "
        "the gradient from above takes the place of that operand, and the labels of the two change sides."
    ),
)
