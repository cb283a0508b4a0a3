"""The right list or array, but the wrong entry of it."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG111",
    slug="wrong-index",
    title=_("The right list or array, but the wrong entry"),
    what=_(
        "The quantity is the right one, but the entry, slice or offset that is taken from it is not. The forward pass used one "
        "position, and the gradient is computed with another."
    ),
    why=_(
        "Indices are short and look alike, counting starts at 0, and negative ones wrap around without complaint. Where two entries "
        "happen to hold the same number, even the result looks right."
    ),
    recognised=_(
        "With another index into the same quantity the value agrees with the true gradient at every probe point. There all the entries "
        "are different, so that equal numbers can't hide the slip."
    ),
    hint=_("Write one small case out in full, with every index. Which position meets which on the way forward?"),
    remedy=_(
        "The way back uses the same indices as the way forward: the local gradient is made with the entries that met there, and the "
        "gradient from above comes from the position that they went to. An entry that was used at several positions sums over them."
    ),
    examples=(
        Example(
            wrong="""\
c = [0.5, -1.2, 0.8]
x = 1.7
y = c[0] + c[1] * x + c[2] * x * x

dy = 2.0
dc = [dy, dy * x, dy * x * x]
dx = dy * (c[1] + 2 * c[1] * x)
""",
            right="""\
c = [0.5, -1.2, 0.8]
x = 1.7
y = c[0] + c[1] * x + c[2] * x * x

dy = 2.0
dc = [dy, dy * x, dy * x * x]
dx = dy * (c[1] + 2 * c[2] * x)
""",
            line=7,
        ),
        Example(
            wrong="""\
x = [0.3, 1.4, -0.5, 2.0]
step = [x[i + 1] - x[i] for i in range(3)]
rough = sum(s * s for s in step)

dstep = [2 * s for s in step]
dx = [0.0, 0.0, 0.0, 0.0]
for i in range(3):
    dx[i + 1] += dstep[i]
    dx[i] -= dstep[i - 1]
""",
            right="""\
x = [0.3, 1.4, -0.5, 2.0]
step = [x[i + 1] - x[i] for i in range(3)]
rough = sum(s * s for s in step)

dstep = [2 * s for s in step]
dx = [0.0, 0.0, 0.0, 0.0]
for i in range(3):
    dx[i + 1] += dstep[i]
    dx[i] -= dstep[i]
""",
            line=9,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    return 0.85 if slip.kind == "replace" and slip.detail == "index" else 0.0


def _message(slip: Slip) -> Text:
    return Text(_("`{old}` is the wrong entry: `{new}` belongs here."), {"old": slip.old, "new": slip.new})


RULE = Rule(PAGE, _recognises, _message)
