"""A slip in the power rule: the exponent, the factor, a reciprocal's square, a root's half."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG132",
    slug="wrong-power",
    title=_("The power rule went wrong"),
    what=_(
        "The factor that comes down from the exponent, or the exponent that is left, is not the right one: a reciprocal without its "
        "square, a cube whose slope is still a cube, a root without its half."
    ),
    why=_(
        "The rule does two things at once: the exponent comes down as a factor, and it is lowered by one. For reciprocals and roots the "
        "exponent is not even written."
    ),
    recognised=_(
        "With another exponent, or with the factor that belongs to it, the value agrees with the true gradient at every probe point."
    ),
    hint=_("Write the gate as a base and an exponent, then apply the rule one step at a time. What comes down, and what stays up?"),
    remedy=_(
        "The slope of u**n is n * u**(n - 1). A reciprocal has n = -1, which gives -1 / u**2; a square root has n = ½, which gives ½ / "
        "sqrt(u). That is the local gradient: multiply it by the gradient from above."
    ),
    examples=(
        Example(
            wrong="""\
r = 1.7
charge = 2.4
potential = charge / r + 0.8
energy = potential**3

dpotential = 3 * potential**2
dr = -dpotential * charge / r
""",
            right="""\
r = 1.7
charge = 2.4
potential = charge / r + 0.8
energy = potential**3

dpotential = 3 * potential**2
dr = -dpotential * charge / r**2
""",
            line=7,
        ),
        Example(
            wrong="""\
import math

r = 1.3
density = 0.8
volume = 4 / 3 * math.pi * r**3
mass = density * volume

dmass = 1.5
dvolume = dmass * density
dr = dvolume * 4 * math.pi * r**3
""",
            right="""\
import math

r = 1.3
density = 0.8
volume = 4 / 3 * math.pi * r**3
mass = density * volume

dmass = 1.5
dvolume = dmass * density
dr = dvolume * 4 * math.pi * r**2
""",
            line=10,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    if slip.kind == "replace" and slip.detail == "exponent":
        return 0.9
    if slip.kind == "replace" and slip.new.startswith((f"{slip.old}**", f"{slip.old} **")):
        return 0.9
    if slip.kind == "operator" and slip.detail in ("**→*", "*→/", "/→*"):
        return 0.6
    by_constant = slip.factor is not None or (slip.kind == "replace" and slip.old_role == slip.new_role == "constant")
    return 0.7 if slip.is_exponent and by_constant and slip.factor not in (2, 0.5) else 0.0


def _message(slip: Slip) -> Text:
    return Text(_("The power rule gives `{new}` here, not `{old}`."), {"old": slip.old, "new": slip.new})


RULE = Rule(PAGE, _recognises, _message)
