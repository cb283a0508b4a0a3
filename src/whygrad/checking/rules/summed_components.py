"""The entries of a gradient, added up where they belong side by side, or the other way round."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG129",
    slug="summed-components",
    title=_("Entries that belong side by side are added up"),
    what=_(
        "A list has one gradient for each of its entries. Here these are added up into a single number; or, the other way round, the "
        "contributions to a single number stand side by side in a list."
    ),
    why=_(
        'A sum over paths and a list of gradients are made of the same products, and "add up all the contributions" has been drummed in. '
        "The forward pass, a sum of products, also invites one to keep its plus signs."
    ),
    recognised=_(
        "At every probe point the terms are the entries of the true gradient, with a plus where a comma belongs, or the other way round."
    ),
    hint=_("How many numbers does the variable have, and how many does your gradient have?"),
    remedy=_(
        "A gradient has the shape of its variable. Add what reaches the same number along different paths, each local gradient × gradient "
        "from above; what reaches different numbers stays apart."
    ),
    examples=(
        Example(
            wrong="""\
import math

w = [0.8, -1.7]
x = [1.2, 0.5]
z = w[0] * x[0] + w[1] * x[1]
out = math.tanh(z)

dout = 1.5
dz = dout * (1 - out * out)
dw = [dz * x[0] + dz * x[1]]
dx = [dz * w[0], dz * w[1]]
""",
            right="""\
import math

w = [0.8, -1.7]
x = [1.2, 0.5]
z = w[0] * x[0] + w[1] * x[1]
out = math.tanh(z)

dout = 1.5
dz = dout * (1 - out * out)
dw = [dz * x[0], dz * x[1]]
dx = [dz * w[0], dz * w[1]]
""",
            line=10,
        ),
        Example(
            wrong="""\
import math

x = 0.6
p = math.sin(x)
q = x**3
out = p * p * q

dp = 2 * p * q
dq = p * p
dx = [dp * math.cos(x), dq * 3 * x**2]
""",
            right="""\
import math

x = 0.6
p = math.sin(x)
q = x**3
out = p * p * q

dp = 2 * p * q
dq = p * p
dx = dp * math.cos(x) + dq * 3 * x**2
""",
            line=10,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    if slip.kind == "sum" and slip.detail == "removed":
        return 0.9
    return 0.95 if slip.kind == "split" and slip.detail in ("apart", "joined") else 0.0


def _message(slip: Slip) -> Text:
    if slip.kind == "sum":
        return Text(_("`{old}` adds up entries that belong side by side: `{new}`."), {"old": slip.old, "new": slip.new})
    if slip.detail == "joined":
        return Text(
            _("The gradient of a number is one number: the terms of `{name}` belong in a sum, not side by side."), {"name": slip.name}
        )
    return Text(
        _("The entries of `{name}` are added up here: they belong side by side, one for each entry of `{wrt}`."),
        {"name": slip.name, "wrt": slip.wrt},
    )


RULE = Rule(PAGE, _recognises, _message)
