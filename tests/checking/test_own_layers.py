"""Layers as people write them: with slots, with gradients under names of their own, in scripts whose gradients are slices."""

from __future__ import annotations

from textwrap import dedent

import pytest

from whygrad.checking.check import check

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
