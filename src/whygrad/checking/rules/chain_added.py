"""A sum where the chain rule multiplies, or a product where paths add."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG131",
    slug="chain-added",
    title=_("Added where the chain rule multiplies"),
    what=_(
        "The local gradient and the gradient from above are added up, where the chain rule multiplies them. Or the contributions of two "
        "paths are multiplied, where they add up."
    ),
    why=_("The rule has both operations in it, and one remembers that there were products and sums, but not which goes where."),
    recognised=_(
        "With this plus turned into a times, or this times into a plus, the value agrees with the true gradient at every probe point."
    ),
    hint=_("Are the two quantities that meet on this line two stretches of one route, or two different routes?"),
    remedy=_("Along a path multiply, across paths add: local gradient × gradient from above for each path, and then the sum of all paths."),
    examples=(
        Example(
            wrong="""\
import math

x = 1.3
a = x * x + 0.4 * x
out = math.sqrt(a)

dout = 1.7
da = dout * 0.5 / out
dx = da + (2 * x + 0.4)
""",
            right="""\
import math

x = 1.3
a = x * x + 0.4 * x
out = math.sqrt(a)

dout = 1.7
da = dout * 0.5 / out
dx = da * (2 * x + 0.4)
""",
            line=9,
        ),
        Example(
            wrong="""\
import math

x = 0.9
p = 2.5 * x - 0.8
q = math.exp(x)
out = p * q

dp = q
dq = p
dx = dp * 2.5 * dq * q
""",
            right="""\
import math

x = 0.9
p = 2.5 * x - 0.8
q = math.exp(x)
out = p * q

dp = q
dq = p
dx = dp * 2.5 + dq * q
""",
            line=10,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    return 0.85 if slip.kind == "operator" and slip.detail in ("+→*", "-→*", "*→+", "*→-") else 0.0


def _message(slip: Slip) -> Text:
    if slip.detail.endswith("*"):
        return Text(_("`{old}` adds what the chain rule multiplies: `{new}`."), {"old": slip.old, "new": slip.new})
    return Text(_("`{old}` multiplies what should be added, one path to another: `{new}`."), {"old": slip.old, "new": slip.new})


RULE = Rule(PAGE, _recognises, _message)
