"""A sum over paths in which a path is missing."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG108",
    slug="missing-path",
    title=_("A path is left out of the sum"),
    what=_(
        "The value influences the result along several paths, and the gradient has only some of them. What is there is right; what goes "
        "another way, through a mean, a variance, a norm, a regulariser or a second use, is absent."
    ),
    why=_(
        "Some uses are hard to see. A mean or a norm looks like a fixed number once it has a name of its own, and a skip connection is "
        "no more than a plus sign."
    ),
    recognised=_("At every probe point the value equals the sum of some of the paths; with the absent ones added it is the true gradient."),
    hint=_(
        "Go through the forward pass and mark every place where this value enters, also under another name. Does each of them send "
        "something back?"
    ),
    remedy=_(
        "The gradient of a value is a sum over all the paths from it to the result, and each use gives one term: local gradient × "
        "gradient from above. As many uses, so many terms."
    ),
    examples=(
        Example(
            wrong="""\
x = [1.0, 4.0, -2.0]
weight = [0.5, 1.5, 2.0]
mean = sum(x) / 3
c = [xi - mean for xi in x]
spread = sum(wi * ci**2 for wi, ci in zip(weight, c))

dc = [2 * wi * ci for wi, ci in zip(weight, c)]
dmean = -sum(dc)
dx = [dci for dci in dc]
""",
            right="""\
x = [1.0, 4.0, -2.0]
weight = [0.5, 1.5, 2.0]
mean = sum(x) / 3
c = [xi - mean for xi in x]
spread = sum(wi * ci**2 for wi, ci in zip(weight, c))

dc = [2 * wi * ci for wi, ci in zip(weight, c)]
dmean = -sum(dc)
dx = [dci + dmean / 3 for dci in dc]
""",
            line=9,
        ),
        Example(
            wrong="""\
import math

x = 0.8
w = 1.6
h = math.tanh(w * x)
out = x + h

dout = 0.5
dh = dout
dw = dh * (1 - h * h) * x
dx = dh * (1 - h * h) * w
""",
            right="""\
import math

x = 0.8
w = 1.6
h = math.tanh(w * x)
out = x + h

dout = 0.5
dh = dout
dw = dh * (1 - h * h) * x
dx = dout + dh * (1 - h * h) * w
""",
            line=11,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    if slip.kind == "term":
        return 0.0 if slip.has_one_path else 0.9 if slip.is_path else 0.8
    through = slip.paths == "missing" and slip.kind in ("scale", "replace", "regroup", "operator")
    return 0.95 if through and slip.factor is None and slip.detail != "index" and slip.new_role != "gradient" else 0.0


def _message(slip: Slip) -> Text:
    if slip.kind != "term":
        through = ", ".join(f"`{name}`" for name in slip.through)
        return Text(_("The paths through {through} are missing from the sum."), {"through": through})
    return Text(_("A path is missing from the sum here: `{part}`."), {"part": slip.part})


RULE = Rule(PAGE, _recognises, _message)
