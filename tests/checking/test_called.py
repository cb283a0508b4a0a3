"""Functions that give the gradients of others, `cost` and `gradient`: judged with the inputs of the program's own calls."""

from __future__ import annotations

import pytest

from whygrad.checking.check import check
from whygrad.checking.fixing import fixed

DESCENT = """\
import numpy as np

def compute_cost(X, y, theta):
    m = len(y)
    return np.sum((X.dot(theta) - y) ** 2) / (2 * m)

def compute_gradient(X, y, theta):
    m = len(y)
    error = X.dot(theta) - y
    return X.T.dot(error) / m

def gradient_descent(X, y, theta, alpha, turns):
    history = []
    for i in range(turns):
        theta = theta - alpha * compute_gradient(X, y, theta)
        history.append(compute_cost(X, y, theta))
    return theta, history

rng = np.random.default_rng(0)
X = np.c_[np.ones(20), rng.normal(size=20)]
y = X @ [1.0, 2.0]
theta, history = gradient_descent(X, y, np.zeros(2), 0.1, 50)
"""

SCIPY = """\
import numpy as np
from scipy.optimize import minimize

def custo(theta, X, y):
    h = 1 / (1 + np.exp(-X @ theta))
    return -np.mean(y * np.log(h) + (1 - y) * np.log(1 - h))

def gradiente(theta, X, y):
    h = 1 / (1 + np.exp(-X @ theta))
    return X.T @ (h - y) / len(y)

rng = np.random.default_rng(1)
X = rng.normal(size=(40, 3))
y = (rng.random(40) < 0.5).astype(float)
print(minimize(custo, np.zeros(3), jac=gradiente, args=(X, y)).x)
"""

METHODS = """\
import numpy as np

class Model:
    def __init__(self):
        self.w, self.b = np.zeros(3), 0.0

    def loss(self, X, y):
        r = X @ self.w + self.b - y
        return r @ r / len(y)

    def grad(self, X, y):
        r = X @ self.w + self.b - y
        return 2 * X.T @ r / len(y), 2 * np.mean(r)

rng = np.random.default_rng(2)
X = rng.normal(size=(30, 3))
y = X.sum(axis=1)
model = Model()
for _ in range(20):
    gw, gb = model.grad(X, y)
    model.w = model.w - 0.1 * gw
    model.b = model.b - 0.1 * gb
"""

LAMBDAS = """\
import numpy as np

f = lambda x: np.sin(x) + 0.1 * x**2
df = lambda x: np.cos(x) + 0.2 * x

x = 4.0
for _ in range(50):
    x = x - 0.1 * df(x)
"""

FORCE = """\
import numpy as np

def energy(r):
    return -1 / np.sqrt(r @ r)

def force(r):
    return -r / np.sqrt(r @ r) ** 3

r, v = np.array([1.0, 0.2]), np.array([0.0, 1.0])
for _ in range(20):
    v = v + 0.01 * force(r)
    r = r + 0.01 * v
"""

GAUSS_NEWTON = """\
import numpy as np

def residuals(p, x, y):
    return p[0] * np.exp(p[1] * x) - y

def jacobian(p, x, y):
    e = np.exp(p[1] * x)
    return np.column_stack([e, p[0] * x * e])

x = np.linspace(0, 2, 15)
y = 2 * np.exp(-0.8 * x)
p = np.array([1.0, -0.1])
for _ in range(10):
    J, r = jacobian(p, x, y), residuals(p, x, y)
    p = p - np.linalg.solve(J.T @ J, J.T @ r)
"""

BOTH = """\
import numpy as np

rng = np.random.default_rng(3)
X, y = rng.normal(size=(20, 4)), rng.normal(size=20)

def fun(v):
    w, b = v[:4], v[4]
    r = X @ w + b - y
    return 0.5 * r @ r, np.append(X.T @ r, r.sum())

v = np.zeros(5)
f, g = fun(v)
for _ in range(10):
    step = 1.0
    while fun(v - step * g)[0] > f - 1e-4 * step * (g @ g) and step > 1e-6:
        step *= 0.5
    v = v - step * g
    f, g = fun(v)
"""

INSIDE = """\
import numpy as np

def fit(X, y, lam):
    def objective(w):
        return np.mean((X @ w - y) ** 2) + lam * w @ w

    def gradient(w):
        return 2 * X.T @ (X @ w - y) / len(y) + 2 * lam * w

    w = np.zeros(X.shape[1])
    for _ in range(30):
        w -= 0.05 * gradient(w)
    return w, objective(w)

rng = np.random.default_rng(4)
X = rng.normal(size=(25, 3))
print(fit(X, X.sum(axis=1), 0.1))
"""

PROGRAMS = {
    "descent": DESCENT,
    "scipy": SCIPY,
    "methods": METHODS,
    "lambdas": LAMBDAS,
    "force": FORCE,
    "gauss-newton": GAUSS_NEWTON,
    "both": BOTH,
    "inside": INSIDE,
}


