"""A mask that scales what it keeps, and a gradient that forgets the scale or applies it twice."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

#: What people call the share that dropout keeps or drops.
_NAMES = ("keep", "drop", "p_")

PAGE = Page(
    code="WG115",
    slug="mask-scale",
    title=_("The mask's scale is missing, or applied twice"),
    what=_(
        "The forward pass not only drops elements, it also scales up the ones that it keeps, as inverted dropout does. The gradient has "
        "the mask right, but that scale is missing from it, or is in it once too often."
    ),
    why=_(
        "One thinks of a mask as zeros and ones; the scale seems a detail that keeps the average where it was. As it is sometimes a "
        "line of its own and sometimes already inside the stored mask, it is easy to forget it and just as easy to apply it again."
    ),
    recognised=_(
        "The value is zero in the right places, and in all the others it is the true gradient multiplied or divided by the forward "
        "pass's scale, at every probe point."
    ),
    hint=_("Follow one element that was kept. By what number, all in all, did the forward pass multiply it?"),
    remedy=_(
        "The local gradient of a masked element is everything that it was multiplied by on the way forward: mask and scale, each of "
        "them once. Multiply that by the gradient from above."
    ),
    examples=(
        Example(
            wrong="""\
h = [0.9, -1.4, 2.2, 0.3]
w = [1.1, 0.6, -0.5, 1.9]
keep = [1, 0, 1, 1]
rate = 0.75
kept = [hi * ki / rate for hi, ki in zip(h, keep)]
out = sum(wi * ri for wi, ri in zip(w, kept))

dout = 1.6
dw = [dout * ri for ri in kept]
dkept = [dout * wi for wi in w]
dh = [g * ki for g, ki in zip(dkept, keep)]
""",
            right="""\
h = [0.9, -1.4, 2.2, 0.3]
w = [1.1, 0.6, -0.5, 1.9]
keep = [1, 0, 1, 1]
rate = 0.75
kept = [hi * ki / rate for hi, ki in zip(h, keep)]
out = sum(wi * ri for wi, ri in zip(w, kept))

dout = 1.6
dw = [dout * ri for ri in kept]
dkept = [dout * wi for wi in w]
dh = [g * ki / rate for g, ki in zip(dkept, keep)]
""",
            line=11,
        ),
        Example(
            wrong="""\
x = [0.5, 1.2, -0.8]
rate = 0.6
mask = [1 / rate, 0.0, 1 / rate]
y = [mi * xi for mi, xi in zip(mask, x)]
loss = sum((yi - 0.3) ** 2 for yi in y)

dy = [2 * (yi - 0.3) for yi in y]
dx = [dyi * mi / rate for dyi, mi in zip(dy, mask)]
""",
            right="""\
x = [0.5, 1.2, -0.8]
rate = 0.6
mask = [1 / rate, 0.0, 1 / rate]
y = [mi * xi for mi, xi in zip(mask, x)]
loss = sum((yi - 0.3) ** 2 for yi in y)

dy = [2 * (yi - 0.3) for yi in y]
dx = [dyi * mi for dyi, mi in zip(dy, mask)]
""",
            line=8,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    part = slip.part.lower().replace("keepdims", "")
    named = any(word in part for word in _NAMES)
    scaled = slip.kind in ("scale", "drop") and slip.detail in ("*", "/") and (named or slip.has_mask)
    return 0.92 if scaled else 0.0


def _message(slip: Slip) -> Text:
    if slip.kind == "scale":
        return Text(
            _("The scale of the mask is missing: the forward pass has it, so `{old}` needs it too: `{new}`."),
            {"old": slip.old, "new": slip.new},
        )
    return Text(_("The scale of the mask is applied twice: `{part}` in `{old}` is too many."), {"part": slip.part, "old": slip.old})


RULE = Rule(PAGE, _recognises, _message)
