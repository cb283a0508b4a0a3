"""A factor that varies inside a sum, taken out of it."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG123",
    slug="factor-outside-sum",
    title=_("A factor stands on the wrong side of a sum"),
    what=_(
        "A factor that changes from item to item was taken out of the sum, as if it were the same for all; or a factor of the whole sum "
        "was moved inside, where it changes with the items. A product of sums is not the sum of the products."
    ),
    why=_(
        "A constant may be moved in and out of a sum, and one does so all the time. Whether a factor is constant depends on its index, and "
        "in short notation that index is often not written at all."
    ),
    recognised=_(
        "With the factor on the other side of the sum, item by item, the value agrees with the true gradient at every probe point."
    ),
    hint=_("Write the sum out for two items only. Which factors are the same in both of the terms?"),
    remedy=_(
        "Only what is equal in all the terms may stand in front of a sum. Every path has its own local gradient × its own gradient from "
        "above: first multiply, then add up."
    ),
    examples=(
        Example(
            wrong="""\
x = [0.9, -1.4, 0.5]
y = [1.2, 0.6, -0.3]
w = 0.7
error = [w * xi - yi for xi, yi in zip(x, y)]
loss = sum(e * e for e in error)

derror = [2 * e for e in error]
dw = sum(derror) * sum(x)
""",
            right="""\
x = [0.9, -1.4, 0.5]
y = [1.2, 0.6, -0.3]
w = 0.7
error = [w * xi - yi for xi, yi in zip(x, y)]
loss = sum(e * e for e in error)

derror = [2 * e for e in error]
dw = sum(de * xi for de, xi in zip(derror, x))
""",
            line=8,
        ),
        Example(
            wrong="""\
import math

z = [0.3, -0.8, 1.1]
total = sum(math.exp(zi) for zi in z)
p = [math.exp(zi) / total for zi in z]
score = p[0] * p[1] + 2.5 * p[2]

dp = [p[1], p[0], 2.5]
dz = [p[i] * (dp[i] - p[i] * sum(dp)) for i in range(3)]
""",
            right="""\
import math

z = [0.3, -0.8, 1.1]
total = sum(math.exp(zi) for zi in z)
p = [math.exp(zi) / total for zi in z]
score = p[0] * p[1] + 2.5 * p[2]

dp = [p[1], p[0], 2.5]
dz = [p[i] * (dp[i] - sum(p[j] * dp[j] for j in range(3))) for i in range(3)]
""",
            line=9,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    return 0.95 if slip.kind == "regroup" and slip.detail == "sum" else 0.0


def _message(slip: Slip) -> Text:
    return Text(_("A sum of products is not the product of the sums: what varies inside has to stay inside: `{new}`."), {"new": slip.new})


RULE = Rule(PAGE, _recognises, _message)
