"""A value that many elements share, whose gradient was not summed over them."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG107",
    slug="broadcast-not-summed",
    title=_("A value served many elements, but its gradient was not summed over them"),
    what=_(
        "One value takes part in many elements: a bias added to every row, a scale for a whole list. Its gradient here still has an "
        "entry for each of those elements, where their sum is due."
    ),
    why=_(
        "Broadcasting repeats a value without a word: no copy is to be seen in the forward pass, so nothing reminds one that there are "
        "many paths. And as the local gradient of an addition is 1, passing the gradient on unchanged looks finished."
    ),
    recognised=_(
        "Summed over the elements that share the forward value, what is written agrees with the true gradient at every probe point."
    ),
    hint=_("How many elements did this one value help to make? Compare the shape of its gradient with its own shape."),
    remedy=_(
        "To share a value on the way forward is to add up its gradients on the way back: local gradient × gradient from above for every "
        "element that it reached, summed. A gradient always has the shape of the value it belongs to."
    ),
    examples=(
        Example(
            wrong="""\
x = [0.5, -1.0, 2.0]
w = [1.1, 0.3, -0.8]
b = 0.4
z = [w[i] * x[i] + b for i in range(3)]
loss = sum(zi * zi for zi in z)

dz = [2 * zi for zi in z]
dw = [dz[i] * x[i] for i in range(3)]
db = dz
""",
            right="""\
x = [0.5, -1.0, 2.0]
w = [1.1, 0.3, -0.8]
b = 0.4
z = [w[i] * x[i] + b for i in range(3)]
loss = sum(zi * zi for zi in z)

dz = [2 * zi for zi in z]
dw = [dz[i] * x[i] for i in range(3)]
db = sum(dz)
""",
            line=9,
        ),
        Example(
            wrong="""\
import math

signal = [0.2, 0.9, -0.6, 1.4]
gain = 1.7
y = [math.tanh(gain * si) for si in signal]
power = sum(yi**2 for yi in y) / 4

dy = [yi / 2 for yi in y]
dgain = [dyi * (1 - yi**2) * si for dyi, yi, si in zip(dy, y, signal)]
""",
            right="""\
import math

signal = [0.2, 0.9, -0.6, 1.4]
gain = 1.7
y = [math.tanh(gain * si) for si in signal]
power = sum(yi**2 for yi in y) / 4

dy = [yi / 2 for yi in y]
dgain = sum(dyi * (1 - yi**2) * si for dyi, yi, si in zip(dy, y, signal))
""",
            line=9,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    if slip.kind == "sum" and slip.detail == "added":
        return 0.95
    return 0.95 if slip.kind == "split" and slip.detail == "together" else 0.0


def _message(slip: Slip) -> Text:
    if slip.kind == "sum":
        return Text(
            _("`{old}` has an entry for each place that the value was broadcast to: they add up, `{new}`."),
            {"old": slip.old, "new": slip.new},
        )
    return Text(
        _("`{wrt}` is one number that is used in several places: its gradient is the sum over them, not a list."), {"wrt": slip.wrt}
    )


RULE = Rule(PAGE, _recognises, _message)
