"""A list or array that is changed in place while others still need it."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG113",
    slug="in-place-damage",
    title=_("A value is changed in place, and then used again"),
    what=_(
        "The backward pass writes into a list or array that is still needed: the incoming gradient, a stored forward value or an input. "
        "From then on, whoever reads it gets the changed numbers."
    ),
    why=_(
        "Giving a list or an array a second name looks like making a copy, but both names mean the same object. And to overwrite some "
        "entries in place is the shortest way to write a mask."
    ),
    recognised=_(
        "A quantity that was right when it was made holds other numbers by the time it is used again; with a copy made before the "
        "change, the gradients agree with the true ones at every probe point."
    ),
    hint=_("Which of your names stand for the very same object? Look at one of them just after the other was changed."),
    remedy=_(
        "Forward values and gradients from above are there to be read. Build local gradient × gradient from above as something new, or "
        "copy before you change, so that every other path still finds what it needs."
    ),
    examples=(
        Example(
            wrong="""\
x = [1.5, -0.8, 0.6, -0.3]
skip = [0.4, 1.1, -0.7, 2.0]
h = [max(xi, 0.0) + si for xi, si in zip(x, skip)]
loss = sum(hi * hi for hi in h)

dh = [2 * hi for hi in h]
dx = dh
for i in range(4):
    if x[i] <= 0:
        dx[i] = 0.0
dskip = [dhi for dhi in dh]
""",
            right="""\
x = [1.5, -0.8, 0.6, -0.3]
skip = [0.4, 1.1, -0.7, 2.0]
h = [max(xi, 0.0) + si for xi, si in zip(x, skip)]
loss = sum(hi * hi for hi in h)

dh = [2 * hi for hi in h]
dx = list(dh)
for i in range(4):
    if x[i] <= 0:
        dx[i] = 0.0
dskip = [dhi for dhi in dh]
""",
            line=7,
        ),
        Example(
            wrong="""\
import math

z = [0.4, -1.3, 0.9]
w = [1.2, 0.5, -2.0]
a = [math.tanh(zi) for zi in z]
out = sum(wi * ai for wi, ai in zip(w, a))

dout = 0.7
slope = a
for i in range(3):
    slope[i] = 1 - slope[i] ** 2
dz = [dout * wi * si for wi, si in zip(w, slope)]
dw = [dout * ai for ai in a]
""",
            right="""\
import math

z = [0.4, -1.3, 0.9]
w = [1.2, 0.5, -2.0]
a = [math.tanh(zi) for zi in z]
out = sum(wi * ai for wi, ai in zip(w, a))

dout = 0.7
slope = list(a)
for i in range(3):
    slope[i] = 1 - slope[i] ** 2
dz = [dout * wi * si for wi, si in zip(w, slope)]
dw = [dout * ai for ai in a]
""",
            line=9,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    return 0.95 if slip.kind == "copy" else 0.0


def _message(slip: Slip) -> Text:
    return Text(
        _("`{old}` is not copied here: it is a second name for the same list, and a change through one shows in the other."),
        {"old": slip.old},
    )


RULE = Rule(PAGE, _recognises, _message)
