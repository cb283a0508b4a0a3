"""A gradient that still holds what an earlier pass put into it."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG134",
    slug="accumulator-not-zeroed",
    title=_("The gradient still holds what an earlier pass put in"),
    what=_(
        "A gradient is added to what the step or call before left behind, and is not set to zero in between. From the second time on, it "
        "is the sum of several gradients."
    ),
    why=_(
        "Within a single backward pass adding up is right, since every use of a value contributes. From one pass to the next it is not, "
        "but the very first pass, which begins with zero anyway, can't show the difference."
    ),
    recognised=_(
        "The first time the value agrees with the true gradient; after that it is the true gradient plus the earlier ones, and agrees at "
        "every probe point once each pass starts afresh."
    ),
    hint=_("What does this variable hold at the moment when the second pass begins?"),
    remedy=_(
        "One pass, one sum. Start every gradient from zero, add local gradient × gradient from above for each path of this pass, and start "
        "from zero again for the next."
    ),
    examples=(
        Example(
            wrong="""\
x = 1.4
y = 0.9
w = 0.3
dw = 0.0
for step in range(3):
    error = w * x - y
    loss = error * error
    dw += 2 * error * x
    w -= 0.1 * dw
""",
            right="""\
x = 1.4
y = 0.9
w = 0.3
dw = 0.0
for step in range(3):
    error = w * x - y
    loss = error * error
    dw = 2 * error * x
    w -= 0.1 * dw
""",
            line=8,
        ),
        Example(
            wrong="""\
points = [(0.5, 1.2), (-1.3, 0.4), (0.8, -0.6)]
w = [0.7, -0.2]
dw = [0.0, 0.0]
for x, y in points:
    error = w[0] * x + w[1] - y
    loss = error**2
    derror = 2 * error
    dw = [dw[0] + derror * x, dw[1] + derror]
    w = [w[0] - 0.1 * dw[0], w[1] - 0.1 * dw[1]]
""",
            right="""\
points = [(0.5, 1.2), (-1.3, 0.4), (0.8, -0.6)]
w = [0.7, -0.2]
dw = [0.0, 0.0]
for x, y in points:
    error = w[0] * x + w[1] - y
    loss = error**2
    derror = 2 * error
    dw = [derror * x, derror]
    w = [w[0] - 0.1 * dw[0], w[1] - 0.1 * dw[1]]
""",
            line=8,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    if slip.kind == "drop" and slip.detail == "+" and slip.part.split("[", 1)[0] == slip.name:
        return 0.95
    return 0.9 if slip.kind == "assign" and slip.new == "=" else 0.0


def _message(slip: Slip) -> Text:
    if not slip.name:  # a gradient inside, whose own gradient isn't claimed
        return Text(_("`{old}` begins a sum with something else than zero, and that stays in it."), {"old": slip.old})
    return Text(_("`{old}` adds to what `{name}` held before, which belongs to another pass."), {"old": slip.old, "name": slip.name})


RULE = Rule(PAGE, _recognises, _message)
