"""The gates that choose: max, min and absolute value route the gradient; steps such as floor stop it."""

from __future__ import annotations

import math
from functools import reduce
from typing import Any

from whygrad.gates.table import Gate, gate
from whygrad.text import _


def choose(condition: Any, yes: Any, no: Any) -> Any:
    """`yes` where the condition holds and `no` elsewhere, entry by entry: for the rules of arrays that need a branch."""
    if isinstance(condition, bool):
        return yes if condition else no
    from whygrad.gates.arrays.choosing import where  # NumPy is imported only where there are arrays

    return where(condition, yes, no)


max_ = gate(
    "max",
    lambda *inputs: max(inputs),
    lambda position, out, *inputs: 1.0 if position == inputs.index(out) else 0.0,  # the first of equals, as Python chooses
    arity=None,
    jax=lambda jax, *inputs: reduce(lambda best, a: jax.numpy.where(a > best, a, best), inputs),
    python="max({all})",
    latex=r"\max\left({all}\right)",
    title=_("max gate"),
    story=_(
        "A max gate is a switch: it routes the whole gradient from above to the input that won, and nothing to the others, "
        "because a small change of a loser changes nothing. Of equals, the first is chosen, as Python does."
    ),
)

min_ = gate(
    "min",
    lambda *inputs: min(inputs),
    lambda position, out, *inputs: 1.0 if position == inputs.index(out) else 0.0,
    arity=None,
    jax=lambda jax, *inputs: reduce(lambda best, a: jax.numpy.where(a < best, a, best), inputs),
    python="min({all})",
    latex=r"\min\left({all}\right)",
    title=_("min gate"),
    story=_(
        "A min gate is a switch: it routes the whole gradient from above to the smallest input, and nothing to the others. "
        "Of equals, the first is chosen, as Python does."
    ),
)

sign = gate(
    "sign",
    lambda a: float(a > 0) - float(a < 0),
    None,
    python="sign({0})",
    ufunc="numpy.sign",
    latex=r"\operatorname{{sign}}\left({0}\right)",
    title=_("sign gate"),
    story=_("A sign gate only tells on which side of zero its input is: a small change of it changes nothing, so no gradient passes."),
)

absolute = gate(
    "absolute",
    abs,
    lambda out, a: sign(a),
    symbol="abs",
    python="abs({0})",
    latex=r"\left|{0}\right|",
    title=_("absolute-value gate"),
    story=_(
        "An absolute-value gate hands the gradient on unchanged where its input is positive and with the sign turned where it is negative. "
        "At 0 there is a corner with no single slope, and by convention it hands on 0."
    ),
)

floor = gate(
    "floor",
    math.floor,
    None,
    python="math.floor({0})",
    ufunc="numpy.floor",
    latex=r"\left\lfloor {0} \right\rfloor",
    title=_("floor gate"),
    story=_("A floor gate is a staircase: its gradient is 0 on the flat of each step, and at the edges there is none. Nothing passes."),
)

ceil = gate(
    "ceil",
    math.ceil,
    None,
    python="math.ceil({0})",
    ufunc="numpy.ceil",
    latex=r"\left\lceil {0} \right\rceil",
    title=_("ceiling gate"),
    story=_("A ceiling gate is a staircase: its gradient is 0 on the flat of each step, and at the edges there is none. Nothing passes."),
)

trunc = gate(
    "trunc",
    math.trunc,
    None,
    python="math.trunc({0})",
    ufunc="numpy.trunc",
    latex=r"\operatorname{{trunc}}\left({0}\right)",
    title=_("truncate gate"),
    story=_("A truncate gate drops what stands after the decimal point: the output moves only in whole steps, so no gradient passes."),
)

round_ = gate(
    "round",
    round,
    None,
    arity=None,  # a number, and how many digits to keep where that is said
    python="round({all})",
    ufunc="numpy.round",
    latex=r"\operatorname{{round}}\left({all}\right)",
    domain=((-2.0, 2.0), (1.0, 1.0)),
    title=_("round gate"),
    story=_(
        "A round gate moves in steps: between two of them a small change of the input changes nothing, so no gradient passes. "
        "A network that rounds can't learn through it."
    ),
)

copysign: Gate = gate(
    "copysign",
    math.copysign,
    lambda out, a, b: sign(a) * copysign(1.0, b),
    None,
    python="math.copysign({0}, {1})",
    ufunc="numpy.copysign",
    latex=r"\left|{0}\right| \operatorname{{sign}}\left({1}\right)",
    title=_("copy-sign gate"),
    story=_(
        "It gives the size of a with the sign of b: the gradient from above goes to a, turned if the two signs differ, "
        "and none goes to b, of which only the sign counts."
    ),
)
