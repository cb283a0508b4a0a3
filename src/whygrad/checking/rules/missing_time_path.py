"""A state whose gradient lacks what arrives from the next time step."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG118",
    slug="missing-time-path",
    title=_("The gradient from the next time step is left out"),
    what=_(
        "A state influences the result in two ways: directly at its own time step, and through the steps that follow. The gradient here "
        "has the first and lacks the second, so what a state does to the later ones goes unseen."
    ),
    why=_(
        "In the lines of one step everything in view belongs to that step. The arrow to the next one leaves the line, often even the "
        "turn of the loop, in which one is working."
    ),
    recognised=_(
        "The value equals what the state's own step contributes; with the gradient that arrives from the following step added, it "
        "agrees with the true gradient at every probe point."
    ),
    hint=_("Where does the state of this step go next? Everything that it goes into sends something back."),
    remedy=_(
        "Going back through time, the gradient of a state is a sum over two paths: one from its own step, one from the next step. Each "
        "is local gradient × gradient from above, and behind the last step there is zero to begin with."
    ),
    examples=(
        Example(
            wrong="""\
import math

w = 0.8
x1 = 0.5
x2 = -1.2
h1 = math.tanh(w * 0.3 + x1)
h2 = math.tanh(w * h1 + x2)
loss = h1**2 + h2**2

dh2 = 2 * h2
dz = dh2 * (1 - h2**2)
dh1 = 2 * h1
dw = dz * h1 + dh1 * (1 - h1**2) * 0.3
""",
            right="""\
import math

w = 0.8
x1 = 0.5
x2 = -1.2
h1 = math.tanh(w * 0.3 + x1)
h2 = math.tanh(w * h1 + x2)
loss = h1**2 + h2**2

dh2 = 2 * h2
dz = dh2 * (1 - h2**2)
dh1 = 2 * h1 + dz * w
dw = dz * h1 + dh1 * (1 - h1**2) * 0.3
""",
            line=12,
        ),
        Example(
            wrong="""\
x = [0.4, -1.0, 1.6, 0.7]
decay = 0.7
s = [x[0]]
for t in range(1, 4):
    s.append(decay * s[t - 1] + x[t])
loss = sum(st**2 for st in s)

dx = [0.0, 0.0, 0.0, 0.0]
later = 0.0
for t in (3, 2, 1, 0):
    here = 2 * s[t]
    dx[t] = here
    later = decay * here
""",
            right="""\
x = [0.4, -1.0, 1.6, 0.7]
decay = 0.7
s = [x[0]]
for t in range(1, 4):
    s.append(decay * s[t - 1] + x[t])
loss = sum(st**2 for st in s)

dx = [0.0, 0.0, 0.0, 0.0]
later = 0.0
for t in (3, 2, 1, 0):
    here = 2 * s[t] + later
    dx[t] = here
    later = decay * here
""",
            line=11,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    if slip.kind != "term":
        return 0.0
    return 0.95 if slip.is_carried or slip.is_next_step or "next" in slip.part else 0.0


def _message(slip: Slip) -> Text:
    return Text(_("What arrives from the next time step is left out here: `{part}`."), {"part": slip.part})


RULE = Rule(PAGE, _recognises, _message)
