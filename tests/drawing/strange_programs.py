"""Programs whose pictures nobody looked at while the drawing was made: names and numbers of every length, quotes, other scripts, deep
nesting, from one gate to a thousand. What is random in them is drawn from a fixed seed.
"""

from __future__ import annotations

import random

LONGEST = "the_output_of_a_function_whose_author_liked_to_say_all_of_it_" * 4
NUMBERS = ("3.141592653589793238462643383279502884197", "1" * 40, "-1e-300", "6.02214076e+23", "0.1 + 0.2", "10**40", "1 / 3", "-0.0")
WORDS = (
    "a",
    "Wq",
    "mmmmmmmmmm",
    "iiiiiiii",
    "peso_da_camada_de_saída",
    "βeta_1",
    "손실",
    "Übergangswahrscheinlichkeit",
    LONGEST[:199],
    "x_1_2_3",
)
UNARY = (
    "math.sin({})",
    "math.exp({} * 0.1)",
    "math.tanh({})",
    "abs({})",
    "-{}",
    "{} ** 2",
    "1 / (1 + math.exp(-{}))",
    "max({}, 0.5)",
    "math.log(1 + {} ** 2)",
)
BINARY = ("{} + {}", "{} - {}", "{} * {}", "{} / (2 + {} ** 2)", "math.hypot({}, {})", "math.atan2({}, 1.5 + {})", "min({}, {})")


