"""An activation's derivative that is applied twice."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG133",
    slug="double-derivative",
    title=_("The activation's derivative is applied twice"),
    what=_(
        "The gradient already stands in front of the activation, and it is multiplied by the activation's slope once more. Often it comes "
        "from a formula for loss and activation together, which has that slope in it."
    ),
    why=_(
        '"Prediction minus target" looks like the gradient of the loss alone, at the output of the activation. For a sigmoid or a softmax '
        "with its log-loss, the slope cancels on the way, and that short difference is already the gradient at the activation's input."
    ),
    recognised=_(
        "With one factor, the activation's own derivative, taken away, the value agrees with the true gradient at every probe point."
    ),
    hint=_(
        "Say for each of your lines at which place of the circuit its gradient stands, before the activation or behind it. What lies "
        "between one line's place and the next?"
    ),
    remedy=_(
        "Every gate on a path contributes its local gradient once. A gradient that came from the loss and the activation taken together is "
        "already past the activation: only what lies further back is still to be multiplied."
    ),
    examples=(
        Example(
            wrong="""\
import math

x = 1.6
y = 0.7
w = -0.5
z = w * x + 0.3
a = 1 / (1 + math.exp(-z))
loss = -y * math.log(a) - (1 - y) * math.log(1 - a)

dz = (a - y) * a * (1 - a)
dw = dz * x
""",
            right="""\
import math

x = 1.6
y = 0.7
w = -0.5
z = w * x + 0.3
a = 1 / (1 + math.exp(-z))
loss = -y * math.log(a) - (1 - y) * math.log(1 - a)

dz = a - y
dw = dz * x
""",
            line=10,
        ),
        Example(
            wrong="""\
import math

x = 0.9
w = 1.4
v = -0.8
z = w * x
h = math.tanh(z)
out = v * h

dout = 1.7
dv = dout * h
dz = dout * v * (1 - h * h)
dw = dz * (1 - h * h) * x
dx = dz * w
""",
            right="""\
import math

x = 0.9
w = 1.4
v = -0.8
z = w * x
h = math.tanh(z)
out = v * h

dout = 1.7
dv = dout * h
dz = dout * v * (1 - h * h)
dw = dz * x
dx = dz * w
""",
            line=13,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    return 0.9 if slip.kind == "drop" and slip.detail in ("*", "/") and slip.is_local_derivative else 0.0


def _message(slip: Slip) -> Text:
    return Text(
        _("The derivative `{part}` is in the gradient already, and `{old}` applies it a second time."), {"part": slip.part, "old": slip.old}
    )


RULE = Rule(PAGE, _recognises, _message)
