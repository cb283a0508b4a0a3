"""Steps that make a number of each number: ufuncs, operators with broadcasting, choices by condition, special functions.

Domains are kept by composition: a logarithm is of `abs(…) + 0.5`, an arcsine of `0.9 * tanh(…)`.
"""

from __future__ import annotations

import numpy as np

from tests.fuzz.builder import Builder, Rejected, Variable
from tests.fuzz.tables import templates

UNARY = """
-{a} | {a} + {c} | {a} * {c} | {c} - {a} | {a} / 2 | +{a} | {a} ** 2 | {a} ** 3 | 1.3 ** {a} | 2 // 1 * {a} | np.e * {a} - np.pi
np.sin({a}) | np.cos({a}) | np.tanh({a}) | np.exp(0.3 * {a}) | np.exp(-np.abs({a})) | abs({a}) | np.abs({a}) | np.square({a})
np.log(np.abs({a}) + 0.5) | np.sqrt(np.abs({a}) + 0.5) | 1.0 / (np.abs({a}) + 0.5) | np.reciprocal({a} ** 2 + 1.0) | np.log1p({a} ** 2)
(np.abs({a}) + 0.5) ** 0.5 | (np.abs({a}) + 0.5) ** -1.5 | np.power(np.abs({a}) + 0.5, 1.5) | np.float_power({a} ** 2 + 0.4, 0.7)
np.expm1(0.2 * {a}) | np.exp2(0.3 * {a}) | np.log2({a} ** 2 + 1) | np.log10({a} ** 2 + 1) | np.cbrt(np.abs({a}) + 0.5)
np.sinh(0.3 * {a}) | np.cosh(0.3 * {a}) | np.tan(0.4 * np.tanh({a})) | np.arctan({a}) | np.arcsinh({a}) | np.arccosh({a} ** 2 + 1.5)
np.arcsin(0.9 * np.tanh({a})) | np.arccos(0.9 * np.tanh({a})) | np.arctanh(0.8 * np.tanh({a})) | np.negative({a}) | np.positive({a})
np.absolute({a}) | np.fabs({a}) | np.deg2rad(30 * {a}) | np.degrees(0.02 * {a}) | np.sinc({a}) | np.nan_to_num({a}) | np.real({a})
np.sign({a}) * {a} | np.sign({a}) + {a} | {a} - np.floor({a}) | np.round({a}) + np.sin({a}) | {a} * np.ceil({a}) | np.trunc({a}) - {a}
np.maximum({a}, 0) | np.maximum(0.1 * {a}, {a}) | np.minimum({a}, {c}) | np.maximum({c}, {a}) | np.fmax({a}, 0.0) | np.fmin({a}, {c})
np.clip({a}, -1.0, 0.8) | np.clip({a}, None, 0.6) | np.clip({a}, -0.4, None) | np.where({a} > 0, {a}, 0.1 * {a}) | ({a} > 0.2) * {a}
np.where(({a} > -1) & ({a} < 1), 0.5 * {a} ** 2, np.abs({a}) - 0.5) | np.where(~np.greater({a}, {c}), np.sin({a}), 1.0)
np.where(np.logical_or({a} < -0.5, {a} > 0.5), {a}, {a} ** 3) | np.heaviside({a}, 0.5) * {a} | np.where(np.isfinite({a}), {a}, 0.0)
np.select([{a} > 0.7, {a} < -0.4], [{a} ** 2, -{a}], 0.25) | np.select([{a} > 0.7, {a} > 0.1], [np.cos({a}), 2 * {a}], default={a})
softplus({a}) | normalised({a}) | blend({a}, np.sin({a})) | blend({a}, 1.0, share=0.6) | halved({a}, 2) | np.mod({a}, 1.7) | {a} % 2
np.piecewise({a}, [{a} < 0, {a} >= 0], [lambda t: -t, lambda t: t ** 2])
np.interp({a}, np.array([-1.0, 0.2, 1.1]), np.array([0.5, -0.3, 0.9])) | np.hypot({a}, 1.5) | np.arctan2({a}, 1.25)
np.logaddexp({a}, 0.0) | np.logaddexp2({a}, {c}) | np.copysign({a}, -1.0) | np.true_divide({a}, 3)
np.polyval(np.array([1.0, -0.5, 0.3]), {a}) | np.fmod({a}, 1.3) | np.divmod({a}, 1.3)[1] | np.floor_divide({a}, 1.3) + {a}
np.modf({a})[0] | np.ldexp({a}, 1) | np.signbit({a}) * {a} | np.conjugate({a}) * 1.0 | np.isclose({a}, 0.0, atol=0.5) * {a}
np.rint({a}) - {a}
"""

