"""Numbers that are called a loss and are only looked at, sides that are held, and gradients that stand for a part of the data."""

import pytest

from whygrad.checking.check import check
from whygrad.checking.report import Diagnosis

BATCHES = """\
import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(60, 3))
y = X @ [1.0, 2, -1] + 0.5
w, b, lr = np.zeros(3), 0.0, 0.05
for epoch in range(5):
    total = 0
    for i in range(0, 60, 10):
        xb, yb = X[i:i + 10], y[i:i + 10]
        e = xb @ w + b - yb
        {before}
        dw = {dw}
        db = {db}
        w -= lr * dw
        b -= lr * db
        {after}
"""


def said(diagnosis: Diagnosis) -> str:
    return "\n".join(one.english() for one in diagnosis.assumptions)


@pytest.mark.parametrize("after", ["loss = 0.5 * np.mean((X @ w + b - y) ** 2)", "if i % 20 == 0: loss = np.abs(X @ w + b - y).mean()"])
def test_a_loss_of_all_data_after_the_step_is_only_looked_at(after: str) -> None:
    diagnosis = check(BATCHES.format(before="pass", dw="xb.T @ e / 10", db="e.mean()", after=after))
    assert diagnosis.verdict == "right"
    assert "only looked at" in said(diagnosis)


def test_a_loss_before_the_gradients_is_what_they_are_of() -> None:
    diagnosis = check(BATCHES.format(before="loss = np.sqrt(np.mean(e ** 2))", dw="xb.T @ e / 10", db="e.mean()", after="pass"))
    assert diagnosis.verdict == "wrong"


def test_a_factor_is_a_mistake_though_the_loss_stands_after_the_step() -> None:
    diagnosis = check(BATCHES.format(before="pass", dw="xb.T @ e", db="e.sum()", after="loss = 0.5 * np.mean((xb @ w + b - yb) ** 2)"))
    assert diagnosis.verdict == "wrong"


def test_the_loss_of_an_epoch_is_collected_over_all_data() -> None:
    text = BATCHES.format(before="total += np.sum(e ** 2) / 60", dw="2 * xb.T @ e / 10", db="2 * e.mean()", after="pass")
    assert check(text).verdict == "right"
    assert check(text.replace("db = 2 * e.mean()", "db = 3 * e.mean()")).verdict == "wrong"


def test_gradients_that_are_collected_over_some_turns_are_a_part_each() -> None:
    text = """\
import numpy as np
rng = np.random.default_rng(0)
X, y = rng.normal(size=(64, 4)), rng.normal(size=64)
W, b = rng.normal(size=4), 0.1
dW, db = np.zeros_like(W), np.zeros(())
accum = 4
for k in range(20):
    xb, yb = X[8 * (k % 8):8 * (k % 8) + 8], y[8 * (k % 8):8 * (k % 8) + 8]
    e = xb @ W + b - yb
    loss = np.mean(e ** 2)
    dW += 2 * xb.T @ e / 8 / accum
    db += 2 * e.mean() / accum
    if (k + 1) % accum == 0:
        W -= 0.1 * dW
        b -= 0.1 * db
        dW[:] = 0
        db[...] = 0
"""
    assert check(text).verdict == "right"
    assert check(text.replace("2 * xb.T @ e / 8 / accum", "xb.T @ e / 8 / accum")).verdict == "wrong"


def test_a_target_of_the_same_network_may_be_held_beside_a_written_loss() -> None:
    text = """\
import numpy as np
rng = np.random.default_rng(0)
W1, W2 = 0.3 * rng.normal(size=(3, 8)), 0.3 * rng.normal(size=(8, 2))
for t in range(10):
    s, a, r, s2 = rng.normal(size=(16, 3)), rng.integers(2, size=16), rng.normal(size=16), rng.normal(size=(16, 3))
    h = np.tanh(s @ W1)
    q = h @ W2
    target = r + 0.9 * (np.tanh(s2 @ W1) @ W2).max(axis=1)
    td = q[np.arange(16), a] - target
    loss = np.mean(td ** 2)
    dq = np.zeros_like(q)
    dq[np.arange(16), a] = 2 * td / 16
    dW2 = h.T @ dq
    dW1 = s.T @ (dq @ W2.T * (1 - h ** 2))
    W1 -= 0.01 * dW1
    W2 -= 0.01 * dW2
"""
    diagnosis = check(text)
    assert diagnosis.verdict == "right"
    assert "`target` held constant" in said(diagnosis)
    assert check(text.replace("(1 - h ** 2)", "(1 - h)")).verdict != "right"


