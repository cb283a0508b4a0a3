"""A local gradient that was not multiplied by the gradient from above."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG105",
    slug="missing-upstream",
    title=_("The gradient from above is missing"),
    what=_(
        "A local gradient stands where a finished gradient is due. It says how the gate's output reacts to its input, but it was not "
        "multiplied by how the end result reacts to the gate's output."
    ),
    why=_(
        "At the very last gate the gradient from above is 1, so in a first small example the factor leaves no trace. A derivative "
        "straight from the table of rules also feels like the whole answer."
    ),
    recognised=_(
        "The value equals the gate's local gradient at every probe point, and becomes the true gradient once it is multiplied by the "
        "gradient from above."
    ),
    hint=_("Your value tells how the next value along the path reacts. What tells how the final result reacts to that one?"),
    remedy=_(
        "Every gate does the same thing on the way back: local gradient × gradient from above, summed over the paths. Only at the very "
        "end is the second factor 1."
    ),
    examples=(
        Example(
            wrong="""\
w = -1.4
x = 2.5
b = 0.3
out = w * x + b

dout = 0.7
dw = x * dout
dx = w
db = dout
""",
            right="""\
w = -1.4
x = 2.5
b = 0.3
out = w * x + b

dout = 0.7
dw = x * dout
dx = w * dout
db = dout
""",
            line=8,
        ),
        Example(
            wrong="""\
distance = 12.0
time = 5.0
mass = 1.8
speed = distance / time
energy = 0.5 * mass * speed**2

grad_mass = 0.5 * speed**2
grad_speed = mass * speed
grad_distance = 1 / time
grad_time = -distance / time**2 * grad_speed
""",
            right="""\
distance = 12.0
time = 5.0
mass = 1.8
speed = distance / time
energy = 0.5 * mass * speed**2

grad_mass = 0.5 * speed**2
grad_speed = mass * speed
grad_distance = 1 / time * grad_speed
grad_time = -distance / time**2 * grad_speed
""",
            line=9,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    return 0.9 if slip.kind == "scale" and slip.new_role == "gradient" and slip.detail != "/" else 0.0


def _message(slip: Slip) -> Text:
    return Text(
        _("The local gradient `{old}` is not multiplied by the gradient from above, `{part}`."), {"old": slip.old, "part": slip.part}
    )


RULE = Rule(PAGE, _recognises, _message)
