"""What is right at the given constants only: a slope of 1, a rate that stands in for its square, a stride of 1."""

from __future__ import annotations

from textwrap import dedent

import pytest

from whygrad.checking.check import check
from whygrad.checking.fixing import fixed

ELU = """
    import numpy as np

    def elu_forward(x, alpha=1.0):
        y = np.where(x > 0, x, alpha * (np.exp(x) - 1))
        return y, (x, y, alpha)

    def elu_backward(dy, cache):
        x, y, alpha = cache
        return dy * np.where(x > 0, 1, y + SLOPE)

    def cases():
        return {"elu": (np.random.default_rng(0).normal(size=(4, 3)),)}
"""


def test_a_default_is_another_number_too() -> None:
    assert not check(dedent(ELU).replace("SLOPE", "alpha"), "elu.py").findings
    diagnosis = check(dedent(ELU).replace("SLOPE", "1"), "elu.py")
    (finding,) = diagnosis.findings
    assert finding.severity == "warning" and "`alpha`" in finding.explanation[0].english()
    assert "y + alpha)" in fixed(diagnosis.source, diagnosis)


STRIDE = """
    import numpy as np

    def conv_forward(x, w, stride=1):
        n = (len(x) - len(w)) // stride + 1
        return np.array([x[i * stride : i * stride + len(w)] @ w for i in range(n)]), (x, w, stride)

    def conv_backward(d, cache):
        x, w, stride = cache
        dx, dw = np.zeros_like(x), np.zeros_like(w)
        for i, g in enumerate(d):
            dx[START : START + len(w)] += g * w
            dw += g * x[START : START + len(w)]
        return dx, dw

    def cases():
        r = np.random.default_rng(0)
        return {"conv": (r.normal(size=9), r.normal(size=3))}
"""


def test_a_stride_of_one_is_another_one_too() -> None:
    right = dedent(STRIDE).replace("START", "i * stride")
    assert not check(right, "conv.py").findings
    diagnosis = check(dedent(STRIDE).replace("START", "i"), "conv.py")
    assert diagnosis.findings and fixed(diagnosis.source, diagnosis) == right


@pytest.mark.parametrize("lam", [0.5, 2.0])
def test_a_fix_holds_for_other_rates(lam: float) -> None:
    program = f"""
        import numpy as np

        def ridge_loss(w, X, y, lam={lam}):
            e = X @ w - y
            return 0.5 * e @ e + 0.5 * lam * w @ w, X.T @ e + w

        def cases():
            r = np.random.default_rng(0)
            return {{"ridge_loss": (r.normal(size=3), r.normal(size=(5, 3)), r.normal(size=5))}}
    """
    diagnosis = check(dedent(program), "ridge.py")
    assert "X.T @ e + lam * w" in fixed(diagnosis.source, diagnosis)


STATE = """
    import numpy as np

    def rnn_loss(y, h0, W):
        h = np.tanh(W @ h0)
        p = np.exp(h) / np.exp(h).sum()
        loss = -np.log(p[y])
        dh = p.copy()
        dh[y] -= 1
        dW = np.outer(dh * (1 - h**2), h0)
        return RETURNED

    def cases():
        n = np.random.default_rng(0).normal
        return {"rnn_loss": (1, n(size=4), n(size=(4, 4)))}
"""


@pytest.mark.parametrize("returned", ["loss, dW, h", "loss, {'W': dW}, h", "loss, dW, p, h"])
def test_what_a_loss_hands_back_behind_its_gradients_is_none(returned: str) -> None:
    diagnosis = check(dedent(STATE).replace("RETURNED", returned), "rnn.py")
    assert {target.with_respect_to: target.verdict for target in diagnosis.targets} == {"W": "right"}
    assert not diagnosis.findings and not diagnosis.problems


def test_an_input_in_the_place_of_its_gradient_is_a_mistake_still() -> None:
    diagnosis = check(dedent(STATE).replace("RETURNED", "loss, dW, h0"), "rnn.py")
    assert diagnosis.verdict == "wrong"


