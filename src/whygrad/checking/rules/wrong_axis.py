"""A sum, a mean or a maximum that runs along the wrong axis."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG122",
    slug="wrong-axis",
    title=_("The sum runs along the wrong axis"),
    what=_(
        "A sum, a mean or a maximum runs along the rows of a table where it should run down its columns, or the other way round. If the "
        "table is square, even the shape of the result is right."
    ),
    why=_(
        '"Along the rows" and "over the rows" sound alike and mean opposite things, and the number of an axis says nothing about what it '
        "holds: examples or features. Square tables in a first test let both choices pass."
    ),
    recognised=_("With the same operation along the other axis, the value agrees with the true gradient at every probe point."),
    hint=_(
        "Choose one entry of this gradient and the forward value that it belongs to. In which places of the table did that value take part?"
    ),
    remedy=_(
        "Sum over the axis along which the value was shared, and keep the one along which it has entries of its own. A bias with one entry "
        "a column sums over all the rows: local gradient × gradient from above, for every place that it reached."
    ),
    examples=(
        Example(
            wrong="""\
x = [[0.5, -1.2], [1.6, 0.3]]
b = [0.4, -0.9]
h = [[x[i][j] + b[j] for j in range(2)] for i in range(2)]
loss = sum(hij**3 for row in h for hij in row)

dh = [[3 * hij**2 for hij in row] for row in h]
db = [sum(row) for row in dh]
""",
            right="""\
x = [[0.5, -1.2], [1.6, 0.3]]
b = [0.4, -0.9]
h = [[x[i][j] + b[j] for j in range(2)] for i in range(2)]
loss = sum(hij**3 for row in h for hij in row)

dh = [[3 * hij**2 for hij in row] for row in h]
db = [sum(column) for column in zip(*dh)]
""",
            line=7,
        ),
        Example(
            wrong="""\
x = [[0.7, -0.4, 1.9], [1.2, 0.5, -1.5]]
scale = [1.1, 0.6]
y = [[scale[i] * x[i][j] for j in range(3)] for i in range(2)]
loss = sum(yij * yij for row in y for yij in row)

dy = [[2 * yij for yij in row] for row in y]
by_entry = [[dy[i][j] * x[i][j] for j in range(3)] for i in range(2)]
dscale = [sum(column) for column in zip(*by_entry)]
""",
            right="""\
x = [[0.7, -0.4, 1.9], [1.2, 0.5, -1.5]]
scale = [1.1, 0.6]
y = [[scale[i] * x[i][j] for j in range(3)] for i in range(2)]
loss = sum(yij * yij for row in y for yij in row)

dy = [[2 * yij for yij in row] for row in y]
by_entry = [[dy[i][j] * x[i][j] for j in range(3)] for i in range(2)]
dscale = [sum(row) for row in by_entry]
""",
            line=8,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    return 0.95 if slip.kind == "axis" and slip.detail != "newaxis" else 0.0


def _message(slip: Slip) -> Text:
    return Text(
        _("The axis is not the one that the forward pass summed or broadcast over: `{new}`, not `{old}`."),
        {"old": slip.old, "new": slip.new},
    )


RULE = Rule(PAGE, _recognises, _message)
