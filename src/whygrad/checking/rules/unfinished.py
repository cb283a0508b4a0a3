"""A placeholder where a gradient is due: zeros, None, a copy of the input."""

import re

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG135",
    slug="unfinished",
    title=_("A placeholder stands where a gradient is due"),
    what=_(
        "Zeros, None or a copy of the variable stand where its gradient is due. The shape is right, but the numbers say nothing about the "
        "result."
    ),
    why=_(
        "A backward pass is often begun with placeholders so that the rest can be tried out, and one of them stays. The other parameters "
        "still learn, so it is not missed."
    ),
    recognised=_("The value is zero, None or the variable itself at every probe point, and the true gradient is not."),
    hint=_("Would the result change if this variable did? And what does your gradient say about that?"),
    remedy=_(
        "Zero is an answer too: it says that the variable has no influence. Wherever a path leads to the result, its gradient is local "
        "gradient × gradient from above, summed over the paths."
    ),
    examples=(
        Example(
            wrong="""\
x = 1.3
w = -0.6
b = 0.8
y = (w * x + b) ** 2

dy = 1.5
dw = dy * 2 * (w * x + b) * x
db = 0.0
""",
            right="""\
x = 1.3
w = -0.6
b = 0.8
y = (w * x + b) ** 2

dy = 1.5
dw = dy * 2 * (w * x + b) * x
db = dy * 2 * (w * x + b)
""",
            line=8,
        ),
        Example(
            wrong="""\
import math

x = [0.4, -1.6]
w = [1.1, 0.7]
z = w[0] * x[0] + w[1] * x[1]
out = math.exp(z)

dz = out
dw = [dz * x[0], dz * x[1]]
dx = list(x)
""",
            right="""\
import math

x = [0.4, -1.6]
w = [1.1, 0.7]
z = w[0] * x[0] + w[1] * x[1]
out = math.exp(z)

dz = out
dw = [dz * x[0], dz * x[1]]
dx = [dz * w[0], dz * w[1]]
""",
            line=10,
        ),
    ),
)


#: The variable itself, with a star in its place, or a copy of it.
_COPY = re.compile(r"\*|(?:list|tuple)\(\*\)|\*\[:\]|\*\.copy\(\)")


def _recognises(slip: Slip) -> float:
    if slip.is_zero and not slip.in_condition:
        return 0.96
    if slip.kind != "replace" or not slip.whole:
        return 0.0
    return 0.95 if slip.old in ("None", "...") else 0.7 if _COPY.fullmatch(slip.old.replace(slip.wrt, "*")) else 0.0


def _message(slip: Slip) -> Text:
    return Text(_("`{old}` stands here where a gradient is due."), {"old": slip.old})


RULE = Rule(PAGE, _recognises, _message)
