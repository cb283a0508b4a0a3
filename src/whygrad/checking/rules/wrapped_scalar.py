"""A number that sits in a list or a tuple by accident."""

from whygrad.checking.rules.rule import Example, Page
from whygrad.text import _

PAGE = Page(
    code="WG202",
    slug="wrapped-scalar",
    title=_("A number sits in a list or tuple by accident"),
    what=_(
        "Square brackets around an expression, or a comma after it, make a list or a tuple of one entry where a number is meant. It can't "
        "be calculated with as with a number: Python stops, or repeats the list where it should multiply."
    ),
    why=_(
        "On paper brackets only group, and a vector of one entry is as good as a number. And a comma that was left behind at the end of a "
        "line is easily overlooked."
    ),
    recognised=_("A list or tuple of one entry is used where only a number will do; with the entry in its place, the program runs on."),
    hint=_("What kind of thing does this name stand for: a number, or something that holds one?"),
    remedy=_(
        "Square brackets make a list, and a comma makes a tuple, even of a single number. To group, use parentheses; for one number, write "
        "just the number."
    ),
    examples=(
        Example(
            wrong="""\
import math

w = [1.2, -0.8]
x = [0.5, 1.7]
score = [w[0] * x[0] + w[1] * x[1]]
p = 1 / (1 + math.exp(-score))

dscore = p * (1 - p)
dw = [dscore * x[0], dscore * x[1]]
""",
            right="""\
import math

w = [1.2, -0.8]
x = [0.5, 1.7]
score = w[0] * x[0] + w[1] * x[1]
p = 1 / (1 + math.exp(-score))

dscore = p * (1 - p)
dw = [dscore * x[0], dscore * x[1]]
""",
            line=5,
        ),
        Example(
            wrong="""\
x = 1.6
w = 0.7
b = -0.4
error = w * x + b - 2.5,
loss = error**2

derror = 2 * error
dw = derror * x
db = derror
""",
            right="""\
x = 1.6
w = 0.7
b = -0.4
error = w * x + b - 2.5
loss = error**2

derror = 2 * error
dw = derror * x
db = derror
""",
            line=4,
        ),
    ),
)
