"""A forward pass that is one small change away from a well-known function."""

from whygrad.checking.rules.rule import Example, Page
from whygrad.text import _

PAGE = Page(
    code="WG204",
    slug="near-miss",
    title=_("Nearly a well-known function, but not quite"),
    what=_(
        "The forward pass is almost a well-known function, such as the sigmoid, but a sign, a constant or an operation is different. The "
        "gradients belong to the well-known function, not to what is computed."
    ),
    why=_(
        "The formula is written down from memory and the derivative taken from a table, so the two need not fit. As the formula gives some "
        "number whatever it is, the forward pass raises no suspicion."
    ),
    recognised=_(
        "One small change turns the forward pass into a well-known function, and a gradient that is wrong as written then agrees with the "
        "true one at every probe point, while none that was right becomes wrong."
    ),
    hint=_("Which function should this be? Try it at a value where you know what must come out: at zero, or far out on one side."),
    remedy=_(
        "A derivative belongs to exactly one function. Either write the function as it is defined, or differentiate what you have written: "
        "its own local gradient × the gradient from above."
    ),
    examples=(
        Example(
            wrong="""\
import math

w = 1.3
x = 0.6
z = w * x - 0.2
a = 1 / (1 + math.exp(z))

dz = a * (1 - a)
dw = dz * x
dx = dz * w
""",
            right="""\
import math

w = 1.3
x = 0.6
z = w * x - 0.2
a = 1 / (1 + math.exp(-z))

dz = a * (1 - a)
dw = dz * x
dx = dz * w
""",
            line=6,
        ),
        Example(
            wrong="""\
import math

z = [0.9, -0.4, 1.6]
gain = [0.7, 1.9, -1.1]
e = [math.exp(zi) for zi in z]
p = [ei / sum(z) for ei in e]
out = sum(gi * pi for gi, pi in zip(gain, p))

dout = 1.5
dp = [dout * gi for gi in gain]
dz = [p[i] * (dp[i] - sum(p[j] * dp[j] for j in range(3))) for i in range(3)]
""",
            right="""\
import math

z = [0.9, -0.4, 1.6]
gain = [0.7, 1.9, -1.1]
e = [math.exp(zi) for zi in z]
p = [ei / sum(e) for ei in e]
out = sum(gi * pi for gi, pi in zip(gain, p))

dout = 1.5
dp = [dout * gi for gi in gain]
dz = [p[i] * (dp[i] - sum(p[j] * dp[j] for j in range(3))) for i in range(3)]
""",
            line=6,
        ),
    ),
)
