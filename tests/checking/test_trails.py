"""Two mistakes on one way: no claim is right before both are mended, and each is blamed at its own statement."""

from __future__ import annotations

from textwrap import dedent

import pytest

from whygrad.checking.check import check
from whygrad.checking.fixing import fixed

RNN = """
    import numpy as np

    def rnn_forward(x, h0, Wx, Wh, b):
        steps, h = [], h0
        for t in range(x.shape[0]):
            before, h = h, np.tanh(x[t] @ Wx + h @ Wh + b)
            steps.append((x[t], before, h))
        return h, (steps, Wx, Wh)

    def rnn_backward(dh, cache):
        steps, Wx, Wh = cache
        dx = []
        dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros(Wh.shape[1])
        for x, before, h in reversed(steps):
            da = dh * (1 - h**2)
            dx.append(da @ Wx.T)
            dWx += x.T @ da
            dWh += before.T @ da
            db += da.sum(axis=0)
            dh = da @ Wh.T
        return np.array(dx[::-1]), dh, dWx, dWh, db

    def cases():
        rng = np.random.default_rng(3)
        T, N, D, H = 3, 2, 5, 4
        return {"rnn": tuple(rng.normal(size=size) for size in ((T, N, D), (N, H), (D, H), (H, H), (H,)))}
"""

BATCH = """
    import numpy as np

    def norm_forward(x):
        c = x - x.mean(axis=0)
        r = 1 / np.sqrt((c * c).mean(axis=0) + 1e-5)
        return c * r, (c, r)

    def norm_backward(dy, cache):
        c, r = cache
        dr = (dy * c).sum(axis=0)
        dv = -0.5 * r**3 * dr
        dc = dy * r
        dc = dc + c * (2 * dv / len(dy))
        return dc - dc.mean(axis=0)

    def cases():
        return {"norm": (np.random.default_rng(5).normal(size=(6, 3)),)}
"""

SPRINGS = """
    import numpy as np

    def energy(p, k, rest):
        seg = p[1:] - p[:-1]
        length = np.sqrt((seg**2).sum(axis=1))
        stretch = length - rest
        value = 0.5 * np.sum(k * stretch**2)
        dp = np.zeros_like(p)
        pull = (k * stretch / length)[:, None] * seg
        dp[1:] += pull
        dp[:-1] -= pull
        return value, dp

    def cases():
        rng = np.random.default_rng(7)
        return {"energy": (rng.normal(size=(5, 2)), np.array([1.5, 0.7, 2.2, 1.1]), 0.3)}
"""


def line_of(text: str, part: str) -> int:
    return next(k for k, line in enumerate(text.splitlines(), 1) if part in line)


@pytest.mark.parametrize(
    ("program", "first", "second"),
    [
        (RNN, ("dh * (1 - h**2)", "dh * (1 - h**2) * (1 - h**2)"), ("dh = da @ Wh.T", "dh = 2 * (da @ Wh.T)")),
        (RNN, ("dh * (1 - h**2)", "dh * (1 - before**2)"), ("dWx, dWh, db = np.zeros_like(Wx)", "dWx, dWh, db = np.ones_like(Wx)")),
        (BATCH, ("-0.5 * r**3 * dr", "-0.5 * r**3 * dr * r**3"), ("dc = dy * r", "dc = dy * r * r")),
        (SPRINGS, ("(k * stretch / length)[:, None] * seg", "(k * stretch / length)[:, None]"), ("dp[1:] += pull", "dp[1:] += 2 * pull")),
    ],
)
def test_both_are_found(program: str, first: tuple[str, str], second: tuple[str, str]) -> None:
    right = dedent(program)
    assert check(right, "program.py").verdict == "right"
    lines = {line_of(right, first[0]), line_of(right, second[0])}
    diagnosis = check(right.replace(*first).replace(*second), "program.py")
    assert {finding.span.line for finding in diagnosis.findings} == lines, [one.message.english() for one in diagnosis.findings]
    text = fixed(diagnosis.source, diagnosis)
    assert check(text, "program.py").verdict == "right", text