METHODS = """
{a}.clip(-1.0, 0.7) | {a}.copy() * {c} | {a}.round(1) + {a} | {a}.astype(float) | {a}.clip(min=-0.3) | np.full({a}.shape, {c}) * {a}
np.zeros_like({a}) + {a} | np.ones_like({a}) - {a} | {a} + np.arange({a}.size).reshape({a}.shape) * 0.1 | np.full_like({a}, 0.5) * {a}
{a} * len(np.ravel({a})) | {a} / {a}.ndim | {a}.conj() * 1.0 | np.asarray({a}) * {c} | np.array({a}) | np.copy({a}) | {a}.real + {c}
"""

BINARY = """
{a} + {b} | {a} - {b} | {a} * {b} | {a} / (np.abs({b}) + 0.5) | (np.abs({a}) + 0.5) ** np.tanh({b}) | np.add({a}, {b})
np.subtract({a}, {b}) | np.multiply({a}, {b}) | np.divide({a}, {b} ** 2 + 0.7) | np.maximum({a}, {b}) | np.minimum({a}, {b})
np.hypot({a}, np.abs({b}) + 0.3) | np.arctan2({a}, np.abs({b}) + 0.5) | np.logaddexp({a}, {b}) | np.power(np.abs({a}) + 0.5, np.sin({b}))
np.fmax({a}, {b}) | np.fmin({b}, {a}) | np.where({a} > {b}, {a}, {b} * 0.5) | np.where({a} <= {b}, np.sin({a}), {b} ** 2)
np.clip({a}, {b} - 1.0, {b} + 0.5) | ({a} > {b}) * {a} + {b} | np.select([{a} > {b}, {a} > 0], [{a} * {b}, {b}], {a})
np.where({b} != 0, {a} * {b}, 0.0) | np.copysign({a}, {b}) | {a} % (np.abs({b}) + 0.7)
np.float_power(np.abs({a}) + 0.6, 0.5 * np.tanh({b})) | blend({a}, {b}, share=0.4) | blend({b}, np.exp(-{a} ** 2))
np.heaviside({a}, 0.5) * {b} | -{a} * {b} + {c} | ({a} + {b}) ** 2 | {a} * {b} - {b} / 3 | np.tanh({a} * {b} + {c})
np.exp(-({a} - {b}) ** 2) | np.sqrt({a} ** 2 + {b} ** 2 + 0.1)
"""

SPECIAL = """
special.expit({a}) | special.erf({a}) | special.erfc({a}) | special.logit(0.4 + 0.3 * np.tanh({a})) | special.gammaln(np.abs({a}) + 0.5)
special.xlogy({a} ** 2 + 0.5, {a} ** 2 + 0.5) | special.expit({a}) * {a} | 2 * special.expit(2 * {a}) - 1 | special.digamma({a} ** 2 + 1)
special.gamma(np.tanh({a}) ** 2 + 1) | special.betaln(np.tanh({a}) ** 2 + 1, 2.0) | special.ndtr({a}) | special.log_ndtr({a})
special.erfinv(0.8 * np.tanh({a})) | special.i0({a}) | special.ndtri(0.5 + 0.3 * np.tanh({a})) | special.xlog1py({a}, {a} ** 2)
special.entr({a} ** 2 + 0.1) | special.rel_entr({a} ** 2 + 0.1, 0.7) | special.i1(0.5 * {a}) | special.kl_div(0.6, {a} ** 2 + 0.3)
special.polygamma(1, {a} ** 2 + 1) | special.boxcox({a} ** 2 + 0.4, 0.5) | special.xlogy(2.0, {a} ** 2 + 0.3)
"""

