"""The circle and the hyperbola: sine, tangent and their kin, the ways back, and the length of an arrow."""

from __future__ import annotations

import math
from typing import Any

from whygrad.gates.exponential import exp, sqrt
from whygrad.gates.selection import absolute, choose
from whygrad.gates.table import Gate, gate
from whygrad.text import _

# The circle. Angles are in radians.

sin = gate(
    "sin",
    math.sin,
    lambda out, a: cos(a),
    python="math.sin({0})",
    ufunc="numpy.sin",
    latex=r"\sin\left({0}\right)",
    title=_("sine gate"),
    story=_("The slope of the sine is the cosine: steepest where the wave crosses 0, flat at its crests."),
)

cos: Gate = gate(
    "cos",
    math.cos,
    lambda out, a: -sin(a),
    python="math.cos({0})",
    ufunc="numpy.cos",
    latex=r"\cos\left({0}\right)",
    title=_("cosine gate"),
    story=_("The slope of the cosine is minus the sine: from its crest at 0 it can only go down."),
)

tan = gate(
    "tan",
    math.tan,
    lambda out, a: 1.0 + out**2,
    python="math.tan({0})",
    ufunc="numpy.tan",
    latex=r"\tan\left({0}\right)",
    domain=((-1.3, 1.3),),
    title=_("tangent gate"),
    story=_("The slope of the tangent is 1 plus its own square: the higher, the faster it climbs, until it runs off at a right angle."),
)

asin = gate(
    "asin",
    math.asin,
    lambda out, a: 1.0 / sqrt(1.0 - a**2),
    python="math.asin({0})",
    ufunc="numpy.arcsin",
    latex=r"\arcsin\left({0}\right)",
    domain=((-0.95, 0.95),),
    title=_("arcsine gate"),
    story=_("An arcsine undoes a sine, so its slope is one over the cosine of the angle, and that cosine is the square root of 1 - a²."),
)

acos = gate(
    "acos",
    math.acos,
    lambda out, a: -1.0 / sqrt(1.0 - a**2),
    python="math.acos({0})",
    ufunc="numpy.arccos",
    latex=r"\arccos\left({0}\right)",
    domain=((-0.95, 0.95),),
    title=_("arccosine gate"),
    story=_("Arccosine and arcsine add up to a right angle, so their slopes are opposite: minus one over the square root of 1 - a²."),
)

atan = gate(
    "atan",
    math.atan,
    lambda out, a: 1.0 / (1.0 + a**2),
    python="math.atan({0})",
    ufunc="numpy.arctan",
    latex=r"\arctan\left({0}\right)",
    title=_("arctangent gate"),
    story=_("An arctangent undoes a tangent, so its slope is one over 1 + a²: far out it goes flat, and little gradient gets through."),
)

atan2 = gate(
    "atan2",
    math.atan2,
    lambda out, y, x: x / (x**2 + y**2),
    lambda out, y, x: -y / (x**2 + y**2),
    python="math.atan2({0}, {1})",
    ufunc="numpy.arctan2",
    latex=r"\operatorname{{atan2}}\left({0}, {1}\right)",
    domain=((-2.0, 2.0), (0.2, 2.0)),
    title=_("angle gate"),
    story=_(
        "This gate gives the angle of the point (x, y). Only a step across the ray turns it, and the farther the point, the less: "
        "x over the squared distance for y, and -y over it for x."
    ),
)

degrees = gate(
    "degrees",
    math.degrees,
    lambda out, a: 180.0 / math.pi,
    python="math.degrees({0})",
    ufunc="numpy.degrees",
    latex=r"\frac{{180}}{{\pi}} {0}",
    title=_("to-degrees gate"),
    story=_("A change of unit scales the gradient by the same factor as the value: here 180/π."),
)

radians = gate(
    "radians",
    math.radians,
    lambda out, a: math.pi / 180.0,
    python="math.radians({0})",
    ufunc="numpy.radians",
    latex=r"\frac{{\pi}}{{180}} {0}",
    title=_("to-radians gate"),
    story=_("A change of unit scales the gradient by the same factor as the value: here π/180."),
)

