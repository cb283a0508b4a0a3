"""A local derivative that is taken at the wrong end of its gate, or of the wrong function."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG102",
    slug="derivative-at-wrong-point",
    title=_("The local derivative is taken at the wrong point"),
    what=_(
        "The formula of a local derivative is filled in with the wrong value: it wants the gate's output and gets its input, or the "
        "other way round, or it belongs to another function. The chain itself is complete, but one of its links has the wrong size."
    ),
    why=_(
        "Some derivatives are shortest when written with the output (the sigmoid's, the tanh's), others with the input (the sine's). A "
        "formula learnt by heart doesn't say which of the two it was made for, and in the code both values stand side by side."
    ),
    recognised=_(
        "The value agrees with the true gradient at every probe point once the local derivative is evaluated at the gate's other end, "
        "or once it is the derivative of the function that the forward pass really uses."
    ),
    hint=_(
        "Say the derivative's formula aloud: does it speak of what goes into the gate or of what comes out of it? And which of the two "
        "did you give it?"
    ),
    remedy=_(
        "A local gradient is a slope at one point: the point where the forward pass was. Know what the letter in a formula stands for, "
        "the gate's input or its output, fill in that value, and multiply by the gradient from above."
    ),
    examples=(
        Example(
            wrong="""\
import math

x = 1.5
y = 0.2
w = 0.8
z = w * x - 0.7
a = 1 / (1 + math.exp(-z))
loss = (a - y) ** 2

da = 2 * (a - y)
dz = da * z * (1 - z)
dw = dz * x
""",
            right="""\
import math

x = 1.5
y = 0.2
w = 0.8
z = w * x - 0.7
a = 1 / (1 + math.exp(-z))
loss = (a - y) ** 2

da = 2 * (a - y)
dz = da * a * (1 - a)
dw = dz * x
""",
            line=11,
        ),
        Example(
            wrong="""\
import math

time = 0.4
speed = 2.1
angle = speed * time
height = math.sin(angle)
energy = 0.5 * height * height

dheight = height
dangle = dheight * math.cos(height)
dspeed = dangle * time
""",
            right="""\
import math

time = 0.4
speed = 2.1
angle = speed * time
height = math.sin(angle)
energy = 0.5 * height * height

dheight = height
dangle = dheight * math.cos(angle)
dspeed = dangle * time
""",
            line=10,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    if slip.kind != "replace" or slip.new_role == "gradient":
        return 0.0
    return 0.8 if slip.detail == "function" or (slip.related and slip.new_role in ("forward", "local")) else 0.0


def _message(slip: Slip) -> Text:
    if slip.detail == "function":
        return Text(_("This is the derivative of another function: `{new}` belongs here, not `{old}`."), {"old": slip.old, "new": slip.new})
    return Text(_("The local derivative is taken at `{old}`, and its formula wants `{new}`."), {"old": slip.old, "new": slip.new})


RULE = Rule(PAGE, _recognises, _message)
