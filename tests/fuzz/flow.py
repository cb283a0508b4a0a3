"""Steps that are Python's own: loops, conditions on what was computed, functions, lists, unpacking."""

from __future__ import annotations

from tests.fuzz.builder import Builder, Variable
from tests.fuzz.elementwise import UNARY
from tests.fuzz.tables import templates

SIMPLE = tuple(
    template for template in templates(UNARY) if "np.sin" in template or "tanh" in template or "* {c}" in template or "np.log" in template
)

LOOPS = templates(
    """
{t} = np.tanh({t} * 0.5 + {c}) | {t} = 0.5 * {t} + np.sin({t} * i) | {t} = {t} - 0.1 * ({t} ** 2 - i)
{t} = {t} * 0.7 if i % 2 else {t} + 0.3 | {t} = ({t} + 1.5 / (np.abs({t}) + 1)) / 2 | {t} += 0.1 * i * np.cos({a})
{t} = {t} + {a} / (i + 1) | {t} = np.maximum({t} - 0.2 * i, 0.1 * {t})
"""
)

WHILES = templates(
    r"""
while np.max(np.abs({t})) > 0.9:\n    {t} = {t} * 0.6
while np.sum({t} ** 2) > 2.0:\n    {t} = {t} / 2
while True:\n    {t} = 0.5 * {t}\n    if np.all(np.abs({t}) < 0.8):\n        break
steps = 0\nwhile steps < 3 and {t}.mean() < 0.5:\n    {t} = {t} + 0.2 * np.cos({t})\n    steps += 1
"""
)

ROWS = templates(
    r"""
rows = []\nfor i in range(len({a})):\n    rows.append(np.sin({a}[i]) * (i + 1))\n{t} = np.stack(rows)
{t} = np.array([np.sum(row) ** 2 for row in {a}])
{t} = sum({a}[i] * {c} ** i for i in range({n}))
rows = list({a})\nrows[0] = rows[-1] * 2\n{t} = np.stack(rows)
total = 0.0\nfor i, row in enumerate({a}):\n    total = total + np.cos(row) / (i + 1)\n{t} = total
rows = [{a}[0]]\nfor i in range(1, {n}):\n    rows.append(0.5 * rows[-1] + np.tanh({a}[i]))\n{t} = np.stack(rows, axis=0)
{t} = np.concatenate([row[None] * k for row, k in zip({a}, np.linspace(0.5, 1.5, {n}))])
named = {{"first": {a}[0], "last": {a}[-1]}}\nnamed["both"] = named["first"] * named["last"]\n{t} = named["both"] + named["last"]
best = {a}[0]\nfor row in {a}[1:]:\n    if np.sum(row) > np.sum(best):\n        best = row\n{t} = best * 2.0
rows = [row * 2 if row.sum() > 0 else row for row in {a}]\n{t} = np.array(rows)
{t} = max([np.sum({a}[i]) for i in range({n})]) - min(np.min({a}[0]), np.max({a}[-1]))
rows = []\nfor row in reversed({a}):\n    rows.insert(0, np.exp(-row ** 2))\n{t} = np.vstack(rows)
"""
)

UNPACKING = templates(
    r"""
p, q = {a}[0], {a}[-1]\n{t} = p * q - p
p, *q = {a}\n{t} = p + 0.5 * q[-1]
def inner(t, k=2):\n    return t * k - np.sin(t)\n{t} = inner({a}) + inner({a}, k=0.5)
inner = lambda t: {a} * np.mean(t)\n{t} = inner(np.cos({a}))
p, q = np.sum({a}), np.mean({a})\np, q = q, p\n{t} = {a} * p + q
def inner(t):\n    scale = np.max(np.abs(t)) + 0.5\n    return t / scale, scale\np, q = inner({a})\n{t} = p * q ** 2
def inner(*parts):\n    return [part ** 2 for part in parts]\n{t} = sum(inner({a}, np.sin({a}), 0.5))
p = {a}\np = p + 1.0\nq = p\nq = q * p\n{t} = q - p
assert {a}.shape == {shape}\nassert isinstance({a}, np.ndarray)\n{t} = {a} * {a}.size / {n}
"""
)

CONDITIONS = (
    "np.sum({a}) > {c}",
    "{a}.mean() < 0.1",
    "np.any({a} > 1.0)",
    "np.all({a} < 0.5) or np.max({a}) > 1.2",
    "-0.5 < np.min({a}) < 0.5",
    "not {a}.sum() > 0",
    "np.argmax({a}) > 0",
    "bool(np.linalg.norm({a}) > 1.5)",
    "abs({a}.sum()) >= 0.3",
)


def _lines(text: str) -> list[str]:
    return text.replace("\\n", "\n").split("\n")


def _whole(b: Builder, text: str, name: str) -> None:
    b.block(_lines(text), None, [name])


def loop(b: Builder) -> None:
    """`for i in range(n)` over something that keeps its shape."""
    v, t = b.array(0), b.new_name()
    start = b.choice(f"{v.name} * 1.0", f"np.zeros_like({v.name})", f"np.sin({v.name})", f"{v.name} - 0.5")
    body = b.choice(*LOOPS).format(t=t, a=v.name, c=b.constant())
    header = b.choice("for i in range(2):", "for i in range(3):", "for i in (2, 0, 1):", "for i in range(3, 0, -1):")
    b.block([f"{t} = {start}", header, f"    {body}"], None, [t])


def until(b: Builder) -> None:
    """A loop whose end depends on the numbers."""
    v, t = b.array(0), b.new_name()
    _whole(b, f"{t} = {v.name} * 1.0\n{b.choice(*WHILES).format(t=t)}", t)


def rows(b: Builder) -> None:
    """Python's lists of rows or numbers, made into arrays again."""
    v, t = b.array(1, 2, lambda v: v.shape[0] > 1), b.new_name()
    text = b.choice(*ROWS).format(a=v.name, t=t, n=v.shape[0], c=b.constant())
    jax = text.replace(f"reversed({v.name})", f"{v.name}[::-1]")
    b.block(_lines(text), _lines(jax), [t])


def unpacked(b: Builder) -> None:
    """Names, functions and tuples."""
    v, t = b.array(1, 3, lambda v: v.shape[0] > 1), b.new_name()
    text = b.choice(*UNPACKING).format(a=v.name, t=t, n=v.shape[0], shape=v.shape)
    lines = _lines(text)
    b.block(lines, [line for line in lines if "isinstance" not in line], [t])


def condition(b: Builder) -> None:
    """`if` on a value; both branches must be possible for other numbers, and only one is taken here."""
    v, t = b.array(1), b.new_name()
    w: Variable = b.some(lambda w: w.shape in {(), v.shape})
    test = b.choice(*CONDITIONS).format(a=v.name, c=b.constant())
    one, other = (b.choice(*SIMPLE).format(a=x.name, c=b.constant()) for x in (v, v))
    if b.draw.below(3) == 0:
        b.block([f"{t} = ({one}) if {test} else ({other}) * {w.name}"], None, [t])
    else:
        b.block([f"if {test}:", f"    {t} = {one}", "else:", f"    {t} = ({other}) + {w.name}"], None, [t])


MAKERS = (loop, rows, condition, unpacked, until, rows)
