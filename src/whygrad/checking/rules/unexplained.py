"""A wrong gradient whose reason is not known."""

from whygrad.checking.rules.rule import Example, Page
from whygrad.text import _

PAGE = Page(
    code="WG136",
    slug="unexplained",
    title=_("The value is wrong, and no small change explains it"),
    what=_(
        "The claimed gradient differs from the true one, and none of the slips that whygrad knows accounts for the difference. Something "
        "larger is going on: several mistakes in one expression, a formula for another function, a step that was never written."
    ),
    why=_("A long formula copied by hand, or derived in one go, can go wrong in more than one place at a time."),
    recognised=_(
        "At some probe point the two numbers differ, which is certain. The search through small changes, alone and in pairs, found none "
        "that makes them agree at all points."
    ),
    hint=_("Take the expression apart: give each step of the way back a name of its own, and check it alone."),
    remedy=_(
        "Write the backward pass in the mirror image of the forward pass, one line a gate: the local gradient of that gate times the "
        "gradient from above. Then each line can be checked by itself."
    ),
    examples=(
        Example(
            wrong="""\
import math

x = 0.7
y = -1.3
s = x * y + math.sin(x)
f = math.exp(s) + s * s

dx = 3.1 * math.log(5 + y * y) - 0.2 * x
""",
            right="""\
import math

x = 0.7
y = -1.3
s = x * y + math.sin(x)
f = math.exp(s) + s * s

dx = (math.exp(s) + 2 * s) * (y + math.cos(x))
""",
            line=8,
        ),
    ),
)
