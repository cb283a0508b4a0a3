"""Well-known functions of whole arrays that are worth seeing as one gate: softmax, log-softmax, log-sum-exp, normalise, cross-entropy.

Each is a gate whose rule is the short form of the way round through its parts. They are recognised by value, never entered into
a graph that a program makes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from whygrad.gates.arrays.indexing import index_add, slots
from whygrad.gates.arrays.reduction import kept, mean, sum_
from whygrad.gates.arrays.shape import shape_of
from whygrad.gates.elementary import MATH_FUNCTIONS
from whygrad.gates.exponential import exp
from whygrad.gates.modules import Module
from whygrad.gates.selection import absolute
from whygrad.gates.table import Gate, Linear
from whygrad.text import _

Axes = tuple[int, ...]


#: A rule like a gate's own: of the gradient from above, the output, the inputs and the attributes.
Rule = Callable[..., Any]


@dataclass(frozen=True)
class ArrayModule:
    """A function of an array: its gate, what it is called in a sentence, and the question that its gradient raises, with the answer.

    `simplification` are the steps by which the derivative of its definition becomes the gate's own rule, which is the last.
    """

    gate: Gate
    title: str  # "softmax", marked with _()
    question: str
    answer: str
    simplification: tuple[Rule, ...] = ()


def _gate(
    name: str,
    forward: Callable[..., Any],
    *vjps: Callable[..., Any] | None,
    python: str,
    latex: str,
    title: str,
    story: str,
    numbers: range,
) -> Gate:
    linear: Linear = ""
    return Gate(
        name=name,
        forward=forward,
        local_gradients=(),
        arity=len(vjps),
        python=python,
        latex=latex,
        symbol=name,
        story=story,
        domain=(),
        title=title,
        vjps=vjps,
        linear=linear,
        numbers=numbers,
    )


def _softmax(a: Any, axis: int) -> Any:
    grown = np.exp(a - np.max(a, axis=axis, keepdims=True))
    return grown / np.sum(grown, axis=axis, keepdims=True)


def _logsumexp(a: Any, axis: int, keepdims: bool) -> Any:
    top = np.max(a, axis=axis, keepdims=True)
    found = top + np.log(np.sum(np.exp(a - top), axis=axis, keepdims=True))
    return found if keepdims else np.squeeze(found, axis=axis)


def _normalised(a: Any, axis: Axes | None = None, eps: float = 0.0) -> Any:
    return (a - np.mean(a, axis=axis, keepdims=True)) / np.sqrt(np.var(a, axis=axis, keepdims=True) + eps)


def _total(a: Any, axis: int) -> Any:
    """The sum that a softmax divides by, as the textbook writes it."""
    return sum_(exp(a), axis=(axis,), keepdims=True)


def _along(a: Any, axis: int) -> Any:
    return sum_(a, axis=(axis,), keepdims=True)


def _centred(a: Any, axis: Axes) -> Any:
    return a - mean(a, axis=axis, keepdims=True)


def _deviation(a: Any, axis: Axes, eps: float) -> Any:
    from whygrad.gates.arrays.reduction import var
    from whygrad.gates.exponential import sqrt

    return sqrt(var(a, axis=axis, keepdims=True, ddof=0) + eps)


def _through_mean_and_variance(g: Any, out: Any, a: Any, axis: Axes, eps: float) -> Any:
    centred, deviation = _centred(a, axis), _deviation(a, axis, eps)
    through_variance = centred * mean(g * centred, axis=axis, keepdims=True) / deviation**3
    return (g - mean(g, axis=axis, keepdims=True)) / deviation - through_variance


def _over_one_deviation(g: Any, out: Any, a: Any, axis: Axes, eps: float) -> Any:
    deviation = _deviation(a, axis, eps)
    whitened = _centred(a, axis) / deviation
    return (g - mean(g, axis=axis, keepdims=True) - whitened * mean(g * whitened, axis=axis, keepdims=True)) / deviation


def _from_normalised(g: Any, out: Any, a: Any, axis: Axes, eps: float) -> Any:
    return (g - mean(g, axis=axis, keepdims=True) - out * mean(g * out, axis=axis, keepdims=True)) / _deviation(a, axis, eps)


def _from_cross_entropy(g: Any, out: Any, a: Any, p: Any, y: Any, shared: bool) -> Any:
    rows = shape_of(a)[0]
    difference = index_add(p, -1.0, np.arange(rows), y, index=slots(2))
    return difference * (g / rows if shared else g)


def _through_shares(g: Any, out: Any, a: Any, p: Any, y: Any, shared: bool) -> Any:
    """The logarithm's gradient, through the softmax."""
    rows = shape_of(a)[0]
    above = index_add(p * 0.0, -1.0, np.arange(rows), y, index=slots(2)) / p
    return p * (above - _along(above * p, 1)) * (g / rows if shared else g)


