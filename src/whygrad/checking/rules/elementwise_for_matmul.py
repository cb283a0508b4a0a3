"""A product entry by entry where a matrix product or an outer product is due, or the other way round."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG126",
    slug="elementwise-for-matmul",
    title=_("Multiplied entry by entry where a matrix product is due"),
    what=_(
        "Entries in the same position are multiplied with each other, where each row should meet each column, or where each entry of one "
        "vector should meet each entry of the other (an outer product). It also happens the other way round."
    ),
    why=_(
        "A layer mixes its inputs and an activation treats them one by one, but in the chain rule both appear as one multiplication. With "
        "square shapes both kinds of product run, and with vectors of one entry they are the same."
    ),
    recognised=_(
        "With a matrix product or an outer product in the place of the product entry by entry, or the other way round, the value agrees "
        "with the true gradient at every probe point."
    ),
    hint=_(
        "Pick an entry of the matrix that is not on its diagonal. Which input came in through it, and which output did it help to make?"
    ),
    remedy=_(
        "Where the forward pass mixes, the backward pass mixes too. An entry of a matrix links one input to one output: its gradient is "
        "that input (the local gradient) × that output's gradient from above, for each pair of the two."
    ),
    examples=(
        Example(
            wrong="""\
w = [[0.9, -0.4], [1.3, 0.6]]
x = [0.7, -1.5]
h = [w[i][0] * x[0] + w[i][1] * x[1] for i in range(2)]
out = h[0] * h[1]

dout = 2.0
dh = [dout * h[1], dout * h[0]]
dw = [dhi * xi for dhi, xi in zip(dh, x)]
""",
            right="""\
w = [[0.9, -0.4], [1.3, 0.6]]
x = [0.7, -1.5]
h = [w[i][0] * x[0] + w[i][1] * x[1] for i in range(2)]
out = h[0] * h[1]

dout = 2.0
dh = [dout * h[1], dout * h[0]]
dw = [[dhi * xj for xj in x] for dhi in dh]
""",
            line=8,
        ),
        Example(
            wrong="""\
x = [[0.4, -0.7], [1.2, 0.5]]
w = [[1.1, 0.3], [-0.8, 1.6]]
y = [[x[i][0] * w[0][j] + x[i][1] * w[1][j] for j in range(2)] for i in range(2)]
loss = sum(yij**2 for row in y for yij in row)

dy = [[2 * yij for yij in row] for row in y]
dx = [[dy[i][j] * w[j][i] for j in range(2)] for i in range(2)]
""",
            right="""\
x = [[0.4, -0.7], [1.2, 0.5]]
w = [[1.1, 0.3], [-0.8, 1.6]]
y = [[x[i][0] * w[0][j] + x[i][1] * w[1][j] for j in range(2)] for i in range(2)]
loss = sum(yij**2 for row in y for yij in row)

dy = [[2 * yij for yij in row] for row in y]
dx = [[dy[i][0] * w[j][0] + dy[i][1] * w[j][1] for j in range(2)] for i in range(2)]
""",
            line=7,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    return 0.95 if slip.kind == "product" else 0.0


def _message(slip: Slip) -> Text:
    return Text(
        _("This is another kind of product than the forward pass has: `{new}` belongs here, not `{old}`."),
        {"old": slip.old, "new": slip.new},
    )


RULE = Rule(PAGE, _recognises, _message)
