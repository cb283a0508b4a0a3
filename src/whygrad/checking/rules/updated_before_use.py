"""A parameter that is updated while the backward pass still needs its old value."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG117",
    slug="updated-before-use",
    title=_("A parameter is updated before the backward pass is done with it"),
    what=_(
        "A parameter takes its step in the middle of the backward pass, and a later line still needs it for a local gradient. That line "
        "now computes with the new value, while the forward pass used the old one."
    ),
    why=_(
        "Once a parameter's gradient is there, it seems tidy to take the step at once. With a small learning rate the old and the new "
        "value are so close that the error hardly shows."
    ),
    recognised=_(
        "The value agrees with the true gradient at every probe point once the parameter has the value that it had before the update."
    ),
    hint=_("With which numbers did the forward pass compute? Are they all still the same when this line runs?"),
    remedy=_(
        "First all the gradients, then all the updates. Local gradients and gradients from above belong to the point where the forward "
        "pass was, and their product makes sense only there."
    ),
    examples=(
        Example(
            wrong="""\
x = 1.5
w1 = 0.8
w2 = -1.2
h = w1 * x
y = w2 * h
loss = (y - 0.5) ** 2

dy = 2 * (y - 0.5)
dw2 = dy * h
w2 = w2 - 0.1 * dw2
dh = dy * w2
dw1 = dh * x
""",
            right="""\
x = 1.5
w1 = 0.8
w2 = -1.2
h = w1 * x
y = w2 * h
loss = (y - 0.5) ** 2

dy = 2 * (y - 0.5)
dw2 = dy * h
dh = dy * w2
w2 = w2 - 0.1 * dw2
dw1 = dh * x
""",
            line=10,
        ),
        Example(
            wrong="""\
import math

x = [0.6, -1.1]
w = [1.4, 0.9]
z = w[0] * x[0] + w[1] * x[1]
out = math.exp(z)

dz = out
dw = [dz * x[0], dz * x[1]]
w = [w[0] - 0.05 * dw[0], w[1] - 0.05 * dw[1]]
dx = [dz * w[0], dz * w[1]]
""",
            right="""\
import math

x = [0.6, -1.1]
w = [1.4, 0.9]
z = w[0] * x[0] + w[1] * x[1]
out = math.exp(z)

dz = out
dw = [dz * x[0], dz * x[1]]
dx = [dz * w[0], dz * w[1]]
w = [w[0] - 0.05 * dw[0], w[1] - 0.05 * dw[1]]
""",
            line=10,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    return 0.95 if slip.kind == "statement" and slip.detail == "later" else 0.0


def _message(slip: Slip) -> Text:
    return Text(_("`{old}` changes a value that `{new}` still needs as it was."), {"old": slip.old, "new": slip.new})


RULE = Rule(PAGE, _recognises, _message)