def test_a_step_that_divides_makes_a_mean_of_a_sum() -> None:
    program = """
        import numpy as np

        X = np.random.default_rng(0).normal(size=(6, 4))
        w, y = np.zeros(4), X[:, 0] > 0
        for i in range(3):
            p = 1 / (1 + np.exp(-X @ w))
            cost = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
            grad = FACTOR * X.T @ (p - y)
            w -= 0.1 / len(y) * grad
    """
    for factor, verdict in (("1", "right"), ("3", "wrong")):
        assert check(dedent(program).replace("FACTOR", factor), "train.py").verdict == verdict


def test_a_step_that_is_written_out_is_judged_where_it_speaks_of_gradients() -> None:
    program = """
        import numpy as np

        rng = np.random.default_rng(0)
        X, t = rng.normal(size=(20, 3)), rng.normal(size=(20, 2))
        W1, W2 = rng.normal(size=(3, 5)), rng.normal(size=(5, 2))
        for it in range(4):
            h = np.tanh(X @ W1)
            o = h @ W2
            loss = ((o - t) ** 2).sum()
            do = 2 * (o - t)
            dh = do @ W2.T
            W2 -= 0.01 * h.T @ do
            W1 -= 0.01 * X.T @ (dh * (1 - SQUARE))
    """
    for square, verdict in (("h**2", "right"), ("h", "wrong")):
        assert check(dedent(program).replace("SQUARE", square), "train.py").verdict == verdict


def test_gates_side_by_side_stay_so_at_other_sizes() -> None:
    program = """
        import numpy as np

        def gates_forward(x, W, b):
            a = x @ W + b
            H = len(b) // 3
            s = np.tanh(a[:, : 2 * H])
            return s[:, :H] * a[:, 2 * H : 3 * H] + s[:, H:], (x, W, a, s, H)

        def gates_backward(dout, cache):
            x, W, a, s, H = cache
            ds = np.concatenate([dout * a[:, 2 * H :], dout], axis=1)
            da = np.concatenate([ds * (1 - s**2), dout * s[:, :H]], axis=1)
            return da @ W.T, x.T @ da, da.sum(0)

        def cases():
            r = np.random.default_rng(0)
            return {"gates": (r.normal(size=(5, 2)), r.normal(size=(2, 9)), r.normal(size=9))}
    """
    diagnosis = check(dedent(program), "gates.py")
    assert diagnosis.verdict == "right" and not diagnosis.findings


def test_what_stands_where_a_gradient_was_computed_that_nobody_reads_is_a_mistake() -> None:
    program = """
        import numpy as np

        def loss(W, v, x):
            h = np.tanh(W @ x)
            value = np.sum(h * v)
            dv = h
            dz = v * (1 - h**2)
            dW = np.outer(dz, x)
            return value, dW, h

        def cases():
            n = np.random.default_rng(0).normal
            return {"loss": (n(size=(4, 4)), n(size=4), n(size=4))}
    """
    assert check(dedent(program).replace("dv = h", "dv = np.tanh(W @ x)"), "loss.py").verdict == "right"  # `h` is `dv`
    diagnosis = check(
        dedent(program).replace("dv = h", "dv = np.sin(h)").replace("h * v", "np.sin(h) * v").replace("v * (1", "v * np.cos(h) * (1"),
        "loss.py",
    )
    assert diagnosis.verdict == "wrong" and "return value, dW, dv" in fixed(diagnosis.source, diagnosis)


def test_a_parameter_that_is_returned_where_a_gradient_was_computed_that_nobody_reads_is_a_mistake() -> None:
    program = """
        import numpy as np

        def nll(y, mu, log_var):
            resid, inv_var = y - mu, np.exp(-log_var)
            loss = 0.5 * np.mean(log_var + resid**2 * inv_var)
            dmu = -resid * inv_var / mu.size
            dlog_var = 0.5 * (1 - resid**2 * inv_var) / mu.size
            return loss, y, dlog_var

        def cases():
            n = np.random.default_rng(0).normal
            return {"nll": (n(size=6), n(size=6), n(size=6))}
    """
    diagnosis = check(dedent(program), "nll.py")
    assert diagnosis.verdict == "wrong" and "return loss, dmu, dlog_var" in fixed(diagnosis.source, diagnosis)
