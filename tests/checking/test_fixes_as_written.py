"""The fix that is proposed is the one nearest to what was written: as the rest of the program is, and where something is missing."""

from __future__ import annotations

from textwrap import dedent

import pytest

from whygrad.checking.check import check
from whygrad.checking.fixing import fixed

AFFINE = """
    import numpy as np

    def affine_forward(x, w, b):
        return {product} + b, (x, w)

    def affine_backward(dout, cache):
        x, w = cache
        dx = dout @ w.T
        dw = x.T @ dout
        db = {db}
        return dx, dw, db

    def cases():
        rng = np.random.default_rng(0)
        return {{"affine": (rng.normal(size=(4, 3)), rng.normal(size=(3, 2)), rng.normal(size=2))}}
"""

RNN = """
    import numpy as np

    def rnn_forward(x, h0, Wx, Wh):
        h, steps = h0, []
        for t in range(x.shape[1]):
            before = h
            h = np.tanh(x[:, t] @ Wx + before @ Wh)
            steps.append((before, h))
        return h, (x, Wx, Wh, steps)

    def rnn_backward(dh, cache):
        x, Wx, Wh, steps = cache
        dx, dWx, dWh = np.zeros_like(x), np.zeros_like(Wx), np.zeros_like(Wh)
        for t in reversed(range(x.shape[1])):
            before, h = steps[t]
            dz = dh * (1 - h**2)
            dWx += x[:, t].T @ dz
            dWh += before.T @ dz
            dx[:, t] = dz @ Wx.T
            dh = dz @ Wh.T
        return dx, dh, dWx, dWh

    def cases():
        rng = np.random.default_rng(3)
        shapes = (2, 4, 3), (2, 5), (3, 5), (5, 5)
        return {"rnn": tuple(rng.normal(size=shape) for shape in shapes)}
"""

SOFTMAX = """
    import numpy as np

    def softmax_forward(x):
        e = np.exp(x - x.max(axis=1, keepdims=True))
        return e / np.sum(e, axis=1, keepdims=True)

    def softmax_backward(dp, x):
        p = softmax_forward(x)
        return p * (dp - np.sum(dp * p, axis=1, keepdims=True))

    def cases():
        return {"softmax": np.random.default_rng(1).normal(size=(3, 4))}
"""


def mended(right: str, old: str, new: str) -> tuple[str, str, list[str]]:
    """The right text, what the fixes make of it with a mistake, and the kinds of mistakes."""
    text = dedent(right)
    assert text.count(old) == 1
    diagnosis = check(text.replace(old, new), "program.py")
    return text, fixed(diagnosis.source, diagnosis), [finding.slug for finding in diagnosis.findings]


@pytest.mark.parametrize("written", ["np.sum(dout, axis=0)", "dout.sum(axis=0)", "dout.sum(0)"])
def test_a_sum_is_written_as_the_program_writes_sums(written: str) -> None:
    right = AFFINE.format(product="x @ w", db=written) + f"\n\n    def total(dout):\n        return {written}\n"
    text, fix, _kinds = mended(right, f"db = {written}", "db = dout")
    assert fix == text


def test_a_new_value_that_nobody_reads_later_is_left_out() -> None:
    right = AFFINE.format(product="x @ w", db="dout.sum(axis=0)")
    _text, fix, kinds = mended(right, "dx = dout @ w.T", "dw = dout.sum(); w = w - 0.1 * dw\n    dx = dout @ w.T")
    assert "w - 0.1" not in fix
    assert kinds == ["updated-before-use"]
    assert check(fix, "program.py").verdict == "right"


def test_a_call_that_writes_into_its_argument_becomes_an_operator() -> None:
    text, fix, kinds = mended(RNN, "dh * (1 - h**2)", "np.multiply(dh, 1 - h**2, out=dh)")
    assert fix == text
    assert kinds == ["in-place-damage"]


@pytest.mark.parametrize("line", ["        dWh += before.T @ dz\n", "        dWx += x[:, t].T @ dz\n"])
def test_what_a_loop_no_longer_collects_is_put_in_the_empty_line(line: str) -> None:
    text, fix, kinds = mended(RNN, line, "\n")
    assert [row for row in fix.splitlines() if row] == [row for row in text.splitlines() if row]
    assert kinds == ["missing-path"]


def test_softmax_as_its_diagonal_alone() -> None:
    text, fix, kinds = mended(SOFTMAX, "p * (dp - np.sum(dp * p, axis=1, keepdims=True))", "p * (1 - p) * dp")
    assert fix == text
    assert kinds == ["diagonal-jacobian"]


def test_none_among_the_gradients_of_a_loss_is_told() -> None:
    right = """
        import numpy as np

        def loss(w, c, x):
            miss = x @ w + c
            dw = x.T @ miss
            dc = miss.sum(axis=0)
            return 0.5 * np.sum(miss**2), dw, dc

        def cases():
            rng = np.random.default_rng(0)
            return {"loss": (rng.normal(size=(3, 2)), rng.normal(size=2), rng.normal(size=(5, 3)))}
    """
    text, fix, kinds = mended(right, "dw, dc", "dw, None")
    assert fix == text
    assert kinds == ["unfinished"]


def test_a_size_that_happens_to_be_the_factor_is_not_taken_for_it() -> None:
    right = """
        import numpy as np

        def scores_forward(q, k):
            return q @ k.T / np.sqrt(q.shape[1]), (q, k)

        def scores_backward(dout, cache):
            q, k = cache
            dout = dout / np.sqrt(q.shape[1])
            return dout @ k, dout.T @ q

        def cases():
            rng = np.random.default_rng(0)
            return {"scores": (rng.normal(size=(2, 4)), rng.normal(size=(3, 4)))}
    """
    text, fix, _kinds = mended(right, "dout = dout / np.sqrt(q.shape[1])", "dout = dout / q.shape[1]")
    assert fix == text
