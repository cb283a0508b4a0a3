"""An assignment that replaces a gradient where it should add to it."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG104",
    slug="overwritten-path",
    title=_("The last path overwrites the ones before it"),
    what=_(
        "A value that is used in several places receives a gradient from each of them. Here each new contribution replaces what was "
        "there before, so that only the last one survives."
    ),
    why=_(
        "In the forward pass a plain assignment is nearly always right, and for a value with a single use it is right on the way back "
        "too. The code runs and the numbers look reasonable, so nothing points to the contributions that were lost."
    ),
    recognised=_(
        "As written, the value equals the contribution of the last path alone; it agrees with the true gradient at every probe point "
        "once the assignment adds to what was there."
    ),
    hint=_(
        "In how many places does the forward pass use this value? Follow what has become of each contribution by the end of the "
        "backward pass."
    ),
    remedy=_(
        "Where the forward pass forks, the backward pass adds. Start from zero, and let every use add its own local gradient × gradient "
        "from above."
    ),
    examples=(
        Example(
            wrong="""\
import math

x = 1.3
a = x * x
b = math.sin(x)
out = a * b

dout = 2.0
da = dout * b
db = dout * a
dx = da * 2 * x
dx = db * math.cos(x)
""",
            right="""\
import math

x = 1.3
a = x * x
b = math.sin(x)
out = a * b

dout = 2.0
da = dout * b
db = dout * a
dx = da * 2 * x
dx += db * math.cos(x)
""",
            line=12,
        ),
        Example(
            wrong="""\
x = [1.0, -0.5, 2.0]
t = [0.3, 0.8, -1.1]
w = 0.7
loss = 0.0
for i in range(3):
    loss += (w * x[i] - t[i]) ** 2

dw = 0.0
for i in range(3):
    dw = 2 * (w * x[i] - t[i]) * x[i]
""",
            right="""\
x = [1.0, -0.5, 2.0]
t = [0.3, 0.8, -1.1]
w = 0.7
loss = 0.0
for i in range(3):
    loss += (w * x[i] - t[i]) ** 2

dw = 0.0
for i in range(3):
    dw += 2 * (w * x[i] - t[i]) * x[i]
""",
            line=10,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    return 0.95 if slip.kind == "assign" and slip.new in ("+=", "-=") else 0.0


def _message(slip: Slip) -> Text:
    return Text(_("`=` throws away what was collected in `{name}` before; `{new}` adds to it."), {"name": slip.name, "new": slip.new})


RULE = Rule(PAGE, _recognises, _message)