FORCES = """\
import numpy as np
def {name}(x):
    d = x[1] - x[0] - 1.0
    E = 0.5 * 3.0 * d ** 2
    F = np.zeros(2)
    F[0] += 3.0 * d
    F[1] -= {slope} * d
    return E, F
x, v = np.array([0.0, 1.5]), np.zeros(2)
for step in range(10):
    E, F = {name}(x)
    v += 0.01 * F
    x += 0.01 * v
print(E)
"""


def test_forces_beside_their_energy_are_minus_its_gradient() -> None:
    diagnosis = check(FORCES.format(name="energy_forces", slope="3.0"))
    assert diagnosis.verdict == "right"
    assert "minus the gradient" in said(diagnosis)


def test_a_wrong_force_is_mended_as_a_force() -> None:
    [finding] = check(FORCES.format(name="energy_forces", slope="2.0")).findings
    assert finding.fix is not None and finding.span.line == 7


def test_a_gradient_beside_its_loss_with_another_sign_is_wrong() -> None:
    text = FORCES.format(name="loss_and_grad", slope="3.0").replace("F", "grad").replace("+= 0.01 * grad", "-= 0.01 * grad")
    assert check(text).verdict == "wrong"


def test_parameters_that_begin_as_zero_and_gradients_of_any_name() -> None:
    text = """\
import numpy as np
def descend(x, y, rate=0.05):
    m_curr = b_curr = 0
    n = len(x)
    for i in range(20):
        y_predicted = m_curr * x + b_curr
        cost = (1 / n) * sum([val ** 2 for val in (y - y_predicted)])
        md = -(2 / n) * sum(x * (y - y_predicted))
        bd = -(2 / n) * sum(y - y_predicted)
        m_curr = m_curr - rate * md
        b_curr = b_curr - rate * bd
descend(np.array([1, 2, 3, 4, 5]), np.array([5, 7, 9, 11, 13]))
"""
    assert check(text).verdict == "right"
    assert [(one.slug, one.span.line) for one in check(text.replace("md = -(2", "md = (2")).findings] == [("sign", 8)]


def test_layers_of_one_network_that_go_different_ways_are_told_without_a_loss_too() -> None:
    text = """\
import numpy as np
rng = np.random.default_rng(0)
X, y = rng.normal(size=(20, 3)), rng.normal(size=(20, 1))
V, W = rng.normal(size=(3, 4)), rng.normal(size=(4, 1))
for _ in range(10):
    h = np.tanh(X @ V)
    error = h @ W - y
    delta = error.dot(W.T) * (1 - h ** 2)
    W -= 0.1 * h.T.dot(error)
    V += 0.1 * X.T.dot(delta)
"""
    assert [(one.slug, one.severity) for one in check(text).findings] == [("sign", "warning")]
    assert not check(text.replace("+=", "-=")).findings


def test_a_whole_row_of_numbers_beside_few_parameters_is_looked_through_quickly() -> None:
    text = """\
import numpy as np
class Reg:
    lr = 0.05
    def loss(self, r):
        return 0.5 * np.mean(r ** 2)
    def dloss(self, r):
        return r / len(r)
    def fit(self, X, y):
        self.w, self.b = np.zeros(2), 0.0
        for _ in range(5):
            r = X @ self.w + self.b - y
            g = self.dloss(r)
            self.w -= self.lr * X.T @ g
            self.b -= self.lr * g.sum()
rng = np.random.default_rng(0)
X = rng.normal(size=(50, 2))
Reg().fit(X, X @ [3.0, -1] + 2)
"""
    assert check(text).verdict == "right"
