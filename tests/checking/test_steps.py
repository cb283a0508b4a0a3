"""Steps along expressions that have no name, beside a loss that is written, or without one."""

import pytest

from whygrad.checking.check import check
from whygrad.checking.report import Diagnosis

NET = """\
import numpy as np
def nonlin(x, deriv=False):
    if deriv:
        return x * (1 - x)
    return 1 / (1 + np.exp(-x))
X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0], [1], [1], [0]])
np.random.seed(1)
syn0 = 2 * np.random.random((3, 4)) - 1
syn1 = 2 * np.random.random((4, 1)) - 1
for j in range(60):
    l1 = nonlin(np.dot(X, syn0))
    l2 = nonlin(np.dot(l1, syn1))
    l2_error = y - l2
    loss = {loss}
    l2_delta = l2_error * nonlin(l2, deriv=True)
    l1_delta = l2_delta.dot(syn1.T) * {local}
    syn1 += {rate}l1.T.dot(l2_delta)
    syn0 += {rate}X.T.dot(l1_delta)
"""
HALF, MEAN = "0.5 * np.sum(l2_error ** 2)", "np.mean(l2_error ** 2)"


def said(diagnosis: Diagnosis) -> str:
    return "\n".join(one.english() for one in diagnosis.assumptions)


@pytest.mark.parametrize("rate", ["", "0.1 * "])
@pytest.mark.parametrize("loss", [HALF, MEAN])
def test_the_rate_takes_up_a_factor(loss: str, rate: str) -> None:
    assert check(NET.format(loss=loss, local="nonlin(l1, deriv=True)", rate=rate)).verdict == "right"


@pytest.mark.parametrize("rate", ["", "0.1 * "])
@pytest.mark.parametrize("loss", [HALF, MEAN])
def test_a_step_that_is_no_gradient_beside_one_that_is(loss: str, rate: str) -> None:
    text = NET.format(loss=loss, local="l1 * (1 + l1)", rate=rate)
    diagnosis = check(text)
    assert [(one.slug, one.span.line) for one in diagnosis.findings] == [("sign", 17)]
    assert {one.with_respect_to: one.verdict for one in diagnosis.targets} == {"syn0": "wrong", "syn1": "right"}


def test_the_expression_of_a_step_is_mended() -> None:
    diagnosis = check(NET.format(loss=HALF, local="1", rate="0.1 * "))
    [finding] = diagnosis.findings
    assert finding.slug == "missing-local-derivative"
    assert finding.fix is not None and finding.fix.certainty == "verified"


def test_a_step_that_solves_equations_is_not_accused() -> None:
    text = """\
import numpy as np
rng = np.random.default_rng(0)
X, y, w, b = rng.normal(size=(20, 3)), rng.normal(size=20), rng.normal(size=3), 0.5
for _ in range(20):
    error = X @ w + b - y
    loss = 0.5 * np.mean(error ** 2)
    w -= 0.1 * np.linalg.inv(X.T @ X / 20) @ X.T.dot(error) / 20
    b -= 0.1 * error.mean()
"""
    diagnosis = check(text)
    assert diagnosis.verdict != "wrong"


def test_fields_of_one_object_are_moved_one_by_one() -> None:
    text = """\
import numpy as np
class Adaline:
    def fit(self, X, y):
        self.w = np.zeros(X.shape[1])
        self.b = 0
        for _ in range(20):
            errors = y - (X.dot(self.w) + self.b)
            self.w += self.eta * 2.0 * X.T.dot(errors) / X.shape[0]
            self.b += self.eta * 2.0 * errors.mean()
            loss = (errors ** 2).mean()
rng = np.random.default_rng(0)
X = rng.normal(size=(40, 2))
model = Adaline()
model.eta = 0.1
model.fit(X, X[:, 0] * 2 + 1)
"""
    diagnosis = check(text)
    assert diagnosis.verdict == "right"
    assert {one.with_respect_to for one in diagnosis.targets} == {"self.w", "self.b"}


@pytest.mark.parametrize("cleared", ["dW *= 0", "dW = np.zeros_like(W)", "dW[:] = 0", "dW.fill(0)"])
def test_what_is_cleared_after_the_step_was_a_gradient_before(cleared: str) -> None:
    text = f"""\
import numpy as np
rng = np.random.default_rng(0)
X, y, W = rng.normal(size=(20, 3)), rng.normal(size=(20, 1)), rng.normal(size=(3, 1))
dW = np.zeros_like(W)
for _ in range(20):
    error = X @ W - y
    loss = 0.5 * np.sum(error ** 2)
    for x, e in zip(X, error):
        dW += np.outer(x, e)
    W -= 0.01 * dW
    {cleared}
"""
    assert check(text).verdict == "right"
    assert check(text.replace("outer(x, e)", "outer(x, e) * 2")).verdict == "wrong"