# The hyperbola: the same story told with e^a and e^-a, and fewer minus signs.

sinh = gate(
    "sinh",
    math.sinh,
    lambda out, a: cosh(a),
    python="math.sinh({0})",
    ufunc="numpy.sinh",
    latex=r"\sinh\left({0}\right)",
    title=_("hyperbolic-sine gate"),
    story=_("The slope of the hyperbolic sine is the hyperbolic cosine: never less than 1, so no gradient is lost."),
)

cosh: Gate = gate(
    "cosh",
    math.cosh,
    lambda out, a: sinh(a),
    python="math.cosh({0})",
    ufunc="numpy.cosh",
    latex=r"\cosh\left({0}\right)",
    title=_("hyperbolic-cosine gate"),
    story=_("The slope of the hyperbolic cosine is the hyperbolic sine, with no minus sign: from its lowest point at 0 it can only go up."),
)


def _tanh_gradient(out: Any, a: Any) -> Any:
    """1 - tanh²; where that would be the difference of two numbers that agree in most digits, its twin 1 / cosh²."""
    if abs(a) < 1:
        return 1.0 - out**2
    return 1.0 / cosh(a) ** 2 if abs(a) < 300 else 4.0 * exp(-2.0 * absolute(a))  # cosh itself overflows farther out


tanh = gate(
    "tanh",
    math.tanh,
    _tanh_gradient,
    array_gradients=(lambda out, a: (1.0 - out) * (1.0 + out),),
    python="math.tanh({0})",
    ufunc="numpy.tanh",
    latex=r"\tanh\left({0}\right)",
    title=_("hyperbolic-tangent gate"),
    story=_(
        "A tanh gate scales the gradient by 1 minus its own output squared: all of it passes at 0, "
        "and next to nothing once the output saturates near -1 or 1."
    ),
)

asinh = gate(
    "asinh",
    math.asinh,
    lambda out, a: 1.0 / sqrt(a**2 + 1.0),
    python="math.asinh({0})",
    ufunc="numpy.arcsinh",
    latex=r"\operatorname{{arsinh}}\left({0}\right)",
    title=_("inverse hyperbolic-sine gate"),
    story=_("It undoes a hyperbolic sine, so its slope is one over the hyperbolic cosine there, the square root of a² + 1."),
)

acosh = gate(
    "acosh",
    math.acosh,
    lambda out, a: 1.0 / sqrt(a**2 - 1.0),
    python="math.acosh({0})",
    ufunc="numpy.arccosh",
    latex=r"\operatorname{{arcosh}}\left({0}\right)",
    domain=((1.1, 4.0),),
    title=_("inverse hyperbolic-cosine gate"),
    story=_("It undoes a hyperbolic cosine, so its slope is one over the hyperbolic sine there, the square root of a² - 1."),
)

atanh = gate(
    "atanh",
    math.atanh,
    lambda out, a: 1.0 / (1.0 - a**2),
    python="math.atanh({0})",
    ufunc="numpy.arctanh",
    latex=r"\operatorname{{artanh}}\left({0}\right)",
    domain=((-0.9, 0.9),),
    title=_("inverse hyperbolic-tangent gate"),
    story=_("It undoes a tanh, whose slope is 1 minus the output squared, so its own slope is one over 1 - a²: steep near -1 and 1."),
)

# Lengths.

hypot = gate(
    "hypot",
    math.hypot,
    lambda position, out, *inputs: inputs[position] / out if out > 0 else 0.0,  # the tip of a cone: 0, as abs has at 0
    array_gradients=(lambda position, out, *inputs: inputs[position] / choose(out == 0, 1.0, out),),
    arity=None,
    python="math.hypot({all})",
    ufunc="numpy.hypot",
    latex=r"\left\lVert\left({all}\right)\right\rVert",
    domain=((0.2, 2.0),),
    title=_("length gate"),
    story=_(
        "The length of an arrow grows fastest along the arrow: the local gradient of each input is its share of the length, "
        "and all of them together make an arrow of length 1."
    ),
)
