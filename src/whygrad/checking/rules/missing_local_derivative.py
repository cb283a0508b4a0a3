"""An activation whose own derivative is left out of the chain."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG112",
    slug="missing-local-derivative",
    title=_("The activation's own derivative is left out"),
    what=_(
        "The gradient that arrives at an activation's output is handed to its input unchanged. But the activation bends the values on "
        "the way forward, and the slope of that bend is missing from the product."
    ),
    why=_(
        "The lines for the weights get all the attention, and an activation, which has nothing to learn, seems like something one "
        "merely passes through. With some losses its derivative does cancel in the end, so one may well have seen code that rightly has "
        "no such factor."
    ),
    recognised=_(
        "As written, the value passes on the gradient at the activation's output; multiplied by the activation's derivative, it agrees "
        "with the true gradient at every probe point."
    ),
    hint=_("List the gates between this value and the result, one by one. Is there a factor for each of them?"),
    remedy=_(
        "Every gate on a path contributes one factor, also a gate without parameters. The gradient before an activation is the "
        "activation's local gradient × the gradient from above."
    ),
    examples=(
        Example(
            wrong="""\
import math

x = 1.2
count = 3.0
w = 0.4
score = w * x + 0.3
rate = math.exp(score)
loss = rate - count * math.log(rate)

drate = 1 - count / rate
dscore = drate
dw = dscore * x
""",
            right="""\
import math

x = 1.2
count = 3.0
w = 0.4
score = w * x + 0.3
rate = math.exp(score)
loss = rate - count * math.log(rate)

drate = 1 - count / rate
dscore = drate * rate
dw = dscore * x
""",
            line=11,
        ),
        Example(
            wrong="""\
import math

x = [0.9, -0.4]
w = [0.7, 1.5]
v = [1.1, -2.0]
z = [w[0] * x[0], w[1] * x[1]]
a = [math.tanh(z[0]), math.tanh(z[1])]
out = v[0] * a[0] + v[1] * a[1]

dout = 0.6
da = [dout * v[0], dout * v[1]]
dw = [da[0] * x[0], da[1] * x[1]]
""",
            right="""\
import math

x = [0.9, -0.4]
w = [0.7, 1.5]
v = [1.1, -2.0]
z = [w[0] * x[0], w[1] * x[1]]
a = [math.tanh(z[0]), math.tanh(z[1])]
out = v[0] * a[0] + v[1] * a[1]

dout = 0.6
da = [dout * v[0], dout * v[1]]
dw = [da[0] * (1 - a[0] ** 2) * x[0], da[1] * (1 - a[1] ** 2) * x[1]]
""",
            line=12,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    if slip.kind != "scale" or slip.factor is not None or slip.new_role == "gradient":
        return 0.0
    return 0.9 if slip.is_local_derivative else 0.6


def _message(slip: Slip) -> Text:
    over = f"1 / {slip.part}" if slip.part.replace(".", "").isidentifier() or slip.part.endswith(")") else f"1 / ({slip.part})"
    words = {"old": slip.old, "part": over if slip.detail == "/" else slip.part}
    return Text(_("A local gradient is left out of the chain: `{old}` is not multiplied by `{part}`."), words)


RULE = Rule(PAGE, _recognises, _message)
