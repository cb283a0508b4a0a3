"""A penalty on the parameters that the loss has and the gradient lacks, or the other way round."""

import re

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

#: What people call the strength of regularisation.
_RATES = ("reg", "lam", "l2", "weight_decay", "wd", "decay", "penalty")

PAGE = Page(
    code="WG119",
    slug="regularisation-mismatch",
    title=_("The regulariser is in one of the two passes only"),
    what=_(
        "The loss charges for large parameters, and the gradient lacks that term. Or the gradient pulls a parameter towards zero although "
        "the loss has no such term for it, as often happens to a bias."
    ),
    why=_(
        "The penalty is added to the loss in one place and to the gradients in another, far below, and one of the two is easily forgotten. "
        "Which parameters it covers is a matter of convention too: biases are mostly left out, so what is right for the weights is wrong "
        "one line further down."
    ),
    recognised=_(
        "At every probe point the value differs from the true gradient by the derivative of a penalty on this parameter; with that term "
        "added, or taken away, they agree."
    ),
    hint=_(
        "Go through the loss term by term, and for each term name the parameters that it depends on. Does each gradient know of exactly "
        "those terms that its parameter is in?"
    ),
    remedy=_(
        "A penalty is one more path from a parameter to the loss. Every parameter that it covers gets the penalty's local gradient × the "
        "gradient from above, added to the rest; a parameter that it does not cover gets nothing from it."
    ),
    examples=(
        Example(
            wrong="""\
import math

x = [1.4, -0.9]
w = [0.5, -1.1]
decay = 0.3
z = w[0] * x[0] + w[1] * x[1]
p = 1 / (1 + math.exp(-z))
loss = -math.log(p) + decay * (w[0] ** 2 + w[1] ** 2)

dz = p - 1
dw = [dz * x[0], dz * x[1]]
""",
            right="""\
import math

x = [1.4, -0.9]
w = [0.5, -1.1]
decay = 0.3
z = w[0] * x[0] + w[1] * x[1]
p = 1 / (1 + math.exp(-z))
loss = -math.log(p) + decay * (w[0] ** 2 + w[1] ** 2)

dz = p - 1
dw = [dz * x[0] + 2 * decay * w[0], dz * x[1] + 2 * decay * w[1]]
""",
            line=11,
        ),
        Example(
            wrong="""\
x = [0.5, -1.2, 2.0]
y = [1.1, 0.3, 2.4]
w = 0.8
b = 0.25
reg = 0.1
error = [w * xi + b - yi for xi, yi in zip(x, y)]
loss = sum(e * e for e in error) + reg * w * w

dw = sum(2 * e * xi for e, xi in zip(error, x)) + 2 * reg * w
db = sum(2 * e for e in error) + 2 * reg * b
""",
            right="""\
x = [0.5, -1.2, 2.0]
y = [1.1, 0.3, 2.4]
w = 0.8
b = 0.25
reg = 0.1
error = [w * xi + b - yi for xi, yi in zip(x, y)]
loss = sum(e * e for e in error) + reg * w * w

dw = sum(2 * e * xi for e, xi in zip(error, x)) + 2 * reg * w
db = sum(2 * e for e in error)
""",
            line=10,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    named = slip.is_penalty or any(word.startswith(_RATES) for word in re.findall(r"[a-zA-Z_]\w*", slip.part))
    return 0.95 if named and (slip.kind == "term" or (slip.kind == "drop" and slip.detail in ("+", "-"))) else 0.0


def _message(slip: Slip) -> Text:
    if slip.kind == "term":
        return Text(_("The loss has a regularisation term, and its gradient is missing here: `{part}`."), {"part": slip.part})
    return Text(_("There is no regularisation of this in the loss, so `{part}` has no place in the gradient."), {"part": slip.part})


RULE = Rule(PAGE, _recognises, _message)
