"""A sum over paths in which a path is counted twice."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG109",
    slug="doubled-path",
    title=_("A path is counted twice"),
    what=_(
        "One of the paths from the value to the result is in the sum more than once. Often a gradient that already collects all of its "
        "paths is used, and then one of them is added once more by hand."
    ),
    why=_(
        "Whoever has once forgotten a path adds it wherever it might be missing. And when gradients have been collected into one "
        "number, that number no longer shows which paths are in it."
    ),
    recognised=_(
        "Taken apart into its paths, the value has one of them twice or more at every probe point; with each path counted once it "
        "agrees with the true gradient."
    ),
    hint=_(
        "Take the terms of your sum one at a time and trace the route that each of them takes to the result. Do any two cover the same "
        "stretch?"
    ),
    remedy=_(
        "Every path counts exactly once: local gradient × gradient from above, summed over the paths. A finished gradient from above "
        "already holds everything that lies beyond it."
    ),
    examples=(
        Example(
            wrong="""\
import math

x = 1.2
a = x * x
b = math.exp(-a)
out = a * b

dout = 1.5
db = dout * a
da = dout * b - db * b
dx = da * 2 * x - db * b * 2 * x
""",
            right="""\
import math

x = 1.2
a = x * x
b = math.exp(-a)
out = a * b

dout = 1.5
db = dout * a
da = dout * b - db * b
dx = da * 2 * x
""",
            line=11,
        ),
        Example(
            wrong="""\
import math

r = 1.3
area = math.pi * r * r
rim = 2 * math.pi * r
cost = 0.5 * area**2 + 3 * rim

darea = area
drim = 3
through_area = darea * 2 * math.pi * r
through_rim = drim * 2 * math.pi
dr = through_area + through_rim + through_rim
""",
            right="""\
import math

r = 1.3
area = math.pi * r * r
rim = 2 * math.pi * r
cost = 0.5 * area**2 + 3 * rim

darea = area
drim = 3
through_area = darea * 2 * math.pi * r
through_rim = drim * 2 * math.pi
dr = through_area + through_rim
""",
            line=12,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    if slip.kind == "drop" and slip.detail == "+":
        return 0.8 if slip.is_path else 0.6
    if slip.kind == "drop" and slip.factor == 2 and slip.in_sum:
        return 0.65
    return 0.7 if slip.paths == "doubled" and slip.kind in ("scale", "replace", "drop") else 0.0


def _message(slip: Slip) -> Text:
    if slip.kind != "drop":
        through = ", ".join(f"`{name}`" for name in slip.through)
        return Text(_("The paths through {through} are counted twice."), {"through": through})
    return Text(_("`{part}` in `{old}` counts a path twice, or one that isn't there."), {"part": slip.part, "old": slip.old})


RULE = Rule(PAGE, _recognises, _message)
