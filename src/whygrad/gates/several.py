"""Well-known functions of several numbers that are worth seeing as one gate: a share of a softmax, a log-sum-exp.

Like `modules`, they are recognised by value. Their gradient is written for one of the numbers, `{z}`: `{e}` stands for its exponential,
`{total}` for the sum of those of all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from whygrad.text import _


@dataclass(frozen=True, eq=False)
class Partial:
    """The local gradient with respect to one of the numbers, and the steps to it from the derivative of the definition."""

    local: str
    simplification: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Several:
    """One function of several numbers. `own` is the gradient by the number that the value belongs to, `other` that by another one, where
    these differ: {e_own} is the exponential of the one that the value belongs to.
    """

    name: str
    forward: Callable[[Sequence[float], int], float]  # of all numbers, and the place of the one that it belongs to
    title: str  # marked with _()
    own: Partial
    other: Partial | None
    question: str
    answer: str


def _shares(values: Sequence[float]) -> list[float]:
    top = max(values)
    grown = [math.exp(value - top) for value in values]
    return [one / sum(grown) for one in grown]


def _log_sum_exp(values: Sequence[float], _place: int) -> float:
    top = max(values)
    return top + math.log(sum(math.exp(value - top) for value in values))


SOFTMAX = Several(
    "softmax",
    lambda values, place: _shares(values)[place],
    _("a share of the softmax"),
    Partial(
        "{out} * (1 - {out})",
        (
            "({e} * {total} - {e} * {e}) / {total} ** 2",
            "{e} / {total} * (({total} - {e}) / {total})",
            "{e} / {total} * (1 - {e} / {total})",
        ),
    ),
    Partial("-{out} * ({e} / {total})", ("-{e_own} * {e} / {total} ** 2", "-({e_own} / {total}) * ({e} / {total})")),
    _("Why does the softmax mix?"),
    _(
        "Each share is divided by the sum of all, so `{z}` stands in every share: it gives to its own, and takes from all the others. So "
        "what comes back to it is a sum over all the shares, and what it gives and takes adds up to 0."
    ),
)

LOG_SUM_EXP = Several(
    "logsumexp",
    _log_sum_exp,
    _("the log-sum-exp"),
    Partial("math.exp({z} - {out})", ("{e} / {total}", "math.exp({z}) / math.exp({out})")),
    None,
    _("Why does a softmax come out?"),
    _(
        "It is a smooth maximum: where one number is far above the others it gets all of the gradient, and else each gets its share, "
        "`{share}`, which is its softmax."
    ),
)

SEVERAL = (SOFTMAX, LOG_SUM_EXP)
