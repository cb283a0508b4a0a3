"""Another quantity of the same shape in the place of the right one."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG110",
    slug="wrong-variable",
    title=_("Another quantity stands where this one belongs"),
    what=_(
        "The expression has the right form, but one of its factors is a different quantity: the raw value for the normalised one, one "
        "layer's input for another's. Nothing complains, because the shapes are the same."
    ),
    why=_(
        "The lines of a backward pass resemble one another, so they are often written by copying the last one, and of several names to "
        "be changed one stays behind. Names that are nearly alike do the rest."
    ),
    recognised=_(
        "With this one name replaced by another quantity of the program, the value agrees with the true gradient at every probe point."
    ),
    hint=_("Find the gate of the forward pass that this line belongs to. Exactly which quantities went into it?"),
    remedy=_(
        "A local gradient is made of the values at that very gate, not at one that looks like it. Read the gate's own line in the "
        "forward pass, take its quantities, and multiply by the gradient from above that arrives there."
    ),
    examples=(
        Example(
            wrong="""\
import math

x = 0.5
w1 = 1.4
w2 = -0.9
h = math.tanh(w1 * x)
out = w2 * h

dout = 1.5
dw2 = dout * h
dh = dout * w2
dw1 = dh * (1 - h * h) * h
""",
            right="""\
import math

x = 0.5
w1 = 1.4
w2 = -0.9
h = math.tanh(w1 * x)
out = w2 * h

dout = 1.5
dw2 = dout * h
dh = dout * w2
dw1 = dh * (1 - h * h) * x
""",
            line=12,
        ),
        Example(
            wrong="""\
x = [1.0, 3.0, -0.5]
gamma = 1.5
beta = 0.2
mean = sum(x) / 3
std = (sum((xi - mean) ** 2 for xi in x) / 3 + 1e-5) ** 0.5
xhat = [(xi - mean) / std for xi in x]
y = [gamma * xi + beta for xi in xhat]
loss = y[0] ** 2 + 3 * y[1] - y[2]

dy = [2 * y[0], 3, -1]
dbeta = sum(dy)
dgamma = sum(dyi * xi for dyi, xi in zip(dy, x))
""",
            right="""\
x = [1.0, 3.0, -0.5]
gamma = 1.5
beta = 0.2
mean = sum(x) / 3
std = (sum((xi - mean) ** 2 for xi in x) / 3 + 1e-5) ** 0.5
xhat = [(xi - mean) / std for xi in x]
y = [gamma * xi + beta for xi in xhat]
loss = y[0] ** 2 + 3 * y[1] - y[2]

dy = [2 * y[0], 3, -1]
dbeta = sum(dy)
dgamma = sum(dyi * xi for dyi, xi in zip(dy, xhat))
""",
            line=12,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    if slip.kind == "replace" and slip.old_role in ("forward", "gradient") and slip.new_role in ("forward", "gradient"):
        return 0.5
    return 0.1  # whatever else it is, another quantity belongs here


def _message(slip: Slip) -> Text:
    if slip.kind == "term":
        return Text(_("A term is missing in `{old}`: `{new}` belongs here."), {"old": slip.old, "new": slip.new})
    return Text(_("`{old}` is another quantity than the one that belongs here, `{new}`."), {"old": slip.old, "new": slip.new})


RULE = Rule(PAGE, _recognises, _message)
