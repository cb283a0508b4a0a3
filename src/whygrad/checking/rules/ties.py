"""Equal maxima that each receive the full gradient."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG128",
    slug="ties",
    title=_("Where several are largest, each gets the full gradient"),
    what=_(
        "Several values are equally large, and the gradient from above is handed in full to every one of them. Together they get more than "
        "there was."
    ),
    why=_(
        "Comparing with the maximum is the natural way to find the winner, and while there is one winner it is right. But equal values are "
        "common: among whole numbers, after a relu, in padding."
    ),
    recognised=_(
        "At points without equal values the value agrees with the true gradient; where the winner is not alone, the shares add up to more "
        "than the gradient from above."
    ),
    hint=_("Add up all that this maximum hands back. Is it as much as it received?"),
    remedy=_(
        "A maximum hands back exactly what it receives: the local gradients of its inputs add up to 1. Give all of it to one winner, as "
        "Python takes the first of equals, or divide it among them."
    ),
    examples=(
        Example(
            wrong="""\
x = [1.5, 2.5, 0.4, 2.5]
top = max(x)
out = top**2

dtop = 2 * top
dx = [dtop if xi == top else 0.0 for xi in x]
""",
            right="""\
x = [1.5, 2.5, 0.4, 2.5]
top = max(x)
out = top**2

dtop = 2 * top
dx = [dtop if i == x.index(top) else 0.0 for i in range(4)]
""",
            line=6,
        ),
        Example(
            wrong="""\
a = 1.5
b = 0.75
p = a * a
q = 3 * b
out = max(p, q)

dout = 1.3
dp = dout if p >= q else 0.0
dq = dout if q >= p else 0.0
da = dp * 2 * a
db = dq * 3
""",
            right="""\
a = 1.5
b = 0.75
p = a * a
q = 3 * b
out = max(p, q)

dout = 1.3
dp = dout if p >= q else 0.0
dq = dout if q > p else 0.0
da = dp * 2 * a
db = dq * 3
""",
            line=9,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    return 0.95 if slip.is_tie and slip.in_condition else 0.0


def _message(slip: Slip) -> Text:
    return Text(_("Where both sides are equal, both would get the gradient: `{new}` gives it to one only."), {"new": slip.new})


RULE = Rule(PAGE, _recognises, _message)
