"""Layers as people write them: with slots, with gradients under names of their own, in scripts whose gradients are slices."""

from __future__ import annotations

from textwrap import dedent

import pytest

from whygrad.checking.check import check
from whygrad.checking.fixing import fixed

LAYER = """
    import numpy as np
    from dataclasses import dataclass

    {head}
        def forward(self, x):
            self.x = x
            return x @ self.W

        def backward(self, dout):
            self.{kept} = {factor} * self.x.T @ dout
            return dout @ self.W.T

    def cases():
        r = np.random.default_rng(0)
        return {{"Affine": (Affine(r.normal(size=(3, 2))), r.normal(size=(4, 3)))}}
"""
PLAIN = "class Affine:\n        def __init__(self, W):\n            self.W = W\n"
SLOTS = 'class Affine:\n        __slots__ = ("W", "dW", "x")\n        def __init__(self, W):\n            self.W = W\n'
DATACLASS = "@dataclass(slots=True)\n    class Affine:\n        W: object\n        x: object = None\n        dW: object = None\n"


@pytest.mark.parametrize("head", [PLAIN, SLOTS, DATACLASS])
def test_gradients_that_a_layer_keeps_are_judged(head: str) -> None:
    for factor, verdict in (("1", "right"), ("3", "wrong")):
        diagnosis = check(dedent(LAYER.format(head=head, kept="dW", factor=factor)), "layer.py")
        assert diagnosis.verdict == verdict
        assert {target.with_respect_to for target in diagnosis.targets} == {"x", "self.W"}


def test_a_parameter_without_a_gradient_that_i_know_is_named() -> None:
    diagnosis = check(dedent(LAYER.format(head=PLAIN, kept="slope", factor="5")), "layer.py")
    assert any("`self.W`" in text.english() for text in diagnosis.assumptions)


def test_gradients_that_are_slices_of_one_array_in_a_script() -> None:
    text = """
        import numpy as np
        X, t = np.arange(12.0).reshape(4, 3) / 7, np.arange(4.0)
        w, b = np.ones(3), 0.5
        for step in range(2):
            r = X @ w + b - t
            loss = np.mean(r ** 2)
            g = np.empty(4)
            g[:3] = X.T @ r
            g[3] = r.mean()
            w = w - 0.1 * g[:3]
            b -= 0.1 * g[3]
    """
    diagnosis = check(dedent(text), "train.py")
    assert diagnosis.verdict == "wrong"
    assert not diagnosis.problems


def test_a_gradient_may_be_a_property() -> None:
    program = """
        import numpy as np

        class Affine:
            def __init__(self, W):
                self._W = W

            @property
            def W(self):
                return self._W

            @property
            def dW(self):
                return FACTOR * self._x.T @ self._d

            def forward(self, x):
                self._x = x
                return x @ self.W

            def backward(self, dout):
                self._d = dout
                return dout @ self.W.T

        def cases():
            r = np.random.default_rng(0)
            return {"Affine": (Affine(r.normal(size=(3, 2))), r.normal(size=(4, 3)))}
    """
    for factor, verdict in (("1", "right"), ("2", "wrong")):
        diagnosis = check(dedent(program).replace("FACTOR", factor), "layer.py")
        assert {target.name: target.verdict for target in diagnosis.targets} == {"dx": "right", "dW": verdict}


FLAT = """
    import numpy as np

    rng = np.random.RandomState(7)
    X = rng.randn(12, 3)
    t = (X[:, 0] > 0).astype(float)
    w, b, v = rng.randn(3), 0.0, np.zeros(4)
    for step in range(50):
        z = X.dot(w) + b
        loss = np.logaddexp(0, z).mean() - (t * z).mean() + 1e-3 * w.dot(w)
        g = np.empty(4)
        r = (1 / (1 + np.exp(-z)) - t) / len(t)
        g[:3] = r @ X
        g[:3] += FACTOR * w
        g[3] = r.sum()
        v *= 0.9
        v -= 0.1 * g
        w = w + v[:3]
        b += v[3]
"""


def test_of_a_flat_gradient_each_slice_is_judged_through_a_velocity() -> None:
    for factor, verdict in (("2e-3", "right"), ("5", "wrong")):
        diagnosis = check(dedent(FLAT).replace("FACTOR", factor), "train.py")
        assert {target.name: target.verdict for target in diagnosis.targets} == {"g[:3]": verdict, "g[3]": "right"}


def test_what_is_moved_along_nothing_that_is_known_is_named() -> None:
    program = """
        import numpy as np

        rng = np.random.default_rng(0)
        X, t = rng.normal(size=(8, 3)), rng.normal(size=8)
        w, b = rng.normal(size=3), 0.5
        for step in range(10):
            r = X @ w + b - t
            loss = np.mean(r**2)
            dw = 2 * X.T @ r / len(t)
            w -= 0.1 * dw
            b -= float(np.sum([0.1, r.sum()]))
    """
    diagnosis = check(dedent(program), "train.py")
    assert [target.name for target in diagnosis.targets] == ["dw"]
    assert any("`b`" in text.english() for text in diagnosis.assumptions)


