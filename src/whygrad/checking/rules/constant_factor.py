"""A gradient that is off by a constant factor: a 2, a half, the number of examples."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG101",
    slug="constant-factor",
    title=_("A constant factor is missing, or is there once too often"),
    what=_(
        "The whole gradient, or one term of it, is too big or too small by a constant: a 2, a ½, or the number of examples. A mean was "
        "differentiated as a sum (or the other way round), or the 2 that comes down from a square was lost or written twice."
    ),
    why=_(
        "Textbooks often put a ½ in front of a square so that the 2 cancels, and it is easy to carry the tidy result over to a loss "
        "that has no ½. While one only looks at whether training goes the right way, a wrong factor also hides in the learning rate: "
        "everything still seems to learn."
    ),
    recognised=_(
        "At every probe point the value, or one of its terms, is the true one times the same plain number, such as 2, ½ or the number "
        "of examples."
    ),
    hint=_(
        "Look at the size of your gradient rather than its form. Which plain numbers multiply or divide in the forward pass, and what "
        "has become of each of them on the way back?"
    ),
    remedy=_(
        "A constant that multiplies in the forward pass multiplies in the gradient too; a mean divides by the number of its items on "
        "the way back as well; a square brings down a 2. They are local gradients like any other: each is multiplied by the gradient "
        "from above."
    ),
    examples=(
        Example(
            wrong="""\
x = [1.0, 2.0, 4.0]
y = [1.5, 3.5, 9.0]
w = 1.2
errors = [w * xi - yi for xi, yi in zip(x, y)]
loss = sum(e * e for e in errors) / len(x)

dw = sum(2 * e * xi for e, xi in zip(errors, x))
""",
            right="""\
x = [1.0, 2.0, 4.0]
y = [1.5, 3.5, 9.0]
w = 1.2
errors = [w * xi - yi for xi, yi in zip(x, y)]
loss = sum(e * e for e in errors) / len(x)

dw = sum(2 * e * xi for e, xi in zip(errors, x)) / len(x)
""",
            line=7,
        ),
        Example(
            wrong="""\
w = [0.8, -1.3]
x = [2.0, 0.5]
y = 1.7
reg = 0.1
error = w[0] * x[0] + w[1] * x[1] - y
loss = 0.5 * error**2 + reg * (w[0] ** 2 + w[1] ** 2)

derror = error
dw = [derror * x[0] + reg * w[0], derror * x[1] + reg * w[1]]
""",
            right="""\
w = [0.8, -1.3]
x = [2.0, 0.5]
y = 1.7
reg = 0.1
error = w[0] * x[0] + w[1] * x[1] - y
loss = 0.5 * error**2 + reg * (w[0] ** 2 + w[1] ** 2)

derror = error
dw = [derror * x[0] + 2 * reg * w[0], derror * x[1] + 2 * reg * w[1]]
""",
            line=9,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    if slip.kind in ("scale", "drop") and slip.detail in ("*", "/"):
        return 0.75 if slip.is_count else 0.6 if slip.factor is not None else 0.0
    return 0.6 if slip.kind == "replace" and slip.old_role == slip.new_role == "constant" else 0.0


def _message(slip: Slip) -> Text:
    if slip.kind == "scale":
        return Text(_("`{old}` lacks a constant factor: it should be `{new}`."), {"old": slip.old, "new": slip.new})
    if slip.kind == "drop":
        return Text(_("The constant `{part}` in `{old}` is too many."), {"part": slip.part, "old": slip.old})
    return Text(_("The constant here should be `{new}`, not `{old}`."), {"old": slip.old, "new": slip.new})


RULE = Rule(PAGE, _recognises, _message)
