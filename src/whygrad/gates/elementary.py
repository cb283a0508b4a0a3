"""An index: the functions of Python's `math`, and which gate each of them is.

Not here, because they are several gates at once or take lists: `log(x, base)`, `dist`, `fma`, `fsum`, `ldexp`, `modf`,
`nextafter`, `prod`, `sumprod`. A tracer writes those in terms of these.
"""

from __future__ import annotations

from whygrad.gates.arithmetic import fmod, power, remainder
from whygrad.gates.exponential import cbrt, exp, exp2, expm1, log, log1p, log2, log10, sqrt
from whygrad.gates.selection import absolute, ceil, copysign, floor, trunc
from whygrad.gates.special import erf, erfc, gamma, lgamma
from whygrad.gates.table import Gate
from whygrad.gates.trigonometry import (
    acos,
    acosh,
    asin,
    asinh,
    atan,
    atan2,
    atanh,
    cos,
    cosh,
    degrees,
    hypot,
    radians,
    sin,
    sinh,
    tan,
    tanh,
)

__all__ = ["MATH_FUNCTIONS", "hypot", "log"]  # hypot and log by name too, for dist and for log(x, base)

MATH_FUNCTIONS: dict[str, Gate] = {
    entry.name: entry
    for entry in (
        *(exp, exp2, expm1, log, log1p, log2, log10, sqrt, cbrt),
        *(sin, cos, tan, asin, acos, atan, atan2, degrees, radians),
        *(sinh, cosh, tanh, asinh, acosh, atanh, hypot),
        *(erf, erfc, gamma, lgamma, fmod, remainder),
        *(copysign, floor, ceil, trunc),
    )
} | {"fabs": absolute, "pow": power}
