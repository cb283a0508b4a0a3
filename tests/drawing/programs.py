"""Programs whose circuits are looked at."""

from __future__ import annotations

from pathlib import Path

PRODUCT = """\
x = -2
y = 5
z = -4
q = x + y
f = q * z
"""

NEURON = """\
import math
w = [2, -3, -3]
x = [-1, -2]
dot = w[0] * x[0] + w[1] * x[1] + w[2]
f = 1.0 / (1 + math.exp(-dot))
"""

STAGED = """\
import math
x = 3.0
y = -4.0
sigy = 1.0 / (1 + math.exp(-y))
num = x + sigy
sigx = 1.0 / (1 + math.exp(-x))
xpy = x + y
xpysqr = xpy**2
den = sigx + xpysqr
invden = 1.0 / den
f = num * invden
"""

NETWORK = """\
import math
x = [0.5, -1.0, 2.0]
W1 = [[0.1, 0.2, -0.3], [0.4, -0.5, 0.6]]
b1 = [0.01, -0.02]
W2 = [0.7, -0.8]
b2 = 0.1
h = []
for i in range(2):
    a = b1[i]
    for j in range(3):
        a += W1[i][j] * x[j]
    h.append(math.tanh(a))
s = b2
for i in range(2):
    s += W2[i] * h[i]
p = 1 / (1 + math.exp(-s))
loss = -math.log(p)
"""

RECURSION = """\
def power(x, n):
    if n == 0:
        return 1.0
    return x * power(x, n - 1)


def horner(c, x):
    if len(c) == 1:
        return c[0]
    return c[0] + x * horner(c[1:], x)


x = 1.5
y = power(x, 4)
z = horner([1.0, -2.0, 0.5], x)
f = y + z
"""

CLASSES = """\
import math


class Neuron:
    def __init__(self, w, b):
        self.w = w
        self.b = b

    def forward(self, x):
        s = self.b
        for wi, xi in zip(self.w, x):
            s += wi * xi
        return math.tanh(s)


def layer(neurons, x):
    return [n.forward(x) for n in neurons]


x = [1.0, -0.5]
hidden = layer([Neuron([0.1, 0.2], 0.0), Neuron([-0.3, 0.4], 0.1), Neuron([0.5, -0.6], -0.1)], x)
out = layer([Neuron([0.7, -0.8, 0.9], 0.2)], hidden)[0]
loss = (out - 1.0) ** 2
"""

LONG = "x = 0.5\nx0 = x * 1.5\n" + "".join(f"x{i} = x{i - 1} * 1.01 + {i}\n" for i in range(1, 300)) + "loss = x299 * x\n"

SEED = (Path(__file__).parents[2] / "examples" / "seed" / "neuron.py").read_text()

PROGRAMS = {
    "product": PRODUCT,
    "neuron": NEURON,
    "staged": STAGED,
    "network": NETWORK,
    "recursion": RECURSION,
    "classes": CLASSES,
    "long": LONG,
    "seed": SEED,
}
