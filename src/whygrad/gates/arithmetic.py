"""The gates of school arithmetic: + - * / ** and their kin."""

from __future__ import annotations

import math
import operator
from typing import Any

from whygrad.gates.exponential import log
from whygrad.gates.selection import choose, round_
from whygrad.gates.table import Gate, gate
from whygrad.text import _

add = gate(
    "add",
    operator.add,
    lambda out, a, b: 1.0,
    lambda out, a, b: 1.0,
    symbol="+",
    python="{0} + {1}",
    latex="{0} + {1}",
    linear="joint",
    title=_("add gate"),
    story=_("An add gate hands the gradient from above on to every input unchanged: its local gradient is 1, whatever the values are."),
)

subtract = gate(
    "subtract",
    operator.sub,
    lambda out, a, b: 1.0,
    lambda out, a, b: -1.0,
    symbol="-",
    python="{0} - {1}",
    latex="{0} - {1}",
    linear="joint",
    title=_("subtract gate"),
    story=_(
        "A subtract gate hands the gradient from above on to its first input unchanged, and to its second with the sign turned: "
        "the more is taken away, the less is left."
    ),
)

multiply = gate(
    "multiply",
    operator.mul,
    lambda out, a, b: b,
    lambda out, a, b: a,
    symbol="*",
    python="{0} * {1}",
    latex=r"{0} \cdot {1}",
    linear="each",
    title=_("multiply gate"),
    story=_("A multiply gate swaps its inputs: the local gradient of each is the value of the other."),
)

divide = gate(
    "divide",
    operator.truediv,
    lambda out, a, b: 1.0 / b,
    lambda out, a, b: -out / b,  # -a / b², with a / b not computed again
    symbol="/",
    python="{0} / {1}",
    latex=r"\frac{{{0}}}{{{1}}}",
    domain=((-2.0, 2.0), (0.3, 3.0)),
    title=_("divide gate"),
    story=_(
        "A divide gate hands its numerator the gradient over the denominator. The denominator's own local gradient is -a / b²: "
        "shared among more, there is less for each."
    ),
)


def _base_gradient(out: Any, a: Any, b: Any) -> Any:
    """b aᵇ⁻¹; a⁰ is 1 even at a = 0, where the formula would ask for 0 · 0⁻¹."""
    return 0.0 if a == 0 and b == 0 else b * a ** (b - 1)


def _exponent_gradient(out: Any, a: Any, b: Any) -> Any:
    """aᵇ log a; 0ᵇ stays 0 as b moves, and a negative base has no real powers between the whole ones (nan)."""
    if a == 0:
        return 0.0
    return out * log(a) if a > 0 else math.nan


power = gate(
    "power",
    operator.pow,
    _base_gradient,
    _exponent_gradient,
    symbol="**",
    python="{0} ** {1}",
    latex="{0}^{{{1}}}",
    domain=((0.2, 3.0), (-2.0, 2.5)),
    array_gradients=(
        lambda out, a, b: b * a ** choose(b == 0, 1.0, b - 1),
        lambda out, a, b: out * log(choose(a == 0, 1.0, a)),
    ),
    title=_("power gate"),
    story=_(
        "The exponent of a power gate comes down in front and is lowered by one: the local gradient of the base is b * a ** (b - 1). "
        "The exponent's own is the output times log(a): as in every exponential, growth in proportion to what is there."
    ),
)

negate = gate(
    "negate",
    operator.neg,
    lambda out, a: -1.0,
    symbol="-",
    python="-{0}",
    latex="-{0}",
    linear="joint",
    title=_("negate gate"),
    story=_("A negate gate turns the sign of the gradient from above: when its input goes up, its output goes down by as much."),
)

positive = gate(
    "positive",
    operator.pos,
    lambda out, a: 1.0,
    symbol="+",
    python="+{0}",
    latex="{0}",
    linear="joint",
    title=_("plus sign"),
    story=_("A plus sign changes nothing: the gradient from above passes through unchanged."),
)

