"""Functions of scipy.special beyond those of `math`: the logistic function, entropies, the normal distribution."""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable
from typing import Any

from whygrad.gates.arrays.choosing import where
from whygrad.gates.arrays.elementwise import EXPREL, near_0
from whygrad.gates.exponential import exp, log, log1p
from whygrad.gates.special import lgamma
from whygrad.gates.table import ARRAY_TABLE, Gate, gate
from whygrad.text import _

_BELL = 1.0 / math.sqrt(2.0 * math.pi)


def _scipys(name: str) -> Callable[..., Any]:
    """SciPy's function of that name; SciPy is imported when it is first used."""

    def function(*values: Any) -> Any:
        return getattr(importlib.import_module("scipy.special"), name)(*values)

    function.__module__, function.__name__ = "scipy.special", name
    return function


expit: Gate = gate(
    "expit",
    _scipys("expit"),
    lambda out, a: out * (1.0 - out),
    python="scipy.special.expit({0})",
    latex=r"\sigma\left({0}\right)",
    table=ARRAY_TABLE,
    title=_("sigmoid gate"),
    story=_("A sigmoid gate scales the gradient by (1 - out) * out: at most a quarter, and next to nothing where it saturates."),
)

logit = gate(
    "logit",
    _scipys("logit"),
    lambda out, a: 1.0 / (a * (1.0 - a)),
    domain=((0.1, 0.9),),
    python="scipy.special.logit({0})",
    latex=r"\operatorname{{logit}}\left({0}\right)",
    table=ARRAY_TABLE,
    title=_("logit gate"),
    story=_("A logit undoes a sigmoid, so its slope is one over the sigmoid's: 1 / (a (1 - a))."),
)

log_expit = gate(
    "log_expit",
    _scipys("log_expit"),
    lambda out, a: expit(-a),
    python="scipy.special.log_expit({0})",
    jax="jax.nn.log_sigmoid",
    latex=r"\ln\sigma\left({0}\right)",
    table=ARRAY_TABLE,
    title=_("log-sigmoid gate"),
    story=_("The logarithm of a sigmoid has the slope 1 - σ(a), which is the sigmoid of -a."),
)

xlogy = gate(
    "xlogy",
    _scipys("xlogy"),
    lambda out, a, b: log(b),
    lambda out, a, b: a / b,
    domain=((0.2, 2.0), (0.2, 3.0)),
    python="scipy.special.xlogy({0}, {1})",
    latex=r"{0} \ln {1}",
    table=ARRAY_TABLE,
    title=_("x-log-y gate"),
    story=_("It is a product with a logarithm, and 0 where the factor is 0: log(b) goes to the factor, a / b to the logarithm's input."),
)

xlog1py = gate(
    "xlog1py",
    _scipys("xlog1py"),
    lambda out, a, b: log1p(b),
    lambda out, a, b: a / (1.0 + b),
    domain=((0.2, 2.0), (-0.5, 3.0)),
    python="scipy.special.xlog1py({0}, {1})",
    latex=r"{0} \ln\left(1 + {1}\right)",
    table=ARRAY_TABLE,
    title=_("x-log-one-plus-y gate"),
    story=_("It is a product with the logarithm of 1 + b: log1p(b) goes to the factor, a / (1 + b) to b."),
)

entr = gate(
    "entr",
    _scipys("entr"),
    lambda out, a: -log(a) - 1.0,
    domain=((0.1, 3.0),),
    python="scipy.special.entr({0})",
    latex=r"-{0} \ln {0}",
    table=ARRAY_TABLE,
    title=_("entropy gate"),
    story=_("Of -a log(a) the slope is -log(a) - 1, by the product rule."),
)

rel_entr = gate(
    "rel_entr",
    _scipys("rel_entr"),
    lambda out, a, b: log(a / b) + 1.0,
    lambda out, a, b: -a / b,
    domain=((0.2, 2.0), (0.2, 3.0)),
    python="scipy.special.rel_entr({0}, {1})",
    latex=r"{0} \ln\frac{{{0}}}{{{1}}}",
    table=ARRAY_TABLE,
    title=_("relative-entropy gate"),
    story=_("Of a log(a / b) the slope is log(a / b) + 1 for a, and -a / b for b."),
)

kl_div = gate(
    "kl_div",
    _scipys("kl_div"),
    lambda out, a, b: log(a / b),
    lambda out, a, b: 1.0 - a / b,
    domain=((0.2, 2.0), (0.2, 3.0)),
    python="scipy.special.kl_div({0}, {1})",
    latex=r"\operatorname{{KL}}\left({0}, {1}\right)",
    table=ARRAY_TABLE,
    title=_("Kullback-Leibler gate"),
    story=_("Of a log(a / b) - a + b the slope is log(a / b) for a, and 1 - a / b for b: both vanish where the two are equal."),
)

ndtr: Gate = gate(
    "ndtr",
    _scipys("ndtr"),
    lambda out, a: _BELL * exp(-(a * a) / 2.0),
    python="scipy.special.ndtr({0})",
    latex=r"\Phi\left({0}\right)",
    table=ARRAY_TABLE,
    title=_("normal-distribution gate"),
    story=_("It is the area under the bell curve up to a, so its slope is the height of the bell there."),
)

log_ndtr = gate(
    "log_ndtr",
    _scipys("log_ndtr"),
    lambda out, a: _BELL * exp(-(a * a) / 2.0 - out),
    python="scipy.special.log_ndtr({0})",
    latex=r"\ln\Phi\left({0}\right)",
    table=ARRAY_TABLE,
    title=_("log-normal-distribution gate"),
    story=_("The logarithm of the area under the bell curve: its slope is the bell's height over that area."),
)

