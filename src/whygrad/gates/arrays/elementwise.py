"""Functions of single entries that NumPy and SciPy have and Python's `math` has not."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from whygrad.gates.arrays.choosing import where
from whygrad.gates.exponential import exp, exp2, log
from whygrad.gates.table import ARRAY_TABLE, Gate, gate
from whygrad.gates.trigonometry import cos
from whygrad.text import _

square = gate(
    "square",
    np.square,
    lambda out, a: 2 * a,
    python="np.square({0})",
    latex="{0}^2",
    table=ARRAY_TABLE,
    title=_("square gate"),
    story=_("A square gate scales the gradient by twice its input: the two equal sides of a square both grow."),
)

reciprocal = gate(
    "reciprocal",
    np.reciprocal,
    lambda out, a: -(out * out),
    domain=((0.3, 3.0),),
    python="np.reciprocal({0})",
    latex=r"\frac{{1}}{{{0}}}",
    table=ARRAY_TABLE,
    title=_("reciprocal gate"),
    story=_("A reciprocal falls as its input grows, and the faster the larger it is: the local gradient is minus its own square."),
)

float_power: Gate = gate(
    "float_power",
    np.float_power,
    lambda out, a, b: b * float_power(a, where(b == 0, 1.0, b - 1)),
    lambda out, a, b: out * log(where(a == 0, 1.0, a)),
    domain=((0.2, 3.0), (-2.0, 2.5)),
    python="np.float_power({0}, {1})",
    latex="{0}^{{{1}}}",
    table=ARRAY_TABLE,
    title=_("power gate in double precision"),
    story=_("It is the power gate, computed in double precision: the exponent comes down in front and is lowered by one."),
)

logaddexp: Gate = gate(
    "logaddexp",
    np.logaddexp,
    lambda out, a, b: exp(a - out),
    lambda out, a, b: exp(b - out),
    python="np.logaddexp({0}, {1})",
    latex=r"\ln\left(e^{{{0}}} + e^{{{1}}}\right)",
    table=ARRAY_TABLE,
    title=_("log-add-exp gate"),
    story=_("It is a smooth max: each input gets its share exp(a - out) of the gradient from above, and the shares add up to 1."),
)

logaddexp2: Gate = gate(
    "logaddexp2",
    np.logaddexp2,
    lambda out, a, b: exp2(a - out),
    lambda out, a, b: exp2(b - out),
    python="np.logaddexp2({0}, {1})",
    latex=r"\log_2\left(2^{{{0}}} + 2^{{{1}}}\right)",
    table=ARRAY_TABLE,
    title=_("log-add-exp gate of base 2"),
    story=_("It is a smooth max with base 2: each input gets its share of the gradient from above, and the shares add up to 1."),
)


def near_0(a: Any, radius: float, series: Sequence[float], far: Callable[[Any], Any]) -> Any:
    """A formula that cancels near 0, where its power series takes its place."""
    near = abs(a) < radius
    x, powers = where(near, a, 0.0), series[-1]
    for coefficient in reversed(series[:-1]):
        powers = coefficient + x * powers
    return where(near, powers, far(where(near, radius, a)))


#: The power series of the slope of sinc, and of (exp(a) - 1) / a.
_SINC = [0.0] + [((-1) ** ((k + 1) // 2) * (k + 1) * math.pi ** (k + 1) / math.factorial(k + 2) if k % 2 else 0.0) for k in range(1, 14)]
EXPREL = [(k + 1) / math.factorial(k + 2) for k in range(16)]

sinc: Gate = gate(
    "sinc",
    np.sinc,
    lambda out, a: near_0(a, 0.1, _SINC, lambda x: (cos(math.pi * x) - sinc(x)) / x),
    domain=((0.2, 3.0),),
    python="np.sinc({0})",
    latex=r"\operatorname{{sinc}}\left({0}\right)",
    table=ARRAY_TABLE,
    title=_("sinc gate"),
    story=_("sinc is sin(πa) / (πa): by the quotient rule its slope is (cos(πa) - out) / a, and 0 at its crest at 0."),
)

rint = gate(
    "rint",
    np.rint,
    None,
    python="np.rint({0})",
    latex=r"\operatorname{{rint}}\left({0}\right)",
    table=ARRAY_TABLE,
    title=_("round-to-whole gate"),
    story=_("It moves in steps: between two of them a small change of the input changes nothing, so no gradient passes."),
)

heaviside = gate(
    "heaviside",
    np.heaviside,
    None,
    lambda out, a, b: a == 0,
    python="np.heaviside({0}, {1})",
    latex=r"H\left({0}, {1}\right)",
    table=ARRAY_TABLE,
    title=_("step gate"),
    story=_("A step is flat on both sides, so no gradient passes to its input; where the input is 0 the second input is handed on."),
)

cast = gate(
    "cast",
    lambda a, dtype="float64": np.asarray(a).astype(dtype)[()],
    lambda out, a, dtype="float64": 1.0,
    python="{0}.astype({dtype!r})",
    latex="{0}",
    jax=lambda jax, a, dtype="float64": jax.numpy.asarray(a).astype(dtype),
    table=ARRAY_TABLE,
    title=_("change of dtype"),
    story=_("The numbers are only stored otherwise: the gradient from above passes through unchanged, in the dtype of the input."),
)

copy = gate(
    "copy",
    np.copy,
    lambda out, a, order="K": 1.0,
    python="{0}.copy()",
    latex="{0}",
    linear="joint",
    jax=lambda jax, a, order="K": a,
    table=ARRAY_TABLE,
    title=_("copy gate"),
    story=_("The same numbers in a place of their own: the gradient from above passes through unchanged."),
)

stop_gradient = gate(
    "stop_gradient",
    lambda a: a,
    None,
    jax="jax.lax.stop_gradient",
    python="{0}",
    latex=r"\operatorname{{stop}}\left({0}\right)",
    table=ARRAY_TABLE,
    title=_("stop gate"),
    story=_("A stop gate hands its input on as a constant: by wish, no gradient passes."),
)
