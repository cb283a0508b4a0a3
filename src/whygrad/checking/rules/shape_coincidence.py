"""A column that meets a row: every item with every other, where each should meet its own."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG121",
    slug="shape-coincidence",
    title=_("Every item is combined with every other, not with its own"),
    what=_(
        "Two collections should have met item by item, but every item of the one was combined with every item of the other. With arrays it "
        "happens without a word: a column of shape (N, 1) and a flat array of shape (N,) make a table of shape (N, N). Once that is summed "
        "up, the shape looks right again."
    ),
    why=_(
        "Whether N numbers lie flat or in a column can't be seen from a name, and broadcasting takes both. With a single example the two "
        "even come to the same."
    ),
    recognised=_(
        "The value is a sum over all pairs of items; with only those pairs that share their position, it agrees with the true gradient at "
        "every probe point."
    ),
    hint=_(
        "Count how many products go into this number. And how many times did an item of the one meet an item of the other on the way "
        "forward?"
    ),
    remedy=_(
        "What met one to one on the way forward meets one to one on the way back: each item's local gradient × that same item's gradient "
        "from above. Before two arrays meet, know both of their shapes."
    ),
    examples=(
        Example(
            wrong="""\
x = [0.4, -1.1, 1.7]
y = [0.9, 0.2, 1.3]
w = 0.6
p = [w * xi for xi in x]
loss = sum((pi - yi) ** 2 for pi, yi in zip(p, y))

dp = [sum(2 * (pi - yi) for yi in y) for pi in p]
dw = sum(dpi * xi for dpi, xi in zip(dp, x))
""",
            right="""\
x = [0.4, -1.1, 1.7]
y = [0.9, 0.2, 1.3]
w = 0.6
p = [w * xi for xi in x]
loss = sum((pi - yi) ** 2 for pi, yi in zip(p, y))

dp = [2 * (pi - yi) for pi, yi in zip(p, y)]
dw = sum(dpi * xi for dpi, xi in zip(dp, x))
""",
            line=7,
        ),
        Example(
            wrong="""\
import math

x = [0.8, -0.5, 1.9, 0.3]
gain = 1.2
y = [math.sin(gain * xi) for xi in x]
loss = sum(yi**2 for yi in y)

dy = [2 * yi for yi in y]
dgain = sum(dyi * math.cos(gain * xi) * xi for dyi in dy for xi in x)
""",
            right="""\
import math

x = [0.8, -0.5, 1.9, 0.3]
gain = 1.2
y = [math.sin(gain * xi) for xi in x]
loss = sum(yi**2 for yi in y)

dy = [2 * yi for yi in y]
dgain = sum(dyi * math.cos(gain * xi) * xi for dyi, xi in zip(dy, x))
""",
            line=9,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    if slip.kind == "axis" and slip.detail == "newaxis":
        return 0.95
    return 0.95 if slip.kind == "regroup" and slip.detail == "zip" else 0.0


def _message(slip: Slip) -> Text:
    if slip.kind != "axis":
        return Text(_("Each entry of one list meets every entry of the other here, where only those at the same place belong together."))
    codes = {"old": slip.old, "new": slip.new}
    if _axes_put_in(slip.old) > _axes_put_in(slip.new):
        return Text(_("`{old}` has an axis too many, and so meets other entries than its own: `{new}`."), codes)
    return Text(_("`{old}` lacks an axis, and so meets other entries than its own: `{new}`."), codes)


def _axes_put_in(code: str) -> int:
    return sum(code.count(one) for one in ("None", "newaxis", "keepdims=True"))


RULE = Rule(PAGE, _recognises, _message)