def test_layers_of_a_training_script_keep_gradients_under_short_names() -> None:
    program = """
        import numpy as np

        class Linear:
            def __init__(self, n, m, r):
                self.W, self.b = r.normal(size=(n, m)), np.zeros(m)

            def __call__(self, x):
                self.x = x
                return x @ self.W + self.b

            def backward(self, d):
                self.gW, self.gb = self.x.T @ d, d.mean(0)
                return d @ self.W.T

            def step(self, lr):
                self.W -= lr * self.gW
                self.b -= lr * self.gb

        r = np.random.default_rng(0)
        one, two = Linear(3, 4, r), Linear(4, 1, r)
        X, Y = r.normal(size=(8, 3)), r.normal(size=(8, 1))
        for turn in range(5):
            a = np.tanh(one(X))
            o = two(a)
            loss = ((o - Y) ** 2).mean()
            d = two.backward(2 * (o - Y) / len(X)) * (1 - a**2)
            one.backward(d)
            for layer in (one, two):
                layer.step(0.1)
    """
    diagnosis = check(dedent(program), "train.py")
    verdicts = {target.name: target.verdict for target in diagnosis.targets}
    assert verdicts == {"one.gW": "right", "one.gb": "wrong", "two.gW": "right", "two.gb": "wrong"}
    assert [finding.span.line for finding in diagnosis.findings] == [13]


def test_gradients_that_are_open_for_the_same_reason_are_told_once() -> None:
    program = """
        import numpy as np

        def pair_forward(x, y):
            return np.sin(x) * np.cos(y), (x, y)

        def pair_backward(dout, cache):
            x, y = cache
            return np.cbrt(x + 7.25) * y, np.arctan(y - 3.75) * x**5

        def cases():
            r = np.random.default_rng(0)
            return {"pair": (r.normal(size=(2, 3)), r.normal(size=(2, 3)))}
    """
    diagnosis = check(dedent(program), "pair.py")
    open_ = [finding for finding in diagnosis.findings if finding.slug == "unexplained" and finding.fix is None]
    assert len({finding.span for finding in open_}) == len(open_)


SIGNS = """
    import numpy as np

    rng = np.random.default_rng(0)
    X, t = rng.normal(size=(20, 3)), rng.normal(size=20)
    w, b = np.zeros(3), 0.0
    for it in range(4):
        e = X @ w + b - t
        loss = (e**2).mean()
        w -= 0.1 * 2 * X.T @ e / len(X)
        b SIGN 0.1 * 2 * e.mean()
"""


def test_a_step_that_goes_the_other_way_than_the_others_is_told() -> None:
    right = check(dedent(SIGNS).replace("SIGN", "-="), "train.py")
    assert {target.name for target in right.targets} == {"2 * e.mean()", "2 * X.T @ e / len(X)"}
    assert right.verdict == "right" and not right.findings
    (finding,) = check(dedent(SIGNS).replace("SIGN", "+="), "train.py").findings
    assert (finding.slug, finding.severity, finding.span.line) == ("sign", "warning", 11)


def test_a_dict_may_hold_lists_of_gradients() -> None:
    program = """
        import numpy as np

        class Net:
            def __init__(self, W):
                self.W = W

            def loss(self, X, Y):
                hs = [X]
                for W in self.W:
                    hs.append(np.tanh(hs[-1] @ W))
                d = hs[-1] - Y
                loss = 0.5 * np.sum(d**2)
                dW = [None] * len(self.W)
                for i in reversed(range(len(self.W))):
                    d = d * (1 - hs[i + 1] ** 2)
                    dW[i] = FACTOR * hs[i].T @ d
                    d = d @ self.W[i].T
                return loss, {"W": dW}

        def cases():
            n = np.random.default_rng(0).normal
            return {"Net.loss": (Net([n(size=(3, 4)), n(size=(4, 2))]), n(size=(5, 3)), n(size=(5, 2)))}
    """
    for factor, verdict in (("1", "right"), ("2", "wrong")):
        diagnosis = check(dedent(program).replace("FACTOR", factor), "net.py")
        assert {target.name: target.verdict for target in diagnosis.targets} == {"dW[0]": verdict, "dW[1]": verdict}


def test_of_a_layer_that_is_called_the_attributes_belong_to_a_fix() -> None:
    program = """
        import numpy as np

        class RMSNorm:
            def __init__(self, g):
                self.g = g

            def __call__(self, x):
                self.x = x
                self.r = np.sqrt(np.mean(np.square(x), axis=-1, keepdims=True) + 1e-6)
                return x / self.r * self.g

            def backward(self, dout):
                x, r = self.x, self.r
                self.dg = np.sum(dout * x / r, axis=0)
                dn = dout
                return dn / r - x * np.sum(dn * x, axis=-1, keepdims=True) / (x.shape[-1] * r**3)

        def cases():
            r = np.random.default_rng(0)
            return {"RMSNorm": (RMSNorm(r.normal(size=5)), r.normal(size=(3, 5)))}
    """
    diagnosis = check(dedent(program), "layer.py")
    assert [finding.slug for finding in diagnosis.findings] == ["missing-local-derivative"]
    assert "dn = dout * self.g\n" in fixed(diagnosis.source, diagnosis)


def test_a_loss_that_keeps_something_of_the_call_before_is_told() -> None:
    program = """
        import numpy as np

        class Model:
            def __init__(self, W):
                self.p = {"W": W}
                self.g = {"W": np.zeros_like(W)}

            def loss(self, X, y):
                diff = X @ self.p["W"] - y
                ZERO
                for i in range(len(X)):
                    self.g["W"] += 2 * np.outer(X[i], diff[i]) / diff.size
                return np.mean(diff**2), self.g

        def cases():
            r = np.random.default_rng(0)
            return {"Model.loss": (Model(r.normal(size=(3, 2))), r.normal(size=(5, 3)), r.normal(size=(5, 2)))}
    """
    assert not check(dedent(program).replace("ZERO", "self.g['W'] = np.zeros_like(self.p['W'])"), "model.py").findings
    (finding,) = check(dedent(program).replace("ZERO", "pass"), "model.py").findings
    assert finding.slug == "accumulator-not-zeroed" and finding.severity == "warning"
