"""Exponentials, logarithms and roots.

A rule uses `out` again wherever it can: e^a is its own derivative, and the root of a is all that its slope needs.
"""

from __future__ import annotations

import math

from whygrad.gates.table import gate
from whygrad.text import _

# Exponentials: growth in proportion to what is there already.

exp = gate(
    "exp",
    math.exp,
    lambda out, a: out,
    python="math.exp({0})",
    ufunc="numpy.exp",
    latex="e^{{{0}}}",
    title=_("exponential gate"),
    story=_(
        "An exponential gate scales the gradient from above by its own output: it grows exactly as fast as it is large, "
        "which makes e the natural base."
    ),
)

exp2 = gate(
    "exp2",
    math.exp2,
    lambda out, a: math.log(2.0) * out,
    python="math.exp2({0})",
    ufunc="numpy.exp2",
    latex="2^{{{0}}}",
    title=_("power-of-two gate"),
    story=_("A power-of-two gate scales the gradient by log 2 times its own output: the growth of exp, with log 2 for the base."),
)

expm1 = gate(
    "expm1",
    math.expm1,
    lambda out, a: out + 1.0,
    python="math.expm1({0})",
    ufunc="numpy.expm1",
    latex="e^{{{0}}} - 1",
    title=_("exponential-minus-one gate"),
    story=_("Taking 1 away from exp lowers the curve but keeps its slope: the gradient is scaled by the exponential, the output plus 1."),
)

# Logarithms: the exponentials read backwards, so one over their slope.

log = gate(
    "log",
    math.log,
    lambda out, a: 1.0 / a,
    python="math.log({0})",
    ufunc="numpy.log",
    latex=r"\ln\left({0}\right)",
    domain=((0.1, 4.0),),
    title=_("logarithm gate"),
    story=_("A logarithm gate divides the gradient by its input: what counts is the change in proportion, so small inputs feel it most."),
)

log2 = gate(
    "log2",
    math.log2,
    lambda out, a: 1.0 / (math.log(2.0) * a),
    python="math.log2({0})",
    ufunc="numpy.log2",
    latex=r"\log_2\left({0}\right)",
    domain=((0.1, 4.0),),
    title=_("base-2 logarithm gate"),
    story=_("A base-2 logarithm counts doublings: it is log over log 2, so the gradient is divided by the input and by log 2."),
)

log10 = gate(
    "log10",
    math.log10,
    lambda out, a: 1.0 / (math.log(10.0) * a),
    python="math.log10({0})",
    ufunc="numpy.log10",
    latex=r"\log_{{10}}\left({0}\right)",
    domain=((0.1, 4.0),),
    title=_("base-10 logarithm gate"),
    story=_("A base-10 logarithm counts decimal digits: it is log over log 10, so the gradient is divided by the input and by log 10."),
)

log1p = gate(
    "log1p",
    math.log1p,
    lambda out, a: 1.0 / (1.0 + a),
    python="math.log1p({0})",
    ufunc="numpy.log1p",
    latex=r"\ln\left(1 + {0}\right)",
    domain=((-0.9, 3.0),),
    title=_("logarithm-of-one-plus gate"),
    story=_("This is the logarithm of 1 plus the input, so the gradient is divided by 1 plus the input."),
)

# Roots: flatter the farther out.

sqrt = gate(
    "sqrt",
    math.sqrt,
    lambda out, a: 0.5 / out,
    python="math.sqrt({0})",
    ufunc="numpy.sqrt",
    latex=r"\sqrt{{{0}}}",
    domain=((0.1, 4.0),),
    title=_("square-root gate"),
    story=_(
        "A square-root gate halves the gradient and divides it by the root: near 0 the curve stands upright and the gradient explodes."
    ),
)

cbrt = gate(
    "cbrt",
    math.cbrt,
    lambda out, a: 1.0 / (3.0 * out**2),
    python="math.cbrt({0})",
    ufunc="numpy.cbrt",
    latex=r"\sqrt[3]{{{0}}}",
    domain=((0.1, 4.0),),
    title=_("cube-root gate"),
    story=_("A cube-root gate divides the gradient by three times the root squared: it undoes a cube, whose slope is just that."),
)
