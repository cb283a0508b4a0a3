"""What people hand in that can't be run, isn't written yet, or hands back something else than gradients."""

from __future__ import annotations

import pytest

from whygrad.checking.check import check
from whygrad.checking.fixing import fixed
from whygrad.checking.report import Diagnosis

PAIR = """\
import numpy as np
def affine_forward(x, w, b):
    out = x @ w + b
    return out, (x, w, b)
def affine_backward(dout, cache):
    x, w, b = cache
    {body}
def cases():
    rng = np.random.default_rng(0)
    return {{"affine": (rng.normal(size=(4, 3)), rng.normal(size=(3, 5)), rng.normal(size=5))}}
"""


def of(body: str) -> Diagnosis:
    return check(PAIR.format(body=body))


@pytest.mark.parametrize(
    "body", ["pass", "...", "raise NotImplementedError", "dx = None  # TODO", "dx, dw, db = None, None, None\n    return dx, dw, db"]
)
def test_what_isnt_written_yet_is_unfinished(body: str) -> None:
    diagnosis = of(body)
    assert diagnosis.verdict == "wrong"
    assert {finding.slug for finding in diagnosis.findings} == {"unfinished"}


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        ("return dout @ w.T, np.zeros_like(w), dout.sum(axis=0)", "unfinished"),
        ("return x.T @ dout, dout @ w.T, dout.sum(axis=0)", "gradient-order"),
        ("return dout @ w.T, x.T @ dout, dout.sum(axis=0, keepdims=True)", "wrong-axis"),
        ("return dout @ w, x.T @ dout, dout.sum(axis=0)", "transposed"),
    ],
)
def test_what_is_wrong_in_shape_or_order_is_named_and_mended(body: str, slug: str) -> None:
    diagnosis = of(body)
    assert slug in {finding.slug for finding in diagnosis.findings}
    assert check(fixed(diagnosis.source, diagnosis)).verdict == "right"


def test_gradients_are_called_by_what_they_belong_to() -> None:
    targets = of("return dout @ w.T, x.T @ dout, dout.sum(axis=1)").targets
    assert [target.name for target in targets] == ["dx", "dw", "db"]


def test_a_list_of_numbers_is_an_array() -> None:
    assert of("return dout @ w.T, x.T @ dout, [float(v) for v in dout.sum(axis=0)]").verdict == "right"


def test_the_wrong_number_of_gradients_is_said() -> None:
    diagnosis = of("return dout @ w.T, x.T @ dout")
    assert diagnosis.verdict == "unknown"
    assert diagnosis.problems[0].slug == "gradients"


def test_cases_without_a_function() -> None:
    diagnosis = check(PAIR.format(body="return dout @ w.T, x.T @ dout, dout.sum(axis=0)").replace("affine_backward", "linear_backward"))
    assert diagnosis.verdict == "unknown"
    assert diagnosis.problems[0].slug == "no-such-function"


def test_what_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("whygrad.checking.arrays.subjects.PATIENCE", 0.3)
    diagnosis = of("while True:\n        pass")
    assert diagnosis.verdict == "unknown"
    assert "stopped" in diagnosis.problems[0].message.english()


COMPILED = """\
import numpy as np
from scipy import ndimage
def blur_forward(x, s):
    return s * ndimage.gaussian_filter(x, 1.0), (x, s)
def blur_backward(dout, cache):
    x, s = cache
    return s * ndimage.gaussian_filter(dout, 1.0), np.sum(dout * ndimage.gaussian_filter(x, 1.0))
def cases():
    return {"blur": (np.random.default_rng(0).normal(size=(6, 7)), 2.0)}
"""


def test_what_cant_be_followed_is_compared_with_differences() -> None:
    pytest.importorskip("scipy.ndimage")
    diagnosis = check(COMPILED)
    assert diagnosis.verdict == "right"
    assert any("differences" in text.english() for text in diagnosis.assumptions)
    wrong = check(COMPILED.replace("return s * ndimage.gaussian_filter(dout", "return ndimage.gaussian_filter(dout"))
    assert [(target.name, target.verdict) for target in wrong.targets] == [("dx", "wrong"), ("ds", "right")]
    assert all(finding.fix is None for finding in wrong.findings)


def test_a_guarded_logarithm_is_no_mistake() -> None:
    text = """\
import numpy as np
rng = np.random.default_rng(0)
X, y, w = rng.normal(size=(20, 3)), np.array([0.0, 1.0] * 10), np.zeros(3)
for _ in range(9):
    p = 1 / (1 + np.exp(-X @ w))
    loss = -np.mean(y * np.log(p + 1e-8) + (1 - y) * np.log(1 - p + 1e-8))
    dw = X.T @ (p - y) / len(y)
    w -= 0.5 * dw
"""
    assert check(text).verdict == "right"
    assert check(text.replace("/ len(y)\n", "/ (len(y) + 0.1)\n")).verdict == "wrong"


def test_gradients_that_are_rescaled_after_they_are_there() -> None:
    text = """\
import numpy as np
rng = np.random.default_rng(0)
X, y, w = rng.normal(size=(20, 3)), rng.normal(size=20), rng.normal(size=3)
for epoch in range(3):
    for k in range(0, 20, 5):
        r = X[k:k + 5] @ w - y[k:k + 5]
        loss = np.mean(r**2)
        dw = 2 * X[k:k + 5].T @ r / 5
        norm = np.linalg.norm(dw)
        if norm > 0.1:
            dw = dw * (0.1 / norm)
        w -= dw
"""
    assert check(text).verdict == "right"