identity = gate(
    "identity",
    lambda a: a,
    lambda out, a: 1.0,
    symbol="=",
    python="{0}",
    latex="{0}",
    linear="joint",
    title=_("new name"),
    story=_("The value only gets a new name: the gradient from above passes through unchanged."),
)

floor_divide = gate(
    "floor_divide",
    operator.floordiv,
    None,
    None,
    symbol="//",
    python="{0} // {1}",
    latex=r"\left\lfloor\frac{{{0}}}{{{1}}}\right\rfloor",
    domain=((-2.0, 2.0), (0.3, 3.0)),
    title=_("floor-divide gate"),
    story=_(
        "A floor-divide gate climbs in steps: between two steps a small change of an input changes nothing, so no gradient gets through."
    ),
)

modulo = gate(
    "modulo",
    operator.mod,
    lambda out, a, b: 1.0,
    lambda out, a, b: -(a // b),
    symbol="%",
    python="{0} % {1}",
    latex=r"{0} \bmod {1}",
    domain=((-4.0, 4.0), (0.3, 3.0)),
    title=_("modulo gate"),
    story=_(
        "A modulo gate takes a whole number of b's away from a, so a gets the gradient from above unchanged, "
        "and b gets it times minus that whole number, -(a // b)."
    ),
)

fmod = gate(
    "fmod",
    math.fmod,
    lambda out, a, b: 1.0,
    lambda out, a, b: -round_((a - out) / b),  # whole up to rounding, and the very number that was taken away
    python="math.fmod({0}, {1})",
    ufunc="numpy.fmod",
    latex=r"{0} \bmod {1}",
    domain=((-4.0, 4.0), (0.3, 3.0)),
    title=_("C-style modulo gate"),
    story=_(
        "It takes a whole number of b's away from a, as % does, but counts them toward zero: "
        "a gets the gradient from above unchanged, and b gets it times minus that number."
    ),
)


def _remainder_on_jax(jax: Any, a: Any, b: Any) -> Any:
    """By steps that are all exact, as `math.remainder` is."""
    size = jax.numpy.abs(b)
    left = jax.numpy.fmod(jax.numpy.abs(a), 2.0 * size)
    left = jax.numpy.where(2.0 * left > size, left - size, left)
    left = jax.numpy.where(2.0 * left >= size, left - size, left)
    return jax.numpy.where(jax.numpy.signbit(a), -left, left)


remainder = gate(
    "remainder",
    math.remainder,
    lambda out, a, b: 1.0,
    lambda out, a, b: -round_((a - out) / b),
    python="math.remainder({0}, {1})",
    jax=_remainder_on_jax,
    latex=r"\operatorname{{remainder}}\left({0}, {1}\right)",
    domain=((-4.0, 4.0), (0.3, 3.0)),
    title=_("remainder gate"),
    story=_(
        "It takes the nearest whole number of b's away from a: "
        "a gets the gradient from above unchanged, and b gets it times minus that number."
    ),
)

sum_ = gate(
    "sum",
    lambda *inputs: sum(inputs),
    lambda position, out, *inputs: 1.0,
    arity=None,
    symbol="Σ",
    python="sum([{all}])",
    latex=r"\operatorname{{sum}}\left({all}\right)",
    linear="joint",
    title=_("sum gate"),
    story=_("A sum gate is an add gate with many inputs: each of them gets the gradient from above, unchanged and in full."),
)

prod: Gate = gate(
    "prod",
    lambda *inputs: math.prod(inputs),
    lambda position, out, *inputs: prod(*inputs[:position], *inputs[position + 1 :]),  # not out / input, which fails at 0
    arity=None,
    symbol="Π",
    python="math.prod([{all}])",
    latex=r"\operatorname{{prod}}\left({all}\right)",
    title=_("product gate"),
    story=_("A product gate is a multiply gate with many inputs: the local gradient of each is the product of all the others."),
)
