"""A multiply gate that hands a factor its own value instead of the other's."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG130",
    slug="product-rule-unswapped",
    title=_("A multiply gate hands back the factor's own value"),
    what=_("For a product, the local gradient of one factor is the other factor. Here a factor is multiplied by its own value."),
    why=_(
        "A name and its value belong together, so that, thinking of one factor, one writes that factor down. In a square both factors are "
        "the same, and the slip leaves no trace."
    ),
    recognised=_(
        "With the factor replaced by the other factor of the same multiplication, the value agrees with the true gradient at every probe "
        "point."
    ),
    hint=_("Make this factor larger by one. By how much does the product grow, and which number tells?"),
    remedy=_("A multiply gate swaps: each factor gets the other factor (the local gradient) × the gradient from above."),
    examples=(
        Example(
            wrong="""\
price = 1.6
amount = 2.3
cost = price * amount

dcost = 0.5
dprice = dcost * price
damount = dcost * price
""",
            right="""\
price = 1.6
amount = 2.3
cost = price * amount

dcost = 0.5
dprice = dcost * amount
damount = dcost * price
""",
            line=6,
        ),
        Example(
            wrong="""\
import math

x = 0.8
y = -1.4
a = math.sin(x)
b = math.exp(y)
p = a * b
out = p * p

dp = 2 * p
da = dp * b
db = dp * b
dx = da * math.cos(x)
dy = db * b
""",
            right="""\
import math

x = 0.8
y = -1.4
a = math.sin(x)
b = math.exp(y)
p = a * b
out = p * p

dp = 2 * p
da = dp * b
db = dp * a
dx = da * math.cos(x)
dy = db * b
""",
            line=12,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    swapped = (
        slip.kind == "replace"
        and slip.old_role == slip.new_role == "forward"
        and slip.old_is_variable
        and not slip.related
        and slip.detail != "index"
    )
    return 0.9 if swapped else 0.0


def _message(slip: Slip) -> Text:
    return Text(
        _("A multiply gate swaps its inputs: `{wrt}` gets the value of the other one, `{new}`, not its own."),
        {"wrt": slip.wrt, "new": slip.new},
    )


RULE = Rule(PAGE, _recognises, _message)