def _cross_entropy(a: Any, y: Any, shared: bool) -> Any:
    each = _logsumexp(a, 1, False) - a[np.arange(len(a)), y]
    return np.mean(each) if shared else np.sum(each)


softmax = ArrayModule(
    _gate(
        "softmax",
        _softmax,
        lambda g, out, a, axis: out * (g - sum_(g * out, axis=(axis,), keepdims=True)),
        python="softmax({0}, axis={axis})",
        latex=r"\operatorname{{softmax}}\left({0}\right)",
        title=_("softmax gate"),
        story=_("A softmax turns scores into shares that add up to 1."),
        numbers=range(1),
    ),
    _("softmax"),
    _("Why does the softmax mix?"),
    _(
        "Each share is divided by the sum of all, so a score that grows takes from every other share. What an entry of `{x}` gets is "
        "its own `{d}`, less the average of `{d}` weighted by the shares, all times its share: `{out} * ({d} - sum({d} * {out}))`. The "
        "gradients along the axis add up to 0, since adding the same number to all scores changes nothing."
    ),
    (
        lambda g, out, a, axis: g * exp(a) / _total(a, axis) - exp(a) * _along(g * exp(a) / _total(a, axis) ** 2, axis),
        lambda g, out, a, axis: g * (exp(a) / _total(a, axis)) - exp(a) / _total(a, axis) * _along(g * (exp(a) / _total(a, axis)), axis),
        lambda g, out, a, axis: g * out - out * _along(g * out, axis),
    ),
)

log_softmax = ArrayModule(
    _gate(
        "log_softmax",
        lambda a, axis: a - _logsumexp(a, axis, True),
        lambda g, out, a, axis: g - exp(out) * sum_(g, axis=(axis,), keepdims=True),
        python="log_softmax({0}, axis={axis})",
        latex=r"\ln\operatorname{{softmax}}\left({0}\right)",
        title=_("log-softmax gate"),
        story=_("A log-softmax is the logarithm of the shares that a softmax makes of scores."),
        numbers=range(1),
    ),
    _("log-softmax"),
    _("Why does the softmax mix?"),
    _(
        "Every entry has the logarithm of the same sum taken away from it. So an entry of `{x}` gets its own `{d}`, less its share "
        "`exp({out})` of all that comes from above along the axis."
    ),
    (
        lambda g, out, a, axis: g - exp(a) * (_along(g, axis) / _total(a, axis)),
        lambda g, out, a, axis: g - exp(a) / _total(a, axis) * _along(g, axis),
    ),
)

logsumexp = ArrayModule(
    _gate(
        "logsumexp",
        _logsumexp,
        lambda g, out, a, axis, keepdims: kept(g, a, (axis,), keepdims) * exp(a - kept(out, a, (axis,), keepdims)),
        python="logsumexp({0}, axis={axis}, keepdims={keepdims})",
        latex=r"\ln\sum e^{{{0}}}",
        title=_("log-sum-exp gate"),
        story=_("A log-sum-exp is a smooth maximum."),
        numbers=range(1),
    ),
    _("log-sum-exp"),
    _("Why does a softmax come out?"),
    _(
        "It is a smooth maximum: where one entry is far above the others it gets all of the gradient, and else each gets its share "
        "`exp({x} - {out})`, which is its softmax."
    ),
    (
        lambda g, out, a, axis, keepdims: kept(g, a, (axis,), keepdims) / _total(a, axis) * exp(a),
        lambda g, out, a, axis, keepdims: kept(g, a, (axis,), keepdims) * (exp(a) / exp(kept(out, a, (axis,), keepdims))),
    ),
)

