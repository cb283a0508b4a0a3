"""An expression that Python groups otherwise than its layout suggests."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG201",
    slug="operator-precedence",
    title=_("Python groups this otherwise than it looks"),
    what=_(
        "Without parentheses, multiplication and division come before addition and subtraction, and of equals the left one comes first. So "
        "what is computed here is not the formula that was meant, and the gradients, written for that formula, don't belong to it."
    ),
    why=_(
        "On paper the bar of a fraction holds together all that stands above and below it; typed in one line, the bar is gone. Spaces look "
        "as if they grouped, but Python does not see them."
    ),
    recognised=_(
        "With parentheses around a part of the expression, a gradient that is wrong as written agrees with the true one at every probe "
        "point, and none that was right becomes wrong."
    ),
    hint=_("Put in all the parentheses as Python sees them. Which operation comes first, and which last?"),
    remedy=_(
        "Powers bind most tightly, then * and /, then + and -; equals go from left to right. What stood above or below the bar of a "
        "fraction goes into parentheses."
    ),
    examples=(
        Example(
            wrong="""\
import math

w = 0.9
x = -1.3
z = w * x + 0.5
a = 1 / 1 + math.exp(-z)

dz = a * (1 - a)
dw = dz * x
dx = dz * w
""",
            right="""\
import math

w = 0.9
x = -1.3
z = w * x + 0.5
a = 1 / (1 + math.exp(-z))

dz = a * (1 - a)
dw = dz * x
dx = dz * w
""",
            line=6,
        ),
        Example(
            wrong="""\
x = [1.2, -0.5, 0.9]
y = [0.7, 0.4, -1.1]
w = 0.6
n = 3
error = [w * xi - yi for xi, yi in zip(x, y)]
loss = 1 / 2 * n * sum(e * e for e in error)

derror = [e / n for e in error]
dw = sum(de * xi for de, xi in zip(derror, x))
""",
            right="""\
x = [1.2, -0.5, 0.9]
y = [0.7, 0.4, -1.1]
w = 0.6
n = 3
error = [w * xi - yi for xi, yi in zip(x, y)]
loss = 1 / (2 * n) * sum(e * e for e in error)

derror = [e / n for e in error]
dw = sum(de * xi for de, xi in zip(derror, x))
""",
            line=6,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    return 0.9 if slip.kind == "regroup" else 0.0


def _message(slip: Slip) -> Text:
    return Text(_("`{old}` is not read as it looks: `{new}` is meant."), {"old": slip.old, "new": slip.new})


RULE = Rule(PAGE, _recognises, _message)