SPECIAL_ALONG = """
special.logsumexp({a}) | special.logsumexp({a}, axis={k}) | special.logsumexp({a}, axis={k}, keepdims=True)
special.softmax({a}, axis={k}) | special.log_softmax({a}, axis={k}) | {a} - special.logsumexp({a}, axis={k}, keepdims=True)
special.logsumexp({a}, axis={k}, b=np.abs({a}) + 0.2) | special.softmax({a}) | special.logsumexp(2.0 * {a}, {k}) / 2
"""

BESIDE = """
{k} * {a} | {a} * {k} | {a} - {k} | {k} / (np.abs({a}) + 0.5) | np.maximum({a}, {k}) | {k} - {a} | np.where({k} > 0, {a}, {k})
{a} ** np.abs(np.round({k}))
"""


_UNARY, _METHODS, _BINARY, _SPECIAL, _ALONG, _BESIDE = map(templates, (UNARY, METHODS, BINARY, SPECIAL, SPECIAL_ALONG, BESIDE))


def term(b: Builder, v: Variable) -> str:
    """The variable, or a simple function of it, as an operand of something else: intermediate results need not have names."""
    if b.draw.below(3) < 2:
        return v.name
    return str(b.choice("np.sin({a})", "(0.5 * {a})", "np.tanh({a})", "({a} + 1.0)", "(-{a})")).format(a=v.name)


def _fits(b: Builder, v: Variable, other: Variable) -> bool:
    try:
        np.broadcast_shapes(v.shape, other.shape)
    except ValueError:
        return False
    return True


def unary(b: Builder) -> None:
    """A function of one array, or of a scalar."""
    v = b.some()
    b.add(b.choice(*_UNARY).format(a=v.name, c=b.constant()), of=v)


def method(b: Builder) -> None:
    """What needs an array: methods, attributes, arrays of the same shape."""
    v = b.array(0)
    b.add(b.choice(*_METHODS).format(a=v.name, c=b.constant()), of=v)


def binary(b: Builder) -> None:
    """A function of two arrays that broadcast."""
    v = b.some()
    other = b.some(lambda other: _fits(b, v, other))
    b.add(b.choice(*_BINARY).format(a=term(b, v), b=term(b, other), c=b.constant()))


def beside(b: Builder) -> None:
    """An operator between an array and a literal one, on either side: NumPy's own array then is the first to be asked."""
    v = b.array(1)
    n = v.shape[-1]
    numbers = ", ".join(b.constant() for _ in range(n))
    k = b.choice(
        f"np.array([{numbers}])",
        f"np.arange({n})",
        f"np.linspace(-1.0, 1.0, {n})",
        "np.float64(0.75)",
        f"np.ones((2, {n}))",
        f"np.eye({n})",
    )
    if "2," in k and v.shape[-2:-1] not in {(), (1,), (2,)}:
        raise Rejected
    if "eye" in k and v.shape[-2:-1] not in {(), (1,), (n,)}:
        raise Rejected
    b.add(b.choice(*_BESIDE).format(a=v.name, k=k))


def special(b: Builder) -> None:
    """A function of scipy.special."""
    if b.draw.below(2) == 0:
        b.add(b.choice(*_SPECIAL).format(a=b.some().name))
    else:
        v = b.array(1)
        b.add(b.choice(*_ALONG).format(a=v.name, k=b.axis(v)))


def three(b: Builder) -> None:
    """A choice by a condition on a third array."""
    v = b.some()
    u = b.some(lambda u: _fits(b, v, u))
    w = b.some(lambda w: np.broadcast_shapes(v.shape, u.shape) == w.shape or w.shape == ())
    template = b.choice(
        "np.where({a} > 0, {b}, {c})", "np.where({a} > {b}, {c}, {a})", "{a} * {b} + {c}", "np.clip({a}, {b} - 1, {b} + np.abs({c}))"
    )
    b.add(template.format(a=v.name, b=u.name, c=w.name))


MAKERS = (unary, binary, unary, binary, method, beside, special, three)
