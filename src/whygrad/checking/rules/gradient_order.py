"""The right gradients, handed over in the wrong order."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG120",
    slug="gradient-order",
    title=_("The right gradients, but in the wrong order"),
    what=_(
        "Each gradient is right in itself, but it arrives under the name of another: they are returned in one order and unpacked in a "
        "different one, or there is one too many or too few of them."
    ),
    why=_(
        "Values are returned by position, and nothing compares the names on the two sides. The order of the arguments, the order in which "
        "the backward pass finishes its gradients and the order that one finds natural are seldom the same."
    ),
    recognised=_(
        "At every probe point the values are the true gradients of one another's variables; put in another order, all of them agree."
    ),
    hint=_("Follow each gradient from the line that computes it to the name under which it is used afterwards. Is it still the same one?"),
    remedy=_(
        "What leaves by position arrives by position. Return one gradient for each input, in the order of the inputs, and unpack them in "
        "that very order."
    ),
    examples=(
        Example(
            wrong="""\
def backward(dout, x, w):
    dx = dout * w
    dw = dout * x
    db = dout
    return dw, dx, db


x = 1.5
w = -0.7
b = 0.4
out = w * x + b

dout = 2.0
dx, dw, db = backward(dout, x, w)
""",
            right="""\
def backward(dout, x, w):
    dx = dout * w
    dw = dout * x
    db = dout
    return dx, dw, db


x = 1.5
w = -0.7
b = 0.4
out = w * x + b

dout = 2.0
dx, dw, db = backward(dout, x, w)
""",
            line=5,
        ),
        Example(
            wrong="""\
def loss_and_gradients(w, b):
    error = w * 1.5 + b - 0.4
    return error * error, 2 * error * 1.5, 2 * error


w = 0.7
b = -0.2
loss, db, dw = loss_and_gradients(w, b)
""",
            right="""\
def loss_and_gradients(w, b):
    error = w * 1.5 + b - 0.4
    return error * error, 2 * error * 1.5, 2 * error


w = 0.7
b = -0.2
loss, dw, db = loss_and_gradients(w, b)
""",
            line=8,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    return 0.95 if slip.kind == "order" else 0.0


def _message(slip: Slip) -> Text:
    return Text(_("The gradients are right, but in the wrong order: `{new}`, not `{old}`."), {"old": slip.old, "new": slip.new})


RULE = Rule(PAGE, _recognises, _message)
