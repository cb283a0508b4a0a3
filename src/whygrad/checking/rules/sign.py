"""A minus sign that is missing, or one too many."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG127",
    slug="sign",
    title=_("A sign is lost, or there is one too many"),
    what=_(
        "The gradient, or one of its terms, has the right size and points the wrong way: a minus was left out, or written once too often."
    ),
    why=_(
        "A minus is the smallest mark on the page. A subtraction puts one in front of what it takes away, the derivative of a cosine or of "
        "a reciprocal brings one along, and two of them cancel."
    ),
    recognised=_(
        "With the sign of the value, or of one of its terms, turned round, it agrees with the true gradient at every probe point."
    ),
    hint=_("Make the variable a little larger in your mind. Does the result rise or fall, and what does your gradient say?"),
    remedy=_(
        "A minus is a gate like any other: its local gradient is -1, times the gradient from above. Count the minus signs along the path, "
        "with those that a derivative brings along."
    ),
    examples=(
        Example(
            wrong="""\
x = 1.4
w = 0.9
target = 2.3
guess = w * x
error = target - guess
loss = error * error

derror = 2 * error
dguess = derror
dw = dguess * x
""",
            right="""\
x = 1.4
w = 0.9
target = 2.3
guess = w * x
error = target - guess
loss = error * error

derror = 2 * error
dguess = -derror
dw = dguess * x
""",
            line=9,
        ),
        Example(
            wrong="""\
import math

angle = 0.7
length = 2.5
side = length * math.cos(angle)
height = length * math.sin(angle)
out = side**2 + 3 * height

dside = 2 * side
dheight = 3.0
dlength = dside * math.cos(angle) + dheight * math.sin(angle)
dangle = dside * length * math.sin(angle) + dheight * length * math.cos(angle)
""",
            right="""\
import math

angle = 0.7
length = 2.5
side = length * math.cos(angle)
height = length * math.sin(angle)
out = side**2 + 3 * height

dside = 2 * side
dheight = 3.0
dlength = dside * math.cos(angle) + dheight * math.sin(angle)
dangle = -dside * length * math.sin(angle) + dheight * length * math.cos(angle)
""",
            line=12,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    if slip.kind == "negate" or (slip.kind == "replace" and f"-{slip.old}" == slip.new):
        return 0.9
    return 0.85 if slip.kind == "operator" and slip.detail in ("+→-", "-→+") else 0.0


def _message(slip: Slip) -> Text:
    return Text(_("The sign of `{old}` is the wrong way round: `{new}`."), {"old": slip.old, "new": slip.new})


RULE = Rule(PAGE, _recognises, _message)
