"""Programs in which no loss is written: right under an assumption that is said, and accused only where nothing else can be meant."""

from __future__ import annotations

import pytest

from whygrad.checking.check import check
from whygrad.checking.report import Diagnosis

TRASK = """\
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
    l2_delta = l2_error * nonlin(l2, deriv=True)
    l1_error = l2_delta.dot(syn1.T)
    l1_delta = l1_error * nonlin(l1, deriv=True)
    syn1 {way} l1.T.dot(l2_delta)
    syn0 {way} X.T.dot(l1_delta)
"""


def said(diagnosis: Diagnosis) -> str:
    return "\n".join(one.english() for one in diagnosis.assumptions)


def test_half_the_squared_error() -> None:
    diagnosis = check(TRASK.format(way="+="))
    assert diagnosis.verdict == "right"
    assert {target.with_respect_to for target in diagnosis.targets} == {"syn0", "syn1"}
    assert "`0.5 * sum((y - l2) ** 2)` is what is minimised" in said(diagnosis)


def test_a_step_the_other_way_is_not_passed() -> None:
    diagnosis = check(TRASK.format(way="-="))
    assert diagnosis.verdict == "unknown"
    assert not diagnosis.findings


def test_a_mistake_below_is_found() -> None:
    diagnosis = check(TRASK.format(way="+=").replace("l1_delta = l1_error * nonlin(l1, deriv=True)", "l1_delta = l1_error"))
    assert diagnosis.verdict == "wrong"
    assert {target.with_respect_to for target in diagnosis.targets if target.verdict == "wrong"} == {"syn0"}
    assert {target.with_respect_to for target in diagnosis.targets if target.verdict == "right"} == {"syn1"}
    assert all(finding.span.line in (16, 17, 19) for finding in diagnosis.findings)
    assert "_whygrad" not in "".join(f"{finding.message.english()}{finding.fix}" for finding in diagnosis.findings)


TD = """\
import numpy as np
rng = np.random.default_rng(0)
w = 0.1 * rng.normal(size=3)
alpha, gamma = 0.05, 0.9
for step in range(50):
    s, s2, r = rng.normal(size=3), rng.normal(size=3), rng.normal()
    target = r + gamma * w.dot(s2)
    delta = target - w.dot(s)
    w {way} alpha * delta * s
"""


def test_a_semi_gradient_is_right_with_its_target_held() -> None:
    diagnosis = check(TD.format(way="+="))
    assert diagnosis.verdict == "right"
    assert "with `target` held constant" in said(diagnosis)


def test_a_semi_gradient_is_never_accused() -> None:
    diagnosis = check(TD.format(way="-="))
    assert diagnosis.verdict == "unknown"
    assert not diagnosis.findings


HEADS = """\
import numpy as np
rng = np.random.default_rng(0)
X, y, z = rng.normal(size=(20, 3)), rng.normal(size=(20, 1)), rng.normal(size=(20, 1))
T, A, B = rng.normal(size=(3, 4)), rng.normal(size=(4, 1)), rng.normal(size=(4, 1))
for step in range(50):
    h = np.tanh(X @ T)
    ea = h @ A - y
    eb = np.sign(h @ B - z)
    gA = h.T @ ea
    gT = X.T @ ((ea @ A.T + eb @ B.T) * (1 - h ** 2))
    gB = h.T @ eb
    A -= 0.01 * gA
    B -= 0.01 * gB
    T -= 0.01 * gT
"""


def test_what_has_something_else_in_it_is_not_accused() -> None:
    diagnosis = check(HEADS)
    assert diagnosis.verdict != "wrong"
    assert not [finding for finding in diagnosis.findings if finding.severity == "error"]


DECAY = """\
import numpy as np
rng = np.random.default_rng(0)
X, y = rng.normal(size=(20, 3)), rng.normal(size=(20, 1))
W, b = rng.normal(size=(3, 1)), np.zeros(1)
wd = 0.01
for step in range(50):
    e = X @ W + b - y
    gW = X.T @ e / len(X) + wd * W
    gb = e.mean(axis=0)
    W -= 0.1 * gW
    b -= 0.1 * gb
"""


def test_a_penalty_that_stands_in_the_gradient() -> None:
    diagnosis = check(DECAY)
    assert diagnosis.verdict == "right"
    assert "sum((X @ W + b - y) ** 2) / 40 + 0.5 * (wd) * sum(W ** 2)" in said(diagnosis)


ENTROPY = """\
import numpy as np
rng = np.random.default_rng(0)
X, labels = rng.normal(size=(20, 3)), rng.integers(0, 4, 20)
W = rng.normal(size=(3, 4))
for step in range(50):
    p = np.exp(X @ W)
    p /= p.sum(axis=1, keepdims=True)
    d = p.copy()
    d[np.arange(20), labels] -= 1
    W -= 0.1 * X.T @ d / 20
"""


def test_the_entropy_of_a_softmax() -> None:
    diagnosis = check(ENTROPY)
    assert diagnosis.verdict == "right"
    assert "sum(log(p[(np.arange(20), labels)]))" in said(diagnosis)


def test_where_a_loss_is_written_nothing_is_assumed() -> None:
    text = TRASK.format(way="+=").replace("    l2_delta", "    loss = np.sum(np.abs(l2_error))\n    l2_delta")
    diagnosis = check(text)
    assert "I assumed" not in said(diagnosis)
    assert diagnosis.verdict != "right"


@pytest.mark.parametrize("rest", ["beta = beta - 0.3 / np.sqrt(1 + step) * g", "beta -= np.array([0.1, 0.2]) * np.clip(g, -1, 1)"])
def test_a_rate_that_falls_and_a_clipped_step(rest: str) -> None:
    text = f"""\
import numpy as np
rng = np.random.default_rng(0)
X, y = rng.normal(size=(20, 2)), rng.normal(size=20)
beta = np.ones(2)
for step in range(50):
    u = y - X @ beta
    loss = np.mean(u ** 2)
    g = -2 * X.T @ u / 20
    {rest}
"""
    assert check(text).verdict == "right"
    assert check(text.replace("g = -2", "g = -1")).verdict == "wrong"
