"""A function that mixes its inputs, differentiated entry by entry."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG103",
    slug="diagonal-jacobian",
    title=_("Each output is treated as if it depended on its own input only"),
    what=_(
        "Softmax, normalisation and their like mix all of their inputs into every output. The gradient here follows only the path from "
        "each input to the output in the same position, and leaves out the paths to all the others."
    ),
    why=_(
        "Sigmoid, tanh and relu really do work entry by entry, and one gets used to it. The slope of a softmax output along its own "
        "input, output × (1 - output), even looks exactly like the sigmoid's: it is a right answer, but to a smaller question."
    ),
    recognised=_(
        "At every probe point the value equals the diagonal of the true Jacobian times the gradient from above; the other entries of "
        "the Jacobian, which are not zero, are missing."
    ),
    hint=_("Nudge just one of the inputs in your mind: which of the outputs move? Each one that moves has something to send back."),
    remedy=_(
        "If one input moves several outputs, its gradient is a sum over all of them: local gradient × gradient from above, for every "
        "output that it reaches. For softmax that sum is: the output × (its gradient from above - the mean of all gradients from above, "
        "weighted by the outputs)."
    ),
    examples=(
        Example(
            wrong="""\
import math

z = [0.2, 1.0, -0.5]
value = [1.0, 3.0, -2.0]
total = sum(math.exp(zi) for zi in z)
p = [math.exp(zi) / total for zi in z]
score = sum(vi * pi for vi, pi in zip(value, p))

dscore = 1.5
dp = [dscore * vi for vi in value]
dz = [p[i] * (1 - p[i]) * dp[i] for i in range(3)]
""",
            right="""\
import math

z = [0.2, 1.0, -0.5]
value = [1.0, 3.0, -2.0]
total = sum(math.exp(zi) for zi in z)
p = [math.exp(zi) / total for zi in z]
score = sum(vi * pi for vi, pi in zip(value, p))

dscore = 1.5
dp = [dscore * vi for vi in value]
dz = [p[i] * (dp[i] - sum(p[j] * dp[j] for j in range(3))) for i in range(3)]
""",
            line=11,
        ),
        Example(
            wrong="""\
import math

v = [3.0, 4.0]
wind = [0.6, -1.0]
length = math.sqrt(v[0] * v[0] + v[1] * v[1])
u = [v[0] / length, v[1] / length]
push = wind[0] * u[0] + wind[1] * u[1]

du = [wind[0], wind[1]]
dv = [(1 - u[i] * u[i]) / length * du[i] for i in range(2)]
""",
            right="""\
import math

v = [3.0, 4.0]
wind = [0.6, -1.0]
length = math.sqrt(v[0] * v[0] + v[1] * v[1])
u = [v[0] / length, v[1] / length]
push = wind[0] * u[0] + wind[1] * u[1]

du = [wind[0], wind[1]]
dv = [(du[i] - u[i] * (u[0] * du[0] + u[1] * du[1])) / length for i in range(2)]
""",
            line=10,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    return 0.97 if slip.paths == "diagonal" and slip.kind not in ("split", "assign", "order") else 0.0


def _message(slip: Slip) -> Text:
    return Text(
        _("Each entry of `{name}` takes only its own path through `{through}`, but every entry of `{wrt}` moves all of them."),
        {"name": slip.name, "wrt": slip.wrt, "through": slip.through[0]},
    )


RULE = Rule(PAGE, _recognises, _message)
