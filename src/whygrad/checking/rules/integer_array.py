"""Whole-number arithmetic that drops the fraction: an integer array, or an integer division."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG205",
    slug="integer-array",
    title=_("Whole-number arithmetic drops the fraction"),
    what=_(
        "What stands after the decimal point is lost on the way: an array of integers cuts off what is stored in it, and // rounds every "
        "quotient down. The forward pass becomes a staircase, flat almost everywhere, and the gradients belong to the slope that was meant."
    ),
    why=_(
        "Numbers typed without a decimal point make an array of integers, and a buffer made to match it is one too; it takes in a fraction "
        "without complaint. // looks like a division, and where the numbers divide evenly it is one."
    ),
    recognised=_(
        "As written, no gradient comes back through the step that rounds; with the fraction kept, a gradient that is wrong as written "
        "agrees with the true one at every probe point."
    ),
    hint=_("Work out one of the values between by hand. Is the program's number the same, down to the last digit?"),
    remedy=_(
        "Along a staircase the local gradient is zero. Compute with floating-point numbers: divide with /, and give an array a float type "
        "before fractions go into it."
    ),
    examples=(
        Example(
            wrong="""\
x = [2.5, 4.0, 7.2]
mean = sum(x) // 3
c = [xi - mean for xi in x]
loss = c[0] ** 2 + 2 * c[1] ** 2 + 3 * c[2] ** 2

dc = [2 * c[0], 4 * c[1], 6 * c[2]]
dmean = -sum(dc)
dx = [dci + dmean / 3 for dci in dc]
""",
            right="""\
x = [2.5, 4.0, 7.2]
mean = sum(x) / 3
c = [xi - mean for xi in x]
loss = c[0] ** 2 + 2 * c[1] ** 2 + 3 * c[2] ** 2

dc = [2 * c[0], 4 * c[1], 6 * c[2]]
dmean = -sum(dc)
dx = [dci + dmean / 3 for dci in dc]
""",
            line=2,
        ),
        Example(
            wrong="""\
low = 1.7
high = 6.4
middle = (low + high) // 2
out = middle * middle - 3 * low + 0.5 * high

dmiddle = 2 * middle
dlow = dmiddle / 2 - 3
dhigh = dmiddle / 2 + 0.5
""",
            right="""\
low = 1.7
high = 6.4
middle = (low + high) / 2
out = middle * middle - 3 * low + 0.5 * high

dmiddle = 2 * middle
dlow = dmiddle / 2 - 3
dhigh = dmiddle / 2 + 0.5
""",
            line=3,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    return 0.97 if slip.kind == "replace" and slip.detail == "dtype" else 0.0


def _message(slip: Slip) -> Text:
    return Text(
        _("An array like `{old}` holds whole numbers, and what is written into it loses its fraction: `{new}`."),
        {"old": slip.old, "new": slip.new},
    )


RULE = Rule(PAGE, _recognises, _message)