@pytest.mark.parametrize("text", PROGRAMS.values(), ids=PROGRAMS)
def test_right_gradient_functions(text: str) -> None:
    diagnosis = check(text)
    assert diagnosis.verdict == "right", [*diagnosis.findings, *diagnosis.problems]
    assert not diagnosis.findings


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (DESCENT, "error) / m", "error)"),
        (DESCENT, "error = X.dot(theta) - y", "error = y - X.dot(theta)"),
        (SCIPY, "(h - y)", "(y - h)"),
        (METHODS, "2 * np.mean(r)", "np.mean(r)"),
        (LAMBDAS, "0.2 * x", "0.1 * x"),
        (FORCE, "** 3", "** 2"),
        (GAUSS_NEWTON, "p[0] * x * e", "x * e"),
        (BOTH, "X.T @ r, r", "X.T @ r / len(r), r"),
        (INSIDE, "2 * lam * w\n", "lam * w\n"),
    ],
)
def test_wrong_gradient_functions(text: str, right: str, wrong: str) -> None:
    changed = text.replace(right, wrong)
    diagnosis = check(changed)
    assert diagnosis.verdict == "wrong"
    line = changed[: changed.index(wrong)].count("\n") + 1
    assert any(finding.span.line <= line + 1 and finding.span.line >= line for finding in diagnosis.findings)


def test_the_fix_mends_the_gradient_function() -> None:
    wrong = DESCENT.replace("error) / m", "error)")
    assert check(fixed(wrong, check(wrong))).verdict == "right"


def test_a_force_is_minus_a_gradient_and_that_is_said() -> None:
    said = [text.english() for text in check(FORCE).assumptions]
    assert "I take `force` for minus the gradient of `energy`." in said
    assert check(FORCE.replace("return -r", "return r")).verdict == "wrong"


def test_friction_is_of_no_energy() -> None:
    text = FORCE.replace("def energy(r):", "def energy(r, v):").replace("def force(r):", "def force(r, v):")
    text = text.replace("return -r / np.sqrt(r @ r) ** 3", "return -r / np.sqrt(r @ r) ** 3 - 0.1 * v").replace(
        "force(r)\n", "force(r, v)\n"
    )
    assert check(text).verdict == "unknown"


def test_of_several_functions_it_may_be_the_gradient_of_any() -> None:
    other = "def cost_with_penalty(X, y, theta):\n    return compute_cost(X, y, theta) + theta @ theta\n"
    assert check(DESCENT + other).verdict == "right"


def test_a_number_that_nothing_goes_down_is_no_reason_to_accuse() -> None:
    text = DESCENT.replace("compute_cost", "accuracy").replace(
        "np.sum((X.dot(theta) - y) ** 2) / (2 * m)", "np.sum(np.abs(X.dot(theta) - y) < 1) / m"
    )
    assert check(text).verdict != "wrong"


def test_a_derivative_of_what_the_function_gives_is_not_accused() -> None:
    text = """\
import numpy as np
def f(x):
    return 1 / (1 + np.exp(-x))
def df(y):
    return y * (1 - y)
w, b = 0.5, 0.1
for i in range(10):
    a = f(w * 2.0 + b)
    w -= 0.1 * (a - 1) * df(a) * 2.0
    b -= 0.1 * (a - 1) * df(a)
"""
    assert check(text).verdict != "wrong"


def test_a_gradient_that_draws_its_rows_is_not_accused() -> None:
    text = DESCENT.replace("    error = X", "    rows = np.random.choice(m, 5)\n    X, y, m = X[rows], y[rows], 5\n    error = X")
    assert check(text).verdict != "wrong"


def test_what_else_computes_gradients_keeps_a_program_open() -> None:
    layer = """
class Dense:
    def __init__(self):
        self.W = np.ones((2, 2))

    def forward(self, x):
        self.x = x
        return x @ self.W

    def backward(self, g, lr):
        self.W -= lr * self.x @ g
        return g @ self.W
"""
    diagnosis = check(DESCENT + layer)
    assert diagnosis.verdict == "unknown"
    assert {target.verdict for target in diagnosis.targets} == {"right"}


def test_a_program_that_never_ends_is_read_by_its_first_calls() -> None:
    assert check(FORCE.replace("for _ in range(20):", "while True:")).verdict == "right"


LAYERS = """\
import numpy as np

class Linear:
    def __init__(self, i, o, rng):
        self.W = rng.normal(size=(i, o))
        self.b = np.zeros(o)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad):
        self.dW = self.x.T @ grad
        self.db = grad.sum(0)
        return grad @ self.W.T

class Net:
    def __init__(self, rng):
        self.layers = [Linear(3, 5, rng), Linear(5, 1, rng)]

    def train(self, x, y, rate):
        p = x
        for layer in self.layers:
            p = layer.forward(p)
        g = 2 * (p - y) / len(y)
        for layer in reversed(self.layers):
            g = layer.backward(g)
        for layer in self.layers:
            layer.W -= rate * layer.dW
            layer.b -= rate * layer.db

rng = np.random.default_rng(0)
net = Net(rng)
X = rng.normal(size=(20, 3))
for _ in range(5):
    net.train(X, X[:, :1], 0.1)
"""


