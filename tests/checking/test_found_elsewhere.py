"""What a wrong expression should be stands elsewhere: a number in the forward pass, the other half of a derivative, a root."""

from __future__ import annotations

from textwrap import dedent

import pytest

from whygrad.checking.check import check
from whygrad.checking.fixing import fixed

GATES = """
    import numpy as np

    def gates_forward(x, W, V):
        a, b = x @ W, x @ V
        s, t = 1 / (1 + np.exp(-a)), np.tanh(b)
        return s * np.where(t > 0, t, 0.3 * t) / np.sqrt(x.shape[1]), (x, W, V, s, t)

    def gates_backward(dout, cache):
        x, W, V, s, t = cache
        d = x.shape[1]
        g = dout / np.sqrt(d)
        slope = np.where(t > 0, 1, 0.3)
        da = g * np.where(t > 0, t, 0.3 * t) * s * (1 - s)
        db = g * s * slope * (1 - t**2)
        return da @ W.T + db @ V.T, x.T @ da, x.T @ db

    def cases():
        r = np.random.default_rng(3)
        return {"gates": (r.normal(size=(4, 3)), r.normal(size=(3, 2)), r.normal(size=(3, 2)))}
"""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("np.where(t > 0, 1, 0.3)", "np.where(t > 0, 1, 0.01)"),
        ("* s * (1 - s)", "* s"),
        ("g * s * slope * (1 - t**2)", "g * s * slope * t * (1 - t)"),
    ],
)
def test_it_is_found(right: str, wrong: str) -> None:
    program = dedent(GATES)
    assert check(program, "gates.py").verdict == "right"
    assert program.count(right) == 1
    diagnosis = check(program.replace(right, wrong), "gates.py")
    assert fixed(diagnosis.source, diagnosis) == program


ATTENTION = """
    import numpy as np

    def scores_forward(Q, K):
        S = Q @ K.T / np.sqrt(K.shape[1])
        return S, (Q, K)

    def scores_backward(dS, cache):
        Q, K = cache
        d = K.shape[1]
        dQ = dS @ K / np.sqrt(d)
        dK = dS.T @ Q
        return dQ, dK

    def cases():
        r = np.random.default_rng(3)
        return {"scores": (r.normal(size=(4, 3)), r.normal(size=(5, 3)))}
"""


def test_a_root_that_stands_beside_it_divides() -> None:
    diagnosis = check(dedent(ATTENTION), "scores.py")
    assert "dK = dS.T @ Q / np.sqrt(d)\n" in fixed(diagnosis.source, diagnosis)


TWO = """
    import numpy as np

    def softmax_ce(W, b, X, y):
        N = len(X)
        s = X @ W + b
        p = np.exp(s - s.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        loss = -np.log(p[np.arange(N), y]).mean() + 0.1 * np.sum(W * W)
        d = p.copy()
        d[np.arange(N), y] -= 1
        dW = X.T @ d / N + 0.1 * W
        db = d.sum(axis=0)
        return loss, dW, db

    def cases():
        r = np.random.default_rng(0)
        return {"softmax_ce": (r.normal(size=(4, 3)), r.normal(size=3), r.normal(size=(7, 4)), r.integers(3, size=7))}
"""


def test_two_claims_have_a_mistake_each_though_one_change_before_both_would_mend_one_of_them() -> None:
    diagnosis = check(dedent(TWO), "softmax.py")
    assert sorted(finding.span.line for finding in diagnosis.findings) == [12, 13]
    text = fixed(diagnosis.source, diagnosis)
    assert check(text, "softmax.py").verdict == "right"


DILATED = """
    import numpy as np

    def conv_forward(x, w, dilation):
        K, Lo = len(w), x.shape[1] - dilation * (len(w) - 1)
        out = np.zeros((len(x), Lo))
        for k in range(K):
            out += w[k] * x[:, k * dilation : k * dilation + Lo]
        return out, (x, w, dilation)

    def conv_backward(dout, cache):
        x, w, dilation = cache
        Lo = dout.shape[1]
        dx, dw = np.zeros_like(x), np.zeros_like(w)
        for k in range(len(w)):
            window = slice(k * dilation, k * dilation + Lo)
            dx[:, window] += w[k] * dout
            dw[k] = np.sum(dout * x[:, window])
        return dx, dw

    def cases():
        r = np.random.default_rng(1)
        return {"conv": (r.normal(size=(2, 9)), r.normal(size=3), 2)}
"""


def test_a_window_that_is_given_as_a_slice_is_one_too() -> None:
    program = dedent(DILATED)
    assert check(program, "conv.py").verdict == "right"
    diagnosis = check(program.replace("slice(k * dilation, k * dilation + Lo)", "slice(k, k + Lo)"), "conv.py")
    assert fixed(diagnosis.source, diagnosis) == program


def test_the_scale_of_attention_may_be_missing_in_one_place() -> None:
    program = """
        import numpy as np

        def attention_forward(q, k, v):
            d = q.shape[1]
            s = q @ k.T / np.sqrt(d)
            e = np.exp(s - s.max(1, keepdims=True))
            a = e / e.sum(1, keepdims=True)
            return a @ v, (q, k, v, a)

        def attention_backward(dout, cache):
            q, k, v, a = cache
            d = q.shape[1]
            da, dv = dout @ v.T, a.T @ dout
            ds = a * (da - (da * a).sum(1, keepdims=True))
            dq = ds @ k
            dk = ds.T @ q
            return dq, dk, dv

        def cases():
            r = np.random.default_rng(1)
            return {"attention": (r.normal(size=(4, 3)), r.normal(size=(5, 3)), r.normal(size=(5, 2)))}
    """
    diagnosis = check(dedent(program), "attention.py")
    text = fixed(diagnosis.source, diagnosis)
    assert text.count("np.sqrt(") > 1 and check(text, "attention.py").verdict == "right"
