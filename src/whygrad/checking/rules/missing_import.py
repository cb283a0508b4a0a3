"""A module, or a function of one, that is used without its import."""

from whygrad.checking.rules.rule import Example, Page
from whygrad.text import _

PAGE = Page(
    code="WG203",
    slug="missing-import",
    title=_("A module is used without being imported"),
    what=_(
        "The program uses a module, or a function that lives in one, and never imports it. Python stops at the first line that needs it."
    ),
    why=_(
        "The import was in another cell of the notebook or at the top of another file, and stayed behind when the lines were copied. On "
        "paper, a formula needs no import at all."
    ),
    recognised=_(
        "Python stops with a NameError at a name that is a well-known module or a function of one; with the import added, the program runs "
        "on."
    ),
    hint=_("Python says that it does not know a name. Where does that name come from, and where does this file say so?"),
    remedy=_("A file imports what it uses, once, at its top. Names that live in a module exist only from there on."),
    examples=(
        Example(
            wrong="""\
x = 0.7
w = 1.8
z = w * x
h = math.tanh(z)

dh = 2.0
dz = dh * (1 - h * h)
dw = dz * x
""",
            right="""\
import math

x = 0.7
w = 1.8
z = w * x
h = math.tanh(z)

dh = 2.0
dz = dh * (1 - h * h)
dw = dz * x
""",
            line=4,
        ),
        Example(
            wrong="""\
a = 1.5
b = 2.2
c = sqrt(a * a + b * b)

dc = 0.5
da = dc * a / c
db = dc * b / c
""",
            right="""\
from math import sqrt

a = 1.5
b = 2.2
c = sqrt(a * a + b * b)

dc = 0.5
da = dc * a / c
db = dc * b / c
""",
            line=3,
        ),
    ),
)
