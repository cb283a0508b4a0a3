"""A mask that lets the gradient through where the forward pass let nothing through."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG114",
    slug="wrong-mask",
    title=_("The mask lets the wrong elements through"),
    what=_(
        "Relu, max, clip and dropout pass the gradient where the forward pass passed the value, and block it elsewhere. This mask tests "
        "the wrong quantity or the wrong side, or its condition is always true, so that the gradient flows where no value flowed, or "
        "the other way round."
    ),
    why=_(
        'After a relu no value is below zero, so a test for "zero or more" sounds right and is true of everything. A comparison that is '
        "turned around also reads almost the same."
    ),
    recognised=_(
        "The value differs from the true gradient only where the two masks differ, and agrees with it at every probe point once the "
        "condition makes the same choice as the forward pass."
    ),
    hint=_("Take one element that the forward pass held back. What does your condition say about it?"),
    remedy=_(
        "The local gradient of a switch is 1 for what it let through and 0 for what it held back. Use the very choice that the forward "
        "pass made, and multiply by the gradient from above."
    ),
    examples=(
        Example(
            wrong="""\
z = [0.7, -1.2, 2.1, -0.4]
w = [1.5, 0.8, -0.6, 2.2]
a = [max(zi, 0.0) for zi in z]
out = sum(wi * ai for wi, ai in zip(w, a))

dout = 1.3
da = [dout * wi for wi in w]
dz = [dai if ai >= 0 else 0.0 for dai, ai in zip(da, a)]
""",
            right="""\
z = [0.7, -1.2, 2.1, -0.4]
w = [1.5, 0.8, -0.6, 2.2]
a = [max(zi, 0.0) for zi in z]
out = sum(wi * ai for wi, ai in zip(w, a))

dout = 1.3
da = [dout * wi for wi in w]
dz = [dai if ai > 0 else 0.0 for dai, ai in zip(da, a)]
""",
            line=8,
        ),
        Example(
            wrong="""\
a = 1.7
b = 0.4
p = a * a
q = 3 * b
top = max(p, q)
out = top**3

dtop = 3 * top**2
dp = dtop if p < q else 0.0
dq = dtop if q > p else 0.0
da = dp * 2 * a
db = dq * 3
""",
            right="""\
a = 1.7
b = 0.4
p = a * a
q = 3 * b
top = max(p, q)
out = top**3

dtop = 3 * top**2
dp = dtop if p > q else 0.0
dq = dtop if q > p else 0.0
da = dp * 2 * a
db = dq * 3
""",
            line=9,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    return 0.9 if slip.in_condition and slip.kind in ("operator", "replace", "negate") else 0.0


def _message(slip: Slip) -> Text:
    return Text(
        _("The condition lets the gradient through in the wrong cases: `{new}` belongs here, not `{old}`."),
        {"old": slip.old, "new": slip.new},
    )


RULE = Rule(PAGE, _recognises, _message)
