"""A matrix product with rows and columns exchanged, or its factors in the wrong order."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG125",
    slug="transposed",
    title=_("Rows and columns are exchanged in a matrix product"),
    what=_(
        "The matrices are the right ones, but one of them is transposed where it should not be, or not where it should, or the factors "
        "stand in the wrong order; in a convolution, the kernel was not turned round. As long as the matrices are square, nothing "
        "complains."
    ),
    why=_(
        '"Multiply by the transpose" is what one remembers, and it leaves open which factor and on which side. Trying until the shapes fit '
        "then finds an answer, but not always the right one."
    ),
    recognised=_(
        "With the rows and columns of a factor exchanged, or the factors in another order, the value agrees with the true gradient at "
        "every probe point."
    ),
    hint=_(
        "Write out one single entry as a sum of products. Over which index does the sum run, and is that a row or a column of the matrix?"
    ),
    remedy=_(
        "A gradient comes back by the same entries of the matrix by which the value went forward: local gradient × gradient from above, "
        "summed over the outputs. For a product A B, the gradient of A is the gradient from above times B transposed, and the gradient of "
        "B is A transposed times the gradient from above."
    ),
    examples=(
        Example(
            wrong="""\
w = [[0.7, -1.3], [0.4, 1.8]]
x = [0.6, -0.9]
h = [w[i][0] * x[0] + w[i][1] * x[1] for i in range(2)]
out = h[0] ** 2 + 3 * h[1]

dh = [2 * h[0], 3.0]
dw = [[dh[i] * x[j] for j in range(2)] for i in range(2)]
dx = [w[j][0] * dh[0] + w[j][1] * dh[1] for j in range(2)]
""",
            right="""\
w = [[0.7, -1.3], [0.4, 1.8]]
x = [0.6, -0.9]
h = [w[i][0] * x[0] + w[i][1] * x[1] for i in range(2)]
out = h[0] ** 2 + 3 * h[1]

dh = [2 * h[0], 3.0]
dw = [[dh[i] * x[j] for j in range(2)] for i in range(2)]
dx = [w[0][j] * dh[0] + w[1][j] * dh[1] for j in range(2)]
""",
            line=8,
        ),
        Example(
            wrong="""\
def matmul(a, b):
    return [[sum(p * q for p, q in zip(row, column)) for column in zip(*b)] for row in a]


def transpose(a):
    return [list(column) for column in zip(*a)]


x = [[0.5, -1.1], [1.4, 0.8], [-0.6, 0.9]]
w = [[0.3, 1.2], [-0.7, 0.4]]
y = matmul(x, w)
loss = sum(yij**2 for row in y for yij in row)

dy = [[2 * yij for yij in row] for row in y]
dx = matmul(dy, transpose(w))
dw = matmul(transpose(dy), x)
""",
            right="""\
def matmul(a, b):
    return [[sum(p * q for p, q in zip(row, column)) for column in zip(*b)] for row in a]


def transpose(a):
    return [list(column) for column in zip(*a)]


x = [[0.5, -1.1], [1.4, 0.8], [-0.6, 0.9]]
w = [[0.3, 1.2], [-0.7, 0.4]]
y = matmul(x, w)
loss = sum(yij**2 for row in y for yij in row)

dy = [[2 * yij for yij in row] for row in y]
dx = matmul(dy, transpose(w))
dw = matmul(transpose(x), dy)
""",
            line=16,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    if slip.kind == "transpose":
        return 0.95
    indices = [part.rstrip("]") for part in slip.old.split("[")[1:]], [part.rstrip("]") for part in slip.new.split("[")[1:]]
    swapped = slip.kind == "replace" and slip.detail == "index" and len(indices[0]) == 2 and indices[0] == indices[1][::-1]
    return 0.95 if swapped else 0.0


def _message(slip: Slip) -> Text:
    if slip.kind == "transpose":
        return Text(_("Rows and columns are exchanged: `{new}`, not `{old}`."), {"old": slip.old, "new": slip.new})
    return Text(_("The indices are the wrong way round: `{new}`, not `{old}`."), {"old": slip.old, "new": slip.new})


RULE = Rule(PAGE, _recognises, _message)