ndtri: Gate = gate(
    "ndtri",
    _scipys("ndtri"),
    lambda out, a: exp(out * out / 2.0) / _BELL,
    domain=((0.1, 0.9),),
    python="scipy.special.ndtri({0})",
    latex=r"\Phi^{{-1}}\left({0}\right)",
    table=ARRAY_TABLE,
    title=_("normal-quantile gate"),
    story=_("It undoes the area under the bell curve, so its slope is one over the bell's height."),
)

erfinv: Gate = gate(
    "erfinv",
    _scipys("erfinv"),
    lambda out, a: math.sqrt(math.pi) / 2.0 * exp(out * out),
    domain=((-0.8, 0.8),),
    python="scipy.special.erfinv({0})",
    latex=r"\operatorname{{erf}}^{{-1}}\left({0}\right)",
    table=ARRAY_TABLE,
    title=_("inverse error-function gate"),
    story=_("It undoes the error function, so its slope is one over the error function's: √π/2 times exp(out²)."),
)


def _no_rule(name: str) -> Callable[..., Any]:
    def rule(out: Any, *inputs: Any) -> Any:
        raise NotImplementedError(name)

    return rule


gammainc: Gate = gate(
    "gammainc",
    _scipys("gammainc"),
    _no_rule("gammainc"),
    lambda out, a, x: exp((a - 1.0) * log(x) - x - lgamma(a)),
    domain=((2.0, 2.0), (0.3, 3.0)),
    python="scipy.special.gammainc({0}, {1})",
    latex=r"P\left({0}, {1}\right)",
    table=ARRAY_TABLE,
    title=_("incomplete-gamma gate"),
    story=_("It is the area under a gamma curve up to x, so its slope for x is the height of the curve there."),
)

gammaincc: Gate = gate(
    "gammaincc",
    _scipys("gammaincc"),
    _no_rule("gammaincc"),
    lambda out, a, x: -exp((a - 1.0) * log(x) - x - lgamma(a)),
    domain=((2.0, 2.0), (0.3, 3.0)),
    python="scipy.special.gammaincc({0}, {1})",
    latex=r"Q\left({0}, {1}\right)",
    table=ARRAY_TABLE,
    title=_("complementary incomplete-gamma gate"),
    story=_("It is 1 minus the incomplete gamma function, so its slope for x is the height of the gamma curve with the sign turned."),
)

j0: Gate = gate(
    "j0",
    _scipys("j0"),
    lambda out, a: -j1(a),
    python="scipy.special.j0({0})",
    latex=r"J_0\left({0}\right)",
    table=ARRAY_TABLE,
    title=_("Bessel gate of order 0"),
    story=_("The slope of the first Bessel function is minus the second: as cosine and sine, of waves that die down."),
)

j1: Gate = gate(
    "j1",
    _scipys("j1"),
    lambda out, a: where(a == 0, 0.5, j0(a) - out / where(a == 0, 1.0, a)),
    python="scipy.special.j1({0})",
    latex=r"J_1\left({0}\right)",
    table=ARRAY_TABLE,
    title=_("Bessel gate of order 1"),
    story=_("Its slope is the Bessel function of order 0, less its own value over a; at 0 that is a half."),
)

i0: Gate = gate(
    "i0",
    _scipys("i0"),
    lambda out, a: i1(a),
    python="scipy.special.i0({0})",
    latex=r"I_0\left({0}\right)",
    table=ARRAY_TABLE,
    title=_("modified Bessel gate of order 0"),
    story=_("The slope of the first modified Bessel function is the second: they grow as cosh and sinh do."),
)

i1: Gate = gate(
    "i1",
    _scipys("i1"),
    lambda out, a: where(a == 0, 0.5, i0(a) - out / where(a == 0, 1.0, a)),
    python="scipy.special.i1({0})",
    latex=r"I_1\left({0}\right)",
    table=ARRAY_TABLE,
    title=_("modified Bessel gate of order 1"),
    story=_("Its slope is the modified Bessel function of order 0, less its own value over a; at 0 that is a half."),
)

erfcx: Gate = gate(
    "erfcx",
    _scipys("erfcx"),
    lambda out, a: 2.0 * a * out - 2.0 / math.sqrt(math.pi),
    python="scipy.special.erfcx({0})",
    latex=r"\operatorname{{erfcx}}\left({0}\right)",
    table=ARRAY_TABLE,
    title=_("scaled error-function gate"),
    story=_("It is exp(a²) times the complementary error function: by the product rule its slope is 2a times the output, less 2/√π."),
)


def _exprel_on_jax(jax: Any, a: Any) -> Any:
    near = jax.numpy.where(a == 0, 1.0, a)
    return jax.numpy.where(a == 0, 1.0, jax.numpy.where(a == jax.numpy.inf, a, jax.numpy.expm1(near) / near))


exprel: Gate = gate(
    "exprel",
    _scipys("exprel"),
    lambda out, a: near_0(a, 0.3, EXPREL, lambda x: (exp(x) - exprel(x)) / x),
    domain=((0.2, 2.0),),
    python="scipy.special.exprel({0})",
    jax=_exprel_on_jax,
    latex=r"\frac{{e^{{{0}}} - 1}}{{{0}}}",
    table=ARRAY_TABLE,
    title=_("relative-exponential gate"),
    story=_("It is (exp(a) - 1) / a: by the quotient rule its slope is (exp(a) - out) / a, and a half at 0."),
)

hold = gate(
    "hold",
    lambda a: a,
    None,
    jax="jax.lax.stop_gradient",
    python="{0}",
    latex="{0}",
    table=ARRAY_TABLE,
    title=_("held value"),
    story=_("A number that is taken away and added again cancels out: it is held as a constant, and no gradient needs to pass."),
)
