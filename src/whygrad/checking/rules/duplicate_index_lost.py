"""An entry that was picked several times, and a gradient that keeps one of the picks."""

from whygrad.checking.rules.rule import Example, Page, Rule, Slip
from whygrad.text import Text, _

PAGE = Page(
    code="WG124",
    slug="duplicate-index-lost",
    title=_("Of several uses of the same entry, only one is counted"),
    what=_(
        "The forward pass picks the same entry more than once, and the gradient is collected by an operation that keeps one value for each "
        "index. Of the contributions that arrive at this entry all but the last are lost."
    ),
    why=_(
        "Adding to an array at a list of indices reads like a loop of additions, but it takes all the old values first and stores all the "
        "new ones after; a dict, too, keeps the last value of a key. As long as no index comes twice, the result is right."
    ),
    recognised=_(
        "Entries that were picked once agree with the true gradient, and one that was picked several times has a single one of its "
        "contributions; with all of them added up, the value agrees at every probe point."
    ),
    hint=_(
        "Find an entry that the forward pass uses twice. How many contributions should come back to it, and how many are in your number?"
    ),
    remedy=_(
        "What was read several times is added to several times: each use sends back its own local gradient × gradient from above, and they "
        "sum. Add in a loop; with arrays, np.add.at does it."
    ),
    examples=(
        Example(
            wrong="""\
value = {"hot": 0.7, "cold": -1.2, "tea": 0.4}
text = ["hot", "tea", "cold", "hot"]
weight = [0.9, -0.5, 1.6, 0.3]
score = sum(wi * value[word] for wi, word in zip(weight, text))
loss = score * score

dscore = 2 * score
dvalue = {word: dscore * wi for wi, word in zip(weight, text)}
""",
            right="""\
value = {"hot": 0.7, "cold": -1.2, "tea": 0.4}
text = ["hot", "tea", "cold", "hot"]
weight = [0.9, -0.5, 1.6, 0.3]
score = sum(wi * value[word] for wi, word in zip(weight, text))
loss = score * score

dscore = 2 * score
dvalue = {key: sum(dscore * wi for wi, word in zip(weight, text) if word == key) for key in value}
""",
            line=8,
        ),
        Example(
            wrong="""\
table = [0.5, -0.8, 1.3]
index = [2, 0, 2, 1]
row = [table[i] for i in index]
out = row[0] * row[1] + row[2] ** 2 + row[3] ** 3

drow = [row[1], row[0], 2 * row[2], 3 * row[3] ** 2]
dtable = [dict(zip(index, drow))[i] for i in range(3)]
""",
            right="""\
table = [0.5, -0.8, 1.3]
index = [2, 0, 2, 1]
row = [table[i] for i in index]
out = row[0] * row[1] + row[2] ** 2 + row[3] ** 3

drow = [row[1], row[0], 2 * row[2], 3 * row[3] ** 2]
dtable = [sum(g for k, g in zip(index, drow) if k == i) for i in range(3)]
""",
            line=7,
        ),
    ),
)


def _recognises(slip: Slip) -> float:
    return 0.97 if slip.kind == "scatter" else 0.0


def _message(slip: Slip) -> Text:
    return Text(_("Of several equal indices, `{old}` keeps one only; `{new}` adds up all of them."), {"old": slip.old, "new": slip.new})


RULE = Rule(PAGE, _recognises, _message)