def net(gates: int, seed: int, names: tuple[str, ...] = ("v",)) -> str:
    """Gates of all kinds at random, each of any of those before it."""
    draw = random.Random(seed)
    known = [f"{names[k % len(names)]}{k}" for k in range(max(1, min(gates // 3, 7)))]
    rows = ["import math", *[f"{name} = {draw.uniform(-2, 2):.{draw.randint(1, 17)}f}" for name in known]]
    for k in range(gates):
        form = draw.choice(UNARY if draw.random() < 0.4 else BINARY)
        operands = [draw.choice(known[-12:] if draw.random() < 0.8 else known) for _ in range(form.count("{}"))]
        name = f"{draw.choice(names)}_{k}"
        rows.append(f"{name} = {form.format(*operands)}")
        known.append(name)
    return "\n".join([*rows, f"loss = {' + '.join(known[-3:])}", ""])


def nested(depth: int, width: int) -> str:
    """Functions that call one another, so deep and each so often."""
    rows = ["import math", "def level_0(x, a):", "    return math.sin(x * a) + a"]
    for k in range(1, depth):
        calls = " + ".join([f"level_{k - 1}(x * {0.5 + 0.1 * n}, a)" for n in range(width)])
        rows += [f"def level_{k}(x, a):", f"    y = {calls}", "    return y * x"]
    return "\n".join([*rows, "x = 0.3", "a = 1.7", f"loss = level_{depth - 1}(x, a)", ""])


def looped(turns: int, inner: int) -> str:
    return (
        f"xs = [{', '.join(str(0.1 * k) for k in range(inner))}]\nw = 0.7\nb = -0.2\ns = 1.0\nfor i in range({turns}):\n    t = b\n"
        "    for x in xs:\n        t = t + w * x * s\n    s = t / (1 + t * t)\nloss = s * w\n"
    )


def fan(uses: int) -> str:
    """One number that goes to many places, and one gate that many numbers go into."""
    rows = ["import math", "x = 1.25", *[f"y{k} = x * {k + 2}" for k in range(uses)]]
    return "\n".join([*rows, f"loss = sum([{', '.join(f'y{k}' for k in range(uses))}])", ""])


def classes(count: int) -> str:
    """Objects of one class, whose attributes have the same names."""
    rows = [
        "class Unit:",
        "    def __init__(self, w, b):",
        "        self.w = w",
        "        self.b = b",
        "    def out(self, x):",
        "        return self.w * x + self.b",
    ]
    rows += [f"u{k} = Unit({0.5 + k}, {-0.25 * k})" for k in range(count)]
    return "\n".join([*rows, "x = 2.0", f"loss = {' * '.join(f'u{k}.out(x)' for k in range(count))}", ""])


def keyed(keys: tuple[str, ...]) -> str:
    rows = [f"p = {{{', '.join(f'{key!r}: {0.5 + n}' for n, key in enumerate(keys))}}}", "x = 1.5"]
    return "\n".join([*rows, f"loss = {' + '.join(f'p[{key!r}] * x' for key in keys)}", ""])


def claiming(name: str, value: str) -> str:
    """Gradients of the learner's own, right and wrong, of names and numbers of every length."""
    return f"{name} = 3.0\ny = {value}\nloss = {name} * y * {name}\nd{name} = y\ndy = {name} * {name}\ndloss = 1.0\n"


def numpy(body: str) -> str:
    return f"import numpy as np\nrng = np.random.default_rng(3)\n{body}"


PROGRAMS = {
    **{f"net of {gates}": net(gates, gates) for gates in (1, 2, 5, 12, 25, 40, 60, 90, 120, 200, 400)},
    **{f"net with names, {seed}": net(14, seed, WORDS) for seed in range(6)},
    "long names": net(9, 1, (LONGEST[:200], LONGEST[3:203])),
    "a long function": f"def {LONGEST[:200]}(x):\n    y = x * x\n    return y * 3.0\nx = 2.0\nout = {LONGEST[:200]}(x) * x\n",
    "a long output": f"x = 2.0\ny = 3.0\n{LONGEST[:200]} = x * y + x\n",
    **{f"nested {depth} deep": nested(depth, width) for depth, width in ((2, 3), (4, 2), (6, 2), (9, 1), (30, 1))},
    **{f"loop of {turns}": looped(turns, inner) for turns, inner in ((2, 2), (5, 3), (40, 2), (3, 30))},
    **{f"fan of {uses}": fan(uses) for uses in (2, 9, 40)},
    **{f"{count} objects": classes(count) for count in (2, 6)},
    "keys with quotes": keyed(("it's", 'say "so"', "both ' and \"", "a]b", "<b>&amp;</b>", "back\\slash")),
    "keys in other scripts": keyed(("ção", "権重", "🙂", "e\u0301", "β₁", "\u202ertl")),
    "a key of 200 letters": keyed((LONGEST[:200], LONGEST[:199] + "z")),
    **{f"a claim of {value[:12]}": claiming("x", value) for value in NUMBERS},
    "a claim of a long name": claiming(LONGEST[:198], "2.0"),
    "numbers of 40 characters": "\n".join(
        [*[f"n{k} = {value}" for k, value in enumerate(NUMBERS)], "loss = n0 * n2 + n3 * n4 - n6 * n7 + n0 * 1234567890.123456789", ""]
    ),
    "one number": "x = 1.0\ny = x * 2\n",
    "arrays": numpy("x = rng.normal(size=(3, 4))\nW = rng.normal(size=(4, 2)) * 1e-9\nloss = np.sum(np.tanh(x @ W) ** 2)\n"),
    "large arrays": numpy("x = rng.normal(size=(128, 64, 3))\nloss = (np.exp(-x).mean(axis=0) * x.max(axis=0)).sum()\n"),
    "arrays with long names": numpy(f"{LONGEST[:200]} = np.ones((2, 2)) * 1e12\ny = {LONGEST[:200]}.T @ {LONGEST[:200]}\nloss = y.sum()\n"),
    "arrays in a loop": numpy(
        "h = np.zeros(3)\nW = rng.normal(size=(3, 3))\nx = rng.normal(size=(9, 3))\n"
        "for t in range(9):\n    h = np.tanh(x[t] + h @ W)\nloss = h @ h\n"
    ),
    "views and masks": numpy(
        "x = rng.normal(size=(4, 5))\nz = x[x > 0] * 2\nw = x[:, ::2].sum(axis=1, keepdims=True) * x[1:2, :3].mean()\n"
        "loss = z.sum() + w.sum()\n"
    ),
    "arrays of one entry": numpy("x = np.array([[0.123456789]])\ny = x.reshape(1) * np.pi\nloss = (y ** 2).sum()\n"),
}
#: A thousand things seen at once.
CROWDED = net(1500, 5)
