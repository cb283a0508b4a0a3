"""An exponential or a logarithm that leaves the finite numbers."""

from whygrad.checking.rules.rule import Example, Page
from whygrad.text import _

PAGE = Page(
    code="WG206",
    slug="overflow",
    title=_("A value leaves the range of finite numbers"),
    what=_(
        "At values that occur in this program, an exponential grows beyond the largest number that there is, or a logarithm meets a number "
        "that has shrunk to zero. Python stops; arrays go on with inf and nan, which spread to every gradient."
    ),
    why=_(
        "On paper the formula is right, for paper has no largest number. In floating point exp(710) is already too large, while the small "
        "numbers of a first test never come near it."
    ),
    recognised=_(
        "At the program's own numbers the forward pass stops with an overflow or a domain error, or gives a number that is not finite; in "
        "a form that is equal on paper it stays finite, and the gradients agree with the true ones."
    ),
    hint=_("What is the largest value that can arrive at this function, and what does the function make of it?"),
    remedy=_(
        "Take exponentials only of numbers that are not above zero: subtract the largest before a softmax, and for large z write log(1 + "
        "exp(z)) as z + log(1 + exp(-z)). The function is the same, so its gradients are too."
    ),
    examples=(
        Example(
            wrong="""\
import math

z = [1001.5, 1000.2, 999.4]
gain = [0.5, -1.2, 2.0]
e = [math.exp(zi) for zi in z]
p = [ei / sum(e) for ei in e]
score = sum(gi * pi for gi, pi in zip(gain, p))

dp = [gi for gi in gain]
mean = sum(pi * dpi for pi, dpi in zip(p, dp))
dz = [pi * (dpi - mean) for pi, dpi in zip(p, dp)]
""",
            right="""\
import math

z = [1001.5, 1000.2, 999.4]
gain = [0.5, -1.2, 2.0]
e = [math.exp(zi - max(z)) for zi in z]
p = [ei / sum(e) for ei in e]
score = sum(gi * pi for gi, pi in zip(gain, p))

dp = [gi for gi in gain]
mean = sum(pi * dpi for pi, dpi in zip(p, dp))
dz = [pi * (dpi - mean) for pi, dpi in zip(p, dp)]
""",
            line=5,
        ),
        Example(
            wrong="""\
import math

x = 12.5
w = 64.0
z = w * x
loss = math.log(1 + math.exp(z))

dz = 1 / (1 + math.exp(-z))
dw = dz * x
dx = dz * w
""",
            right="""\
import math

x = 12.5
w = 64.0
z = w * x
loss = z + math.log(1 + math.exp(-z))

dz = 1 / (1 + math.exp(-z))
dw = dz * x
dx = dz * w
""",
            line=6,
        ),
    ),
)
