"""A forward value that stands where the gradient from above belongs."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG106",
    slug="forward-value-for-gradient",
    title=_("A forward value stands where the gradient from above belongs"),
    what=_(
        "The local gradient is multiplied by a value from the forward pass, often the gate's own output, where the gradient that "
        "arrives at that output belongs. The form of the chain rule is there; one of its two factors is the wrong number."
    ),
    why=_(
        "A value and its gradient live at the same place of the graph, and often nearly share a name. On the way forward one multiplies "
        "by values all the time, and it is natural to go on doing so on the way back."
    ),
    recognised=_(
        "The value agrees with the true gradient at every probe point once this forward value is replaced by the gradient from above."
    ),
    hint=_(
        "Every wire of the circuit carries two numbers: one that went forward along it, and one that comes back. Which of the two does "
        "the chain rule ask for here?"
    ),
    remedy=_(
        "The chain rule is local gradient × gradient from above, summed over the paths. Forward values help to make the local gradient; "
        "what that is then multiplied by is always a gradient."
    ),
    examples=(
        Example(
            wrong="""\
import math

w = [2.0, -3.0, 0.5]
x = [-1.0, -2.0]
product = w[0] * x[0] + w[1] * x[1] + w[2]
activation = 1 / (1 + math.exp(-product))

grad_product = (1 - activation) * activation
grad_w = [x[0] * activation, x[1] * activation, 1 * activation]
""",
            right="""\
import math

w = [2.0, -3.0, 0.5]
x = [-1.0, -2.0]
product = w[0] * x[0] + w[1] * x[1] + w[2]
activation = 1 / (1 + math.exp(-product))

grad_product = (1 - activation) * activation
grad_w = [x[0] * grad_product, x[1] * grad_product, 1 * grad_product]
""",
            line=9,
        ),
        Example(
            wrong="""\
x = 0.6
y = -1.1
z = 2.0
q = x * y
s = q + z
f = s * s * s

ds = 3 * s * s
dz = ds
dq = ds
dx = y * q
dy = x * dq
""",
            right="""\
x = 0.6
y = -1.1
z = 2.0
q = x * y
s = q + z
f = s * s * s

ds = 3 * s * s
dz = ds
dq = ds
dx = y * dq
dy = x * dq
""",
            line=11,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    return 0.9 if slip.kind == "replace" and slip.old_role == "forward" and slip.new_role == "gradient" else 0.0


def _message(slip: Slip) -> Text:
    return Text(
        _("`{old}` is a value of the forward pass; the gradient from above belongs here, `{new}`."), {"old": slip.old, "new": slip.new}
    )


RULE = Rule(PAGE, _recognises, _message)
