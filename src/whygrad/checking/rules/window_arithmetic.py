"""A stride, a padding or an offset that differs between the two passes."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG116",
    slug="window-arithmetic",
    title=_("The window lands in the wrong place"),
    what=_(
        "Forward and backward pass disagree about the elements that a window covers: the stride, the padding or the offset is left out "
        "or used in another way. Each contribution is right in itself, but it goes to the wrong elements, or some of them are cut off."
    ),
    why=_(
        "With stride 1 and no padding many different formulas coincide, so that a slip stays invisible in the first test. Positions in "
        "the input, in the padded input and in the output are three ways of counting that meet in a few short lines."
    ),
    recognised=_(
        "The right contributions arrive at the wrong positions: with the windows of the forward pass, the value agrees with the true "
        "gradient at every probe point."
    ),
    hint=_(
        "Take the second window, not the first. Which elements did it read on the way forward, and which ones does it write to on the "
        "way back?"
    ),
    remedy=_(
        "Every window writes back to exactly those elements that it read, with the same stride, padding and offset. Each of them gets "
        "local gradient × gradient from above, and where windows overlap these add up."
    ),
    examples=(
        Example(
            wrong="""\
x = [0.5, -1.0, 2.0, 1.5, -0.7]
w = [1.2, -0.4, 0.9]
stride = 2
y = [sum(w[k] * x[stride * j + k] for k in range(3)) for j in range(2)]
loss = y[0] * y[0] + 3 * y[1]

dy = [2 * y[0], 3.0]
dx = [0.0, 0.0, 0.0, 0.0, 0.0]
for j in range(2):
    for k in range(3):
        dx[j + k] += dy[j] * w[k]
""",
            right="""\
x = [0.5, -1.0, 2.0, 1.5, -0.7]
w = [1.2, -0.4, 0.9]
stride = 2
y = [sum(w[k] * x[stride * j + k] for k in range(3)) for j in range(2)]
loss = y[0] * y[0] + 3 * y[1]

dy = [2 * y[0], 3.0]
dx = [0.0, 0.0, 0.0, 0.0, 0.0]
for j in range(2):
    for k in range(3):
        dx[stride * j + k] += dy[j] * w[k]
""",
            line=11,
        ),
        Example(
            wrong="""\
x = [1.3, -0.6, 0.8]
pad = 1
padded = [0.0] * pad + x + [0.0] * pad
y = [padded[j] * padded[j + 1] for j in range(4)]
total = y[0] + y[1] + 2 * y[2] + y[3]

dy = [1.0, 1.0, 2.0, 1.0]
dpadded = [0.0, 0.0, 0.0, 0.0, 0.0]
for j in range(4):
    dpadded[j] += dy[j] * padded[j + 1]
    dpadded[j + 1] += dy[j] * padded[j]
dx = dpadded[: len(x)]
""",
            right="""\
x = [1.3, -0.6, 0.8]
pad = 1
padded = [0.0] * pad + x + [0.0] * pad
y = [padded[j] * padded[j + 1] for j in range(4)]
total = y[0] + y[1] + 2 * y[2] + y[3]

dy = [1.0, 1.0, 2.0, 1.0]
dpadded = [0.0, 0.0, 0.0, 0.0, 0.0]
for j in range(4):
    dpadded[j] += dy[j] * padded[j + 1]
    dpadded[j + 1] += dy[j] * padded[j]
dx = dpadded[pad : pad + len(x)]
""",
            line=12,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    return 0.95 if slip.kind == "replace" and slip.detail == "window" else 0.0


def _message(slip: Slip) -> Text:
    return Text(_("The offset into the window is not that of the forward pass: `{new}`, not `{old}`."), {"old": slip.old, "new": slip.new})


RULE = Rule(PAGE, _recognises, _message)
