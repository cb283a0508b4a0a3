"""At corners several answers are right: none of them is accused, and what lies outside of them is."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import numpy as np
import pytest

import whygrad
from whygrad.checking.check import check
from whygrad.checking.fixing import fixed

X, Y = np.random.default_rng(0).normal(size=(4, 3)), np.random.default_rng(1).normal(size=(4, 3))


def distances(x: Any) -> Any:
    apart = x[:, None, :] - x[None, :, :]
    length = np.sqrt((apart**2).sum(-1) + np.eye(len(x)))
    return length, (apart, length)


def distances_back(dlength: Any, cache: Any) -> Any:
    apart, length = cache
    g = dlength[:, :, None] * apart / length[:, :, None]
    return g.sum(1) - g.sum(0)


def clipped_back(dout: Any, x: Any) -> Any:
    return dout * ((x > -0.7) & (x < 0.6))  # the numbers that entries are drawn from, where they are to be equal


RIGHT = {
    "the first of two equals": (
        lambda x, y: (np.maximum(x, y), (x, y)),
        lambda dout, cache: (dout * (cache[0] >= cache[1]), dout * (cache[0] < cache[1])),
        (X, Y),
    ),
    "a side of the absolute value": (
        lambda x, y: (np.abs(x - y), np.where(x >= y, 1.0, -1.0)),
        lambda dout, sign: (dout * sign, -dout * sign),
        (X, Y),
    ),
    "the bounds of a clip": (lambda x: (np.clip(x, -0.7, 0.6), x), clipped_back, (X,)),
    "a distance of 0": (distances, distances_back, (np.random.default_rng(2).normal(size=(6, 2)),)),
    "the first of a row's maxima": (
        lambda x: (x.max(axis=1), x),
        lambda dout, x: dout[:, None] * np.eye(3)[np.argmax(x, axis=1)],
        (X,),
    ),
    "a share for each of a row's maxima": (
        lambda x: (x.max(axis=1), x == x.max(axis=1, keepdims=True)),
        lambda dout, top: dout[:, None] * top / top.sum(axis=1, keepdims=True),
        (X,),
    ),
}


@pytest.mark.parametrize(("forward", "backward", "given"), RIGHT.values(), ids=RIGHT)
def test_any_answer_that_a_corner_leaves_open_is_right(forward: Any, backward: Any, given: tuple[Any, ...]) -> None:
    report = whygrad.check(forward, backward, *given)
    assert report.ok, str(report)


def test_all_of_the_gradient_for_each_of_several_maxima_is_not() -> None:
    def forward(x: Any) -> Any:
        return x.max(axis=1), x == x.max(axis=1, keepdims=True)

    report = whygrad.check(forward, lambda dout, top: dout[:, None] * top, X)
    assert [finding.slug for finding in report.findings] == ["ties"] and not report.ok


def test_where_the_true_gradient_is_no_number_there_is_no_verdict() -> None:
    def forward(x: Any) -> Any:
        apart = x[:, None, :] - x[None, :, :]
        return np.sqrt((apart**2).sum(-1)), apart  # 0 on the diagonal

    report = whygrad.check(forward, lambda dout, apart: (dout[..., None] * apart).sum(1), X)
    assert report.to_dict()["verdict"] == "unknown"
    assert "square-root gate" in str(report)


def bce(features: Any, w: Any, labels: Any) -> Any:
    z = features @ w
    loss = np.mean(np.maximum(z, 0) - z * labels + np.log1p(np.exp(-np.abs(z))))
    return loss, features.T @ (1 / (1 + np.exp(-z)) - labels) / len(labels)


def twice(features: Any, w: Any, labels: Any) -> Any:
    loss, dw = bce(features, w, labels)
    return loss, 2 * dw


LABELS = np.array([0, 1, 1, 0])


@pytest.mark.parametrize("w", [np.zeros(3), np.ones(3)], ids=["zeros", "ones"])
def test_corners_that_cancel_are_none(w: Any) -> None:
    features = np.vstack([X[:3], np.zeros((1, 3))])  # one row is at the corner, whatever the weights are
    assert whygrad.check(bce, features, w, LABELS, wrt=["w"]).ok
    assert not whygrad.check(twice, features, w, LABELS, wrt=["w"]).ok


def sigmoid(z: Any) -> Any:
    small = np.exp(-np.abs(z))
    out = np.where(z >= 0, 1 / (1 + small), small / (1 + small))
    return out, out


@pytest.mark.parametrize("z", [np.zeros(3), X[0]], ids=["zeros", "normal"])
def test_a_sigmoid_in_two_pieces_is_smooth(z: Any) -> None:
    assert whygrad.check(sigmoid, lambda dout, out: dout * out * (1 - out), z).ok
    assert not whygrad.check(sigmoid, lambda dout, out: dout * out, z).ok


def placed(x: Any, places: Any, dout: Any) -> Any:
    made = np.zeros_like(x)
    np.put_along_axis(made, places, dout, axis=1)
    return made


def median_back(dout: Any, x: Any) -> Any:
    order = np.argsort(-x, axis=1, kind="stable")
    return placed(x, order[:, 19:21], dout[:, None] / 2)


SORTED = {
    "sorted": (lambda x: np.sort(x, axis=1), lambda dout, x: placed(x, np.argsort(x, axis=1, kind="stable"), dout)),
    "downwards": (lambda x: np.sort(x, axis=1)[:, ::-1], lambda dout, x: placed(x, np.argsort(-x, axis=1), dout)),
    "the largest": (lambda x: np.sort(x, axis=1)[:, -5:], lambda dout, x: placed(x, np.argsort(-x, axis=1)[:, 4::-1], dout)),
    "the median": (lambda x: np.median(x, axis=1), median_back),
}


@pytest.mark.parametrize("rows", [3, 30])  # few numbers, and many
@pytest.mark.parametrize(("function", "backward"), SORTED.values(), ids=SORTED)
def test_of_equal_entries_any_may_be_the_one_that_is_sorted_there(function: Any, backward: Any, rows: int) -> None:
    x = np.random.default_rng(0).normal(size=(rows, 40))
    report = whygrad.check(lambda x: (function(x), x), backward, x)
    assert report.ok, str(report)
    assert not whygrad.check(lambda x: (function(x), x), lambda dout, x: np.roll(backward(dout, x), 1, axis=1), x).ok


def test_equal_entries_are_no_excuse_where_the_function_tells_them_apart() -> None:
    def backward(dout: Any, x: Any) -> Any:
        return dout[:, None] * np.where(x[:, :1] == x[:, 1:2], [3.0, 2.0, 0.0], [2.0, 3.0, 0.0])

    report = whygrad.check(lambda x: (2 * x[:, 0] + 3 * x[:, 1], x), backward, X)
    assert [finding.slug for finding in report.findings] == ["ties"] and not report.ok


SIDES = {
    "a loss that is smooth where its gates have corners": (
        """
        import numpy as np

        def bce(logits, targets, weight):
            per = np.maximum(logits, 0) - logits * targets + np.log1p(np.exp(-np.abs(logits)))
            loss = np.mean(weight * per)
            e = np.exp(-np.abs(logits))
            prob = np.where(logits >= 0, 1, e)
            dlogits = weight * (prob - targets) / logits.size
            return loss, dlogits

        def cases():
            rng = np.random.default_rng(152)
            return {"bce": (3 * rng.normal(size=(5, 4)), (rng.random((5, 4)) < 0.5).astype(int), rng.uniform(0.5, 2, size=4))}
        """,
        lambda names: names["bce"](np.zeros((3, 1)), np.zeros((3, 1)), np.ones(1))[1] * 3,
        (0.5, 0.5),
    ),
    "a slope on each side of 0": (
        """
        import numpy as np

        def slopes(x, alpha):
            return np.maximum(x, 0) + alpha * np.minimum(x, 0), (x, alpha)

        def slopes_backward(dout, cache):
            x, alpha = cache
            return dout * 1.0, np.sum(dout * np.minimum(x, 0), axis=0)

        def cases():
            rng = np.random.default_rng(5)
            return {"slopes": (rng.normal(size=(6, 3)), rng.uniform(0.1, 0.5, size=3))}
        """,
        lambda names: names["slopes_backward"](np.ones((1, 3)), (np.zeros((1, 3)), np.full(3, 0.25)))[0],
        (0.25, 1.0),
    ),
}


@pytest.mark.parametrize(("program", "at_zero", "between"), SIDES.values(), ids=SIDES)
def test_a_fix_that_is_certain_takes_a_side_at_a_corner(program: str, at_zero: Any, between: tuple[float, float]) -> None:
    diagnosis = check(dedent(program), "sides.py")
    assert diagnosis.verdict == "wrong"
    names: dict[str, Any] = {}
    exec(fixed(diagnosis.source, diagnosis), names)
    low, high = between
    takes_one = bool(np.all((low - 1e-9 <= at_zero(names)) & (at_zero(names) <= high + 1e-9)))
    assert takes_one or all(finding.confidence == "likely" for finding in diagnosis.findings)