CONVENTION = """\
import numpy as np
def linear_forward(A, W, b):
    return np.dot(W, A) + b, (A, W, b)
def linear_backward(dZ, cache):
    A, W, b = cache
    m = A.shape[1]
    return np.dot(W.T, dZ), 1 / m * np.dot(dZ, A.T), 1 / m * np.sum(dZ, axis=1, keepdims=True)
def relu_forward(Z):
    return np.maximum(0, Z), Z
def relu_backward(dA, cache):
    dZ = np.array(dA, copy=True)
    dZ[{mask} <= 0] = 0
    return dZ
rng = np.random.default_rng(0)
X, Y = rng.normal(size=(3, 8)), rng.normal(size=(2, 8))
W1, b1, W2, b2 = rng.normal(size=(4, 3)), np.zeros((4, 1)), rng.normal(size=(2, 4)), np.zeros((2, 1))
for _ in range(20):
    Z1, cache1 = linear_forward(X, W1, b1)
    A1, mask = relu_forward(Z1)
    Z2, cache2 = linear_forward(A1, W2, b2)
    cost = 0.5 * np.sum((Z2 - Y) ** 2) / X.shape[1]
    dA1, dW2, db2 = linear_backward(Z2 - Y, cache2)
    _, dW1, db1 = linear_backward(relu_backward(dA1, mask), cache1)
    W1, b1, W2, b2 = W1 - 0.1 * dW1, b1 - 0.1 * db1, W2 - 0.1 * dW2, b2 - 0.1 * db2
"""


def test_a_mean_that_is_taken_in_the_layers_is_no_mistake_of_theirs() -> None:
    assert check(CONVENTION.format(mask="cache")).verdict == "right"
    diagnosis = check(CONVENTION.format(mask="dA"))
    assert [(one.slug, one.span.line) for one in diagnosis.findings] == [("wrong-mask", 12)]


def test_one_factor_that_all_gradients_lack_is_put_in_at_one_place() -> None:
    text = """\
import numpy as np
class Dense:
    def __init__(self, n, m):
        self.weights, self.biases = 0.1 * np.random.randn(n, m), np.zeros((1, m))
    def forward(self, inputs):
        self.inputs = inputs
        return inputs @ self.weights + self.biases
    def backward(self, dvalues):
        self.dweights = np.dot(self.inputs.T, dvalues)
        self.dbiases = np.sum(dvalues, axis=0, keepdims=True)
class SoftmaxLoss:
    def forward(self, inputs, y):
        e = np.exp(inputs - np.max(inputs, axis=1, keepdims=True))
        self.output = e / np.sum(e, axis=1, keepdims=True)
        return np.mean(-np.log(self.output[range(len(y)), y]))
    def backward(self, dvalues, y):
        samples = len(dvalues)
        self.dinputs = dvalues.copy()
        self.dinputs[range(samples), y] -= 1
np.random.seed(0)
X, y = np.random.randn(15, 4), np.random.randint(0, 3, 15)
dense, criterion = Dense(4, 3), SoftmaxLoss()
for _ in range(20):
    loss = criterion.forward(dense.forward(X), y)
    criterion.backward(criterion.output, y)
    dense.backward(criterion.dinputs)
    dense.weights += -0.1 * dense.dweights
    dense.biases += -0.1 * dense.dbiases
"""
    [finding] = check(text).findings
    assert finding.slug == "constant-factor" and finding.span.line == 19
    assert finding.fix is not None and len(finding.fix.edits) == 1


NEWTON = """\
import numpy as np
rng = np.random.default_rng(3)
X = rng.normal(size=(50, 3))
y = np.where(rng.random(50) < 0.5, 1.0, -1.0)
theta = np.zeros(3)
for k in range(10):
    m = y * (X @ theta)
    loss = np.logaddexp(0, -m).sum() + 0.05 * (theta ** 2).sum()
    s = 1 / (1 + np.exp(m))
    gradient = {gradient} + 0.1 * theta
    hessian = (X.T * (s * (1 - s))) @ X + 0.1 * np.eye(3)
    step = {step}
    theta = theta - step
"""


@pytest.mark.parametrize("step", ["np.linalg.solve(hessian, gradient)", "0.9 * np.linalg.inv(hessian) @ gradient"])
def test_of_a_newton_step_the_gradient_is_judged(step: str) -> None:
    right = check(NEWTON.format(gradient="-X.T @ (y * s)", step=step))
    assert right.verdict == "right"
    assert [one.name for one in right.targets] == ["gradient"]
    wrong = check(NEWTON.format(gradient="X.T @ (y * s)", step=step))
    assert [(one.slug, one.span.line) for one in wrong.findings] == [("sign", 10)]


@pytest.mark.parametrize("step", ["p", "dx"])
def test_the_gradient_of_something_else_is_not_taken_for_that_of_what_moves(step: str) -> None:
    text = f"""\
import numpy as np
rng = np.random.default_rng(0)
x, s, t = rng.normal(size=5), rng.random(5) + 1, rng.normal(size=5)
for k in range(10):
    y = x / s
    loss = 0.5 * np.sum((y - t) ** 2)
    dy = y - t
    {step} = dy / s
    x = x - {step}
"""
    assert check(text).verdict != "wrong"


def test_a_gradient_that_is_never_cleared_is_wrong_in_the_next_turn() -> None:
    text = """\
import numpy as np
rng = np.random.default_rng(0)
X, y, W, b = rng.normal(size=(20, 3)), rng.normal(size=(20, 1)), rng.normal(size=(3, 1)), np.zeros(1)
dW, db = np.zeros_like(W), np.zeros_like(b)
for _ in range(20):
    error = X @ W + b - y
    loss = 0.5 * np.sum(error ** 2)
    dW += X.T @ error
    db += error.sum(axis=0)
    for param, gradient in zip([W, b], [dW, db]):
        param -= 0.01 * gradient
    dW *= 0
    db *= 0
"""
    assert check(text).verdict == "right"
    diagnosis = check(text.replace("    db *= 0\n", ""))
    assert {one.with_respect_to: one.verdict for one in diagnosis.targets} == {"W": "right", "b": "wrong"}
