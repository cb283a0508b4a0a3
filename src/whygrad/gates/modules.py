"""Well-known modular gates: several gates that are worth seeing as one.

The gradient of a sigmoid, taken the long way round, goes through exp, + and 1/x; seen as one gate it is (1 - σ)σ. The
table says for each such gate how it is computed, its short local gradient, and how a person would write both. whygrad
uses it to recognise *by value* that some variable is, say, the sigmoid of another, and then to say so.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from whygrad.text import _


@dataclass(frozen=True, eq=False)
class Module:
    """One modular gate of one input, on plain floats.

    `forward(z)` and `local_gradient(out, z)` are written to be exact far out, where the textbook formula overflows; the
    templates are the textbook's. In these, {z} and {out} stand for names: put anything longer in parentheses.
    """

    name: str
    forward: Callable[[float], float]
    local_gradient: Callable[[float, float], float]
    closed_form_python: str  # "1 / (1 + math.exp(-{z}))"
    closed_form_latex: str
    local_python: tuple[str, ...]  # the ways to write the local gradient, the best known first: "(1 - {out}) * {out}"
    latex: str  # r"\sigma\left({z}\right)"
    story: str  # marked with _() for the catalogues
    title: str  # "sigmoid", marked with _(): "activation is the sigmoid of product"
    domain: tuple[float, float]  # where it is tested
    simplification: tuple[str, ...] = ()  # from the derivative of the closed form to the first of `local_python`, step by step


MODULES: dict[str, Module] = {}


def _module(
    name: str,
    forward: Callable[[float], float],
    local_gradient: Callable[[float, float], float],
    *,
    definition: tuple[str, str],  # in Python, in LaTeX
    local: tuple[str, ...],
    latex: str,
    title: str,
    story: str,
    domain: tuple[float, float] = (-3.0, 3.0),
    simplification: tuple[str, ...] = (),
) -> Module:
    """Enter a modular gate into the table."""
    entry = Module(name, forward, local_gradient, *definition, local, latex, story, title, domain, simplification)
    MODULES[name] = entry
    return entry


def _sigmoid(z: float) -> float:
    """1 / (1 + e⁻ᶻ), from the side where the exponential is small."""
    if z >= 0:
        return 1.0 / (1.0 + math.exp(-z))
    grown = math.exp(z)
    return grown / (1.0 + grown)


def _softplus(z: float) -> float:
    """log(1 + eᶻ), with the large part of z taken out of the exponential."""
    return max(z, 0.0) + math.log1p(math.exp(-abs(z)))


def _bell(z: float) -> float:
    """e^(-z²), with 0 far out, where z² itself would overflow."""
    return math.exp(-z * z)


def _normal_share(z: float) -> float:
    """How much of a normal distribution lies below z."""
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


# Squashing: any number in, a bounded one out.

sigmoid = _module(
    "sigmoid",
    _sigmoid,
    lambda out, z: out * _sigmoid(-z),
    definition=("1 / (1 + math.exp(-{z}))", r"\frac{{1}}{{1 + e^{{-{z}}}}}"),
    local=("(1 - {out}) * {out}", "{out} * (1 - {out})", "{out} - {out} ** 2"),
    simplification=(
        "math.exp(-{z}) / (1 + math.exp(-{z})) ** 2",
        "1 / (1 + math.exp(-{z})) * (math.exp(-{z}) / (1 + math.exp(-{z})))",
        "1 / (1 + math.exp(-{z})) * ((1 + math.exp(-{z}) - 1) / (1 + math.exp(-{z})))",
        "1 / (1 + math.exp(-{z})) * (1 - 1 / (1 + math.exp(-{z})))",
        "{out} * (1 - {out})",
    ),
    latex=r"\sigma\left({z}\right)",
    title=_("sigmoid"),
    story=_(
        "A sigmoid squashes any number into the range from 0 to 1, and its local gradient needs only its own output, (1 - σ)σ. "
        "That is at most 1/4, and nearly 0 where the gate is saturated, so little gradient gets through."
    ),
)

tanh = _module(
    "tanh",
    math.tanh,
    lambda out, z: 4.0 * _sigmoid(2.0 * z) * _sigmoid(-2.0 * z),
    definition=(
        "(math.exp({z}) - math.exp(-{z})) / (math.exp({z}) + math.exp(-{z}))",
        r"\frac{{e^{{{z}}} - e^{{-{z}}}}}{{e^{{{z}}} + e^{{-{z}}}}}",
    ),
    local=("1 - {out} ** 2", "(1 - {out}) * (1 + {out})", "1 - {out} * {out}"),
    simplification=(
        "((math.exp({z}) + math.exp(-{z})) ** 2 - (math.exp({z}) - math.exp(-{z})) ** 2) / (math.exp({z}) + math.exp(-{z})) ** 2",
        "1 - ((math.exp({z}) - math.exp(-{z})) / (math.exp({z}) + math.exp(-{z}))) ** 2",
    ),
    latex=r"\tanh\left({z}\right)",
    title=_("hyperbolic tangent"),
    story=_(
        "A tanh squashes any number into the range from -1 to 1. Its local gradient, 1 minus the output squared, is 1 at 0 "
        "and vanishes where the gate is saturated."
    ),
)

softsign = _module(
    "softsign",
    lambda z: z / (1.0 + abs(z)),
    lambda out, z: (1.0 / (1.0 + abs(z))) ** 2,
    definition=("{z} / (1 + abs({z}))", r"\frac{{{z}}}{{1 + \left|{z}\right|}}"),
    local=("(1 - abs({out})) ** 2", "1 / (1 + abs({z})) ** 2"),
    simplification=(
        "(1 + abs({z}) - abs({z})) / (1 + abs({z})) ** 2",
        "1 / (1 + abs({z})) ** 2",
        "((1 + abs({z}) - abs({z})) / (1 + abs({z}))) ** 2",
        "(1 - abs({z}) / (1 + abs({z}))) ** 2",
    ),
    latex=r"\operatorname{{softsign}}\left({z}\right)",
    title=_("softsign"),
    story=_("A softsign squashes like tanh but saturates more slowly, so some gradient still gets through far out."),
)

# Rectifying: let through what is positive.

relu = _module(
    "relu",
    lambda z: max(0.0, z),
    lambda out, z: 1.0 if z > 0 else 0.0,
    definition=("max(0, {z})", r"\max\left(0, {z}\right)"),
    local=("1.0 if {z} > 0 else 0.0", "1.0 * ({z} > 0)", "1.0 * ({out} > 0)"),
    latex=r"\operatorname{{ReLU}}\left({z}\right)",
    title=_("ReLU"),
    story=_("A ReLU is an open or a closed door: where its input is positive the whole gradient passes, and elsewhere none does."),
)

leaky_relu = _module(
    "leaky_relu",
    lambda z: z if z > 0 else 0.01 * z,
    lambda out, z: 1.0 if z > 0 else 0.01,
    definition=("{z} if {z} > 0 else 0.01 * {z}", r"\max\left(0.01\,{z}, {z}\right)"),
    local=("1.0 if {z} > 0 else 0.01", "1.0 if {out} > 0 else 0.01"),
    latex=r"\operatorname{{LeakyReLU}}\left({z}\right)",
    title=_("leaky ReLU"),
    story=_(
        "A leaky ReLU leaves the door ajar: where its input is negative, a hundredth of the gradient still gets through, so no unit dies."
    ),
)

elu = _module(
    "elu",
    lambda z: z if z > 0 else math.expm1(z),
    lambda out, z: 1.0 if z > 0 else math.exp(z),
    definition=("{z} if {z} > 0 else math.exp({z}) - 1", r"\begin{{cases}} {z} & {z} > 0 \\ e^{{{z}}} - 1 & {z} \le 0 \end{{cases}}"),
    local=("1.0 if {z} > 0 else {out} + 1", "1.0 if {z} > 0 else math.exp({z})"),
    latex=r"\operatorname{{ELU}}\left({z}\right)",
    title=_("ELU"),
    story=_("An ELU passes the whole gradient where its input is positive; below 0 it fades exponentially, with no corner at 0."),
)

softplus = _module(
    "softplus",
    _softplus,
    lambda out, z: _sigmoid(z),
    definition=("math.log(1 + math.exp({z}))", r"\ln\left(1 + e^{{{z}}}\right)"),
    local=("1 / (1 + math.exp(-{z}))", "math.exp({z}) / (1 + math.exp({z}))", "1 - math.exp(-{out})"),
    simplification=(
        "math.exp({z}) / (1 + math.exp({z}))",
        "math.exp({z}) * math.exp(-{z}) / ((1 + math.exp({z})) * math.exp(-{z}))",
        "1 / (math.exp(-{z}) + 1)",
    ),
    latex=r"\operatorname{{softplus}}\left({z}\right)",
    title=_("softplus"),
    story=_("A softplus is a ReLU with its corner rounded off: the door opens gradually, by the sigmoid of the input."),
)

silu = _module(
    "silu",
    lambda z: z * _sigmoid(z),
    lambda out, z: _sigmoid(z) + out * _sigmoid(-z),
    definition=("{z} / (1 + math.exp(-{z}))", r"\frac{{{z}}}{{1 + e^{{-{z}}}}}"),
    local=("{out} + (1 - {out}) / (1 + math.exp(-{z}))",),
    simplification=(
        "1 / (1 + math.exp(-{z})) + {z} * math.exp(-{z}) / (1 + math.exp(-{z})) ** 2",
        "1 / (1 + math.exp(-{z})) + {z} / (1 + math.exp(-{z})) * (1 - 1 / (1 + math.exp(-{z})))",
        "1 / (1 + math.exp(-{z})) + {out} * (1 - 1 / (1 + math.exp(-{z})))",
    ),
    latex=r"\operatorname{{SiLU}}\left({z}\right)",
    title=_("SiLU (swish)"),
    story=_(
        "A SiLU, or swish, multiplies its input by its own sigmoid, so by the product rule its gradient has two parts: "
        "σ, and the output times 1 - σ."
    ),
)

gelu = _module(
    "gelu",
    lambda z: z * _normal_share(z),
    lambda out, z: _normal_share(z) + z * _bell(z / math.sqrt(2.0)) / math.sqrt(2.0 * math.pi),
    definition=("0.5 * {z} * (1 + math.erf({z} / math.sqrt(2)))", r"{z} \cdot \Phi\left({z}\right)"),
    local=("0.5 * (1 + math.erf({z} / math.sqrt(2))) + {z} * math.exp(-{z} ** 2 / 2) / math.sqrt(2 * math.pi)",),
    latex=r"\operatorname{{GELU}}\left({z}\right)",
    title=_("GELU"),
    story=_(
        "A GELU multiplies its input by the share of a normal distribution below it, so by the product rule its gradient is "
        "that share plus the input times the height of the bell."
    ),
)

# Losses, of a score z or of a probability.

logistic_loss = _module(
    "logistic_loss",
    lambda z: _softplus(-z),
    lambda out, z: -_sigmoid(-z),
    definition=("math.log(1 + math.exp(-{z}))", r"\ln\left(1 + e^{{-{z}}}\right)"),
    local=("1 / (1 + math.exp(-{z})) - 1", "math.exp(-{out}) - 1", "-1 / (1 + math.exp({z}))"),
    simplification=(
        "-math.exp(-{z}) / (1 + math.exp(-{z}))",
        "(1 - (1 + math.exp(-{z}))) / (1 + math.exp(-{z}))",
    ),
    latex=r"-\ln \sigma\left({z}\right)",
    title=_("logistic loss"),
    story=_(
        "The logistic loss is minus the log of a sigmoid. The logarithm undoes what the sigmoid squashed, and what is left is "
        "the predicted probability minus 1: how far the prediction is from right."
    ),
)

log_sigmoid = _module(
    "log_sigmoid",
    lambda z: -_softplus(-z),
    lambda out, z: _sigmoid(-z),
    definition=("-math.log(1 + math.exp(-{z}))", r"-\ln\left(1 + e^{{-{z}}}\right)"),
    local=("1 - 1 / (1 + math.exp(-{z}))", "1 - math.exp({out})", "1 / (1 + math.exp({z}))"),
    simplification=(
        "math.exp(-{z}) / (1 + math.exp(-{z}))",
        "(1 + math.exp(-{z}) - 1) / (1 + math.exp(-{z}))",
    ),
    latex=r"\ln \sigma\left({z}\right)",
    title=_("log-sigmoid"),
    story=_("The log of a sigmoid has the slope 1 - σ: the less likely the prediction, the harder it is pulled up."),
)

negative_log = _module(
    "negative_log",
    lambda z: -math.log(z),
    lambda out, z: -1.0 / z,
    definition=("-math.log({z})", r"-\ln {z}"),
    local=("-1 / {z}",),
    latex=r"-\ln {z}",
    title=_("negative log-likelihood"),
    story=_("The negative log of a probability is a loss: its slope, -1 over the probability, punishes confident mistakes hardest."),
    domain=(0.05, 0.95),
)

negative_log_complement = _module(
    "negative_log_complement",
    lambda z: -math.log1p(-z),
    lambda out, z: 1.0 / (1.0 - z),
    definition=("-math.log(1 - {z})", r"-\ln\left(1 - {z}\right)"),
    local=("1 / (1 - {z})",),
    latex=r"-\ln\left(1 - {z}\right)",
    title=_("negative log-likelihood of the other outcome"),
    story=_(
        "This is the loss for an outcome that did not come about: its slope, 1 over what is left of the probability, "
        "pushes the prediction down."
    ),
    domain=(0.05, 0.95),
)

hinge = _module(
    "hinge",
    lambda z: max(0.0, 1.0 - z),
    lambda out, z: -1.0 if z < 1 else 0.0,
    definition=("max(0, 1 - {z})", r"\max\left(0, 1 - {z}\right)"),
    local=("-1.0 if {z} < 1 else 0.0", "-1.0 if {out} > 0 else 0.0", "-1.0 * ({out} > 0)"),
    latex=r"\max\left(0, 1 - {z}\right)",
    title=_("hinge loss"),
    story=_("A hinge loss asks for a margin of 1: until it is reached the gradient is a steady -1, and from then on nothing is asked."),
)

logit = _module(
    "logit",
    lambda z: math.log(z) - math.log1p(-z),
    lambda out, z: 1.0 / (z * (1.0 - z)),
    definition=("math.log({z} / (1 - {z}))", r"\ln\frac{{{z}}}{{1 - {z}}}"),
    local=("1 / ({z} * (1 - {z}))", "1 / {z} + 1 / (1 - {z})"),
    simplification=(
        "(1 - {z}) / {z} * ((1 - {z} + {z}) / (1 - {z}) ** 2)",
        "(1 - {z}) / {z} * (1 / (1 - {z}) ** 2)",
    ),
    latex=r"\operatorname{{logit}}\left({z}\right)",
    title=_("logit"),
    story=_("A logit undoes a sigmoid, so its slope is one over the sigmoid's: gentlest at 1/2, steep near 0 and 1."),
    domain=(0.05, 0.95),
)

# Powers and bells.

square = _module(
    "square",
    lambda z: z * z,
    lambda out, z: 2.0 * z,
    definition=("{z} ** 2", "{z}^2"),
    local=("2 * {z}",),
    latex="{z}^2",
    title=_("square"),
    story=_("A square is a number times itself: it receives gradient along both inputs of that product, so twice the number."),
)

half_square = _module(
    "half_square",
    lambda z: 0.5 * z * z,
    lambda out, z: z,
    definition=("0.5 * {z} ** 2", r"\frac{{1}}{{2}} {z}^2"),
    local=("{z}",),
    latex=r"\frac{{1}}{{2}} {z}^2",
    title=_("half the square"),
    story=_("The half in front of a square is there for its gradient: it cancels the 2, and what is left is the number itself."),
)

reciprocal = _module(
    "reciprocal",
    lambda z: 1.0 / z,
    lambda out, z: -out * out,
    definition=("1 / {z}", r"\frac{{1}}{{{z}}}"),
    local=("-1 / {z} ** 2", "-{out} ** 2", "-1 / ({z} * {z})"),
    latex=r"\frac{{1}}{{{z}}}",
    title=_("reciprocal"),
    story=_("One over a number falls as the number grows: its slope is minus its own square, steep close to 0 and flat far out."),
    domain=(0.3, 3.0),
)

inverse_square_root = _module(
    "inverse_square_root",
    lambda z: 1.0 / math.sqrt(z),
    lambda out, z: -0.5 * out / z,
    definition=("1 / math.sqrt({z})", r"\frac{{1}}{{\sqrt{{{z}}}}}"),
    local=("-0.5 * {z} ** -1.5", "-0.5 * {out} ** 3", "-0.5 * {out} / {z}"),
    latex=r"\frac{{1}}{{\sqrt{{{z}}}}}",
    title=_("inverse square root"),
    story=_("This is what divides by a standard deviation: its local gradient is minus half of its output cubed."),
    domain=(0.3, 3.0),
)

gaussian = _module(
    "gaussian",
    _bell,
    lambda out, z: -2.0 * z * out,
    definition=("math.exp(-{z} ** 2)", "e^{{-{z}^2}}"),
    local=("-2 * {z} * {out}",),
    latex="e^{{-{z}^2}}",
    title=_("Gaussian"),
    story=_("A Gaussian is a bell: its slope, -2z times its height, always points up toward the middle, and fades out far from it."),
)

half_gaussian = _module(
    "half_gaussian",
    lambda z: math.exp(-0.5 * z * z),
    lambda out, z: -z * out,
    definition=("math.exp(-{z} ** 2 / 2)", "e^{{-{z}^2 / 2}}"),
    local=("-{z} * {out}",),
    latex="e^{{-{z}^2 / 2}}",
    title=_("standard normal bell"),
    story=_("This is the bell of the normal distribution, with the half that makes its slope simply minus z times its height."),
)

# Functions of a whole list: each output depends on every input.


@dataclass(frozen=True, eq=False)
class VectorModule:
    """A modular gate of a list, on plain floats; `title` is marked with _()."""

    name: str
    forward: Callable[[Sequence[float]], list[float]]
    title: str


def _softmax(z: Sequence[float]) -> list[float]:
    """eᶻ over the sum of all of them, with the largest z taken out of the exponentials."""
    top = max(z)
    grown = [math.exp(number - top) for number in z]
    return [number / sum(grown) for number in grown]


VECTOR_MODULES = {
    "softmax": VectorModule("softmax", _softmax, _("softmax")),
    "log_softmax": VectorModule("log_softmax", lambda z: [math.log(share) for share in _softmax(z)], _("log-softmax")),
}
