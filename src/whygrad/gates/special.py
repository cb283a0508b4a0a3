"""The error and gamma functions, and the polygamma functions that the derivatives of gamma need."""

from __future__ import annotations

import math

from whygrad.gates.exponential import exp
from whygrad.gates.table import Gate, gate
from whygrad.text import _

erf = gate(
    "erf",
    math.erf,
    lambda out, a: 2.0 / math.sqrt(math.pi) * exp(-(a**2)),
    python="math.erf({0})",
    ufunc="scipy.special.erf",
    latex=r"\operatorname{{erf}}\left({0}\right)",
    title=_("error-function gate"),
    story=_("The error function is the area under a bell curve, so its slope is the height of the bell there: 2/√π times exp(-a²)."),
)

erfc = gate(
    "erfc",
    math.erfc,
    lambda out, a: -2.0 / math.sqrt(math.pi) * exp(-(a**2)),
    python="math.erfc({0})",
    ufunc="scipy.special.erfc",
    latex=r"\operatorname{{erfc}}\left({0}\right)",
    title=_("complementary error-function gate"),
    story=_("It is 1 minus the error function: what one gains the other loses, so its slope is the bell curve with the sign turned."),
)

gamma = gate(
    "gamma",
    math.gamma,
    lambda out, a: out * digamma(a),
    python="math.gamma({0})",
    ufunc="scipy.special.gamma",
    latex=r"\Gamma\left({0}\right)",
    domain=((0.2, 5.0),),
    title=_("gamma gate"),
    story=_("Gamma joins the factorials by a smooth curve. It grows in proportion to itself, and digamma says in what proportion."),
)

lgamma = gate(
    "lgamma",
    math.lgamma,
    lambda out, a: digamma(a),
    python="math.lgamma({0})",
    ufunc="scipy.special.gammaln",
    latex=r"\ln\left|\Gamma\left({0}\right)\right|",
    domain=((0.2, 5.0),),
    title=_("log-gamma gate"),
    story=_(
        "The slope of log-gamma is called digamma: for large inputs it is close to the logarithm, as log n! grows by log n at each step."
    ),
)


def _digamma(x: float) -> float:
    """ψ(x), the slope of log Γ."""
    if x <= 0:
        return _digamma(1.0 - x) - math.pi * _cotangent(x)
    steps = 0.0
    while x < _FAR:  # ψ(x) = ψ(x + 1) - 1/x
        steps += 1.0 / x
        x += 1.0
    series = sum(number / (2 * k * x ** (2 * k)) for k, number in enumerate(_BERNOULLI, start=1))
    return math.log(x) - 0.5 / x - series - steps


def _polygamma(order: int, x: float) -> float:
    """The derivative of ψ of that order, by the same road: reflect, step up to where the asymptotic series is exact."""
    n = int(order)
    if n == 0:
        return _digamma(x)
    if x <= 0:
        return (-1.0) ** n * _polygamma(n, 1.0 - x) - math.pi ** (n + 1) * _cotangent_derivative(n, _cotangent(x))
    steps = 0.0
    while x < _FAR + n:
        steps += x ** -(n + 1)
        x += 1.0
    tail = x**-n / n + 0.5 * x ** -(n + 1)
    rising = n + 1.0  # (n + 1)(n + 2)…(n + 2k - 1) / (2k)!, from one k to the next
    for k, number in enumerate(_BERNOULLI, start=1):
        rising = rising if k == 1 else rising * (n + 2 * k - 2) * (n + 2 * k - 1)
        tail += number * rising / math.factorial(2 * k) * x ** -(n + 2 * k)
    return (-1.0) ** (n + 1) * math.factorial(n) * (steps + tail)


def _cotangent(x: float) -> float:
    """cot(πx), exact beside its poles and its zeros. Its poles 0, -1, -2, … are those of Γ, and of everything here."""
    away = x - round(x)
    if away == 0:
        raise ValueError("math domain error")
    return 1.0 / math.tan(math.pi * away) if abs(away) < 0.25 else math.tan(math.pi * (math.copysign(0.5, away) - away))


def _cotangent_derivative(order: int, cot: float) -> float:
    """The derivative of cot of that order, a polynomial in cot itself, since cot' = -(1 + cot²)."""
    powers = [0.0, 1.0]  # coefficients of cot⁰, cot¹, …
    for _step in range(order):
        slopes = [k * c for k, c in enumerate(powers)][1:]
        powers = [-(a + b) for a, b in zip([*slopes, 0.0, 0.0], [0.0, 0.0, *slopes], strict=True)]
    return sum(c * cot**k for k, c in enumerate(powers))


_FAR = 12.0  # from here on the asymptotic series is exact to the last digit
_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798, -174611 / 330)  # B₂, B₄, …

digamma: Gate = gate(
    "digamma",
    _digamma,
    lambda out, a: polygamma(1, a),
    python="digamma({0})",
    ufunc="scipy.special.digamma",
    latex=r"\psi\left({0}\right)",
    domain=((0.2, 5.0),),
    title=_("digamma gate"),
    story=_("Digamma is the slope of log-gamma, and its own slope is the first of the polygamma functions."),
)

polygamma: Gate = gate(
    "polygamma",
    _polygamma,
    None,  # the order is a whole number
    lambda out, n, a: polygamma(n + 1, a),
    python="polygamma({0}, {1})",
    ufunc="scipy.special.polygamma",
    latex=r"\psi^{{\left({0}\right)}}\left({1}\right)",
    domain=((2.0, 2.0), (0.2, 5.0)),
    title=_("polygamma gate"),
    story=_("Polygamma is digamma differentiated as often as its order says: to differentiate it once more, raise the order by one."),
)