def test_layers_are_tried_with_what_the_program_gives_them() -> None:
    assert check(LAYERS).verdict != "wrong"
    wrong = check(LAYERS.replace("grad.sum(0)", "grad.mean(0)"))
    assert wrong.verdict == "wrong"
    assert {target.name: target.verdict for target in wrong.targets} == {"dx": "right", "dW": "right", "db": "wrong"}
    assert [finding.span.line for finding in wrong.findings] == [14]


def test_pairs_that_are_called_otherwise_are_not_judged() -> None:
    """The loss of this layer is a number, and what goes back is handed the predictions."""
    text = """\
import numpy as np
class Loss:
    def forward(self, p, y):
        return np.mean((p - y) ** 2)

    def backward(self, dvalues, y):
        self.dinputs = 2 * (dvalues - y) / y.size

def run(p, y):
    loss = Loss()
    for _ in range(3):
        print(loss.forward(p, y))
        loss.backward(p, y)
        p = p - loss.dinputs

run(np.ones(4), np.zeros(4))
"""
    assert check(text).verdict != "wrong"


@pytest.mark.parametrize("last", ["W = W - 0.1 * X.T @ np.abs(mse_grad(p, y))", "q = mse_grad(p, y)\n    W = W - 0.1 * X.T @ np.abs(q)"])
def test_a_piece_of_the_way_back_says_nothing_of_the_rest(last: str) -> None:
    text = f"""\
import numpy as np

def mse(p, y):
    return np.mean((p - y) ** 2)

def mse_grad(p, y):
    return 2 * (p - y) / p.size

def step(W, X, y):
    p = X @ W
    {last}
    return W

rng = np.random.default_rng(0)
X, W = rng.normal(size=(9, 3)), np.zeros(3)
for _ in range(5):
    W = step(W, X, X[:, 0])
"""
    assert check(text).verdict != "right"


@pytest.mark.parametrize(
    "program",
    ["ahead = theta + 0.9 * v\n    v = 0.9 * v - 0.1 * grad(ahead)\n    theta = theta + v", "theta *= np.exp(-0.1 * grad(theta))"],
)
def test_other_steps_than_those_down_the_gradient(program: str) -> None:
    text = f"""\
import numpy as np
A = np.array([[2.0, 0.5], [0.5, 1.0]])

def objective(w):
    return 0.5 * w @ A @ w

def grad(w):
    return A @ w

theta, v = np.array([1.0, 2.0]), np.zeros(2)
for _ in range(5):
    {program}
"""
    assert check(text).verdict == "right"
    assert check(text.replace("return A @ w", "return 2 * A @ w")).verdict == "wrong"


STEP = "theta = theta - alpha * compute_gradient(X, y, theta)"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (STEP, "theta = theta - alpha * compute_gradient(X, y, theta) / len(y)"),  # of a sum, then
        (STEP, "theta = theta - alpha * (compute_gradient(X, y, theta) + 0.1 * theta)"),
        ("return X.T.dot(error) / m", "g = X.T.dot(error) / m\n    return g / np.linalg.norm(g)"),
    ],
)
def test_what_a_step_makes_good_is_not_accused(old: str, new: str) -> None:
    text = DESCENT.replace(old, new)
    text = text.replace("error) / m", "error)") if "len(y)" in new else text
    text = text.replace("/ (2 * m)", "/ (2 * m) + 0.05 * theta @ theta") if "0.1 * theta" in new else text
    assert check(text).verdict == "unknown"


def test_a_jacobian_may_be_that_of_the_model() -> None:
    text = GAUSS_NEWTON.replace("return p[0] * np.exp(p[1] * x) - y", "return y - p[0] * np.exp(p[1] * x)").replace(
        "p - np.linalg", "p + np.linalg"
    )
    diagnosis = check(text)
    assert diagnosis.verdict == "right"
    assert "I take `jacobian` for minus the gradient of `residuals`." in [said.english() for said in diagnosis.assumptions]
    assert check(text.replace("p[0] * x * e", "x * e")).verdict == "wrong"


def test_the_way_of_a_step_in_a_function_that_is_handed_the_gradient() -> None:
    text = """\
import numpy as np
A = np.array([[2.0, 0.5], [0.5, 1.0]])

def cost(w):
    return 0.5 * w @ A @ w - w.sum()

def gradient(w):
    return 1 - A @ w

def ascent(grad, w, rate):
    for _ in range(5):
        w = w + rate * grad(w)
    return w

print(ascent(gradient, np.zeros(2), 0.1))
"""
    assert check(text).verdict == "right"
    assert check(text.replace("w + rate", "w - rate")).verdict == "wrong"