normalised = ArrayModule(
    _gate(
        "normalised",
        _normalised,
        _from_normalised,
        python="normalised({0}, axis={axis}, eps={eps})",
        latex=r"\operatorname{{normalised}}\left({0}\right)",
        title=_("normalise gate"),
        story=_("A normalise gate takes the mean away and divides by the standard deviation."),
        numbers=range(1),
    ),
    _("normalised form"),
    _("Why three terms?"),
    _(
        "`{x}` goes into `{out}` on three ways: directly, through the mean, and through the variance. The direct one hands `{d}` on; the "
        "mean takes away its average, since moving all of `{x}` changes nothing; the variance takes away the part of `{d}` that lies along "
        "`{out}`, since stretching `{x}` changes nothing either. All of it is divided by the standard deviation."
    ),
    (_through_mean_and_variance, _over_one_deviation),
)

cross_entropy = ArrayModule(
    _gate(
        "cross_entropy",
        lambda a, p, y, shared: _cross_entropy(a, y, shared),  # the shares p are there for the rule
        _from_cross_entropy,
        None,
        None,
        python="cross_entropy({0}, {2}, shared={shared})",
        latex=r"\operatorname{{crossentropy}}\left({0}\right)",
        title=_("softmax cross-entropy gate"),
        story=_("A softmax cross-entropy is minus the logarithm of the share that the right class has, averaged over the rows."),
        numbers=range(1),
    ),
    _("softmax cross-entropy"),
    _("Why is so little left?"),
    _(
        "The logarithm divides by the share, and the softmax multiplies by it: they cancel. What stays for a score is its share, less 1 at "
        "the right class: it is pushed down by as much as it is too large, and the right one up by what is missing to 1."
    ),
    (_through_shares,),
)


#: What stands in printed code for a module, by its name there.
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "softmax": _softmax,
    "log_softmax": log_softmax.gate.forward,
    "logsumexp": lambda a, axis, keepdims=False: _logsumexp(a, axis, keepdims),
    "normalised": _normalised,
    "cross_entropy": _cross_entropy,
}


class _Functions:
    """`math`, for traced arrays: each function is its gate."""

    def __getattr__(self, name: str) -> Any:
        return MATH_FUNCTIONS[name] if name in MATH_FUNCTIONS else getattr(math, name)


@cache
def entry_by_entry(module: Module) -> ArrayModule | None:
    """A module of numbers, of an array entry by entry; None for one with a rule that chooses between cases."""
    local = _local(module, module.local_python[0])
    if local is None:
        return None
    steps = [_local(module, text) for text in module.simplification]
    of_arrays = np.vectorize(module.forward, otypes=[float])
    gate = Gate(
        name=module.name,
        forward=of_arrays,
        local_gradients=(local,),
        arity=1,
        python=f"{module.name}({{0}})",
        latex=module.latex.replace("{z}", "{0}"),
        symbol=module.name,
        story=module.story,
        domain=(module.domain,),
        title=module.title,
    )
    return ArrayModule(gate, module.title, "", "", tuple(_times_gradient(step) for step in steps if step is not None))


def _local(module: Module, text: str) -> Callable[[Any, Any], Any] | None:
    """A local gradient from its text in the table of modules; None for one that chooses between cases."""
    if " if " in text or " > " in text:
        return None
    code = compile(text.format(out="out", z="z"), f"<{module.name}>", "eval")
    return lambda out, z: eval(code, {"math": _Functions(), "abs": absolute}, {"out": out, "z": z})


def _times_gradient(local: Callable[[Any, Any], Any]) -> Rule:
    return lambda g, out, z: g * local(out, z)
