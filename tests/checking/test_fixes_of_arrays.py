"""What is proposed for wrong gradients of arrays: applied to the text and run again, it is right; and it blames no part that is right."""

from __future__ import annotations

from textwrap import dedent

import pytest

from whygrad.checking.check import check
from whygrad.checking.fixing import fixed
from whygrad.checking.report import Diagnosis

LOSS = """
    import numpy as np

    def loss(W, X, y, reg):
        n = X.shape[0]
        scores = X @ W
        shifted = scores - scores.max(axis=1, keepdims=True)
        p = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
        value = -np.log(p[np.arange(n), y]).sum() / n + reg * np.sum(W * W)
        dW = {gradient}
        return value, dW

    def cases():
        rng = np.random.default_rng({seed})
        return {{"loss": (rng.normal(size=({d}, 3)), rng.normal(size=({n}, {d})), np.arange({n}) % 3, 0.1)}}
"""


def loss(gradient: str, *, seed: int = 1, n: int = 5, d: int = 4) -> str:
    return dedent(LOSS).format(gradient=gradient, seed=seed, n=n, d=d)


def mended(text: str) -> tuple[Diagnosis, str]:
    """The diagnosis, and the text with its fixes."""
    diagnosis = check(dedent(text), "program.py")
    return diagnosis, fixed(diagnosis.source, diagnosis)


@pytest.mark.parametrize("gradient", ["2 * reg * W", "np.zeros_like(W)", "X.T @ scores"])
def test_what_no_small_change_mends_is_written_anew(gradient: str) -> None:
    diagnosis, text = mended(loss(gradient))
    assert diagnosis.verdict == "wrong"
    assert check(text, "program.py").verdict == "right", text


def test_what_is_written_anew_holds_at_other_sizes() -> None:
    _diagnosis, text = mended(loss("2 * reg * W"))
    other = loss("0", seed=2, n=7, d=6).split("def cases")[1]
    assert check(text.split("def cases")[0] + "def cases" + other, "program.py").verdict == "right", text


def test_a_gradient_inside_a_branch_is_written_anew() -> None:
    diagnosis, text = mended("""
        import numpy as np

        def act_forward(z, kind):
            if kind == "sigmoid":
                a = 1 / (1 + np.exp(-z))
            else:
                a = np.maximum(z, 0)
            return a, z

        def act_backward(da, z, kind):
            if kind == "sigmoid":
                s = 1 + np.exp(-z)
                dz = s + da
            else:
                dz = da * (z > 0)
            return dz

        def cases():
            return {"act_forward": (np.random.default_rng(0).normal(size=(3, 4)), "sigmoid")}
    """)
    assert diagnosis.verdict == "wrong"
    assert check(text, "program.py").verdict == "right", text


def test_none_among_the_gradients_is_filled() -> None:
    diagnosis, text = mended("""
        import numpy as np

        def shift_forward(x, b):
            return x + b, x

        def shift_backward(dout, x):
            return dout, None

        def cases():
            rng = np.random.default_rng(0)
            return {"shift_forward": (rng.normal(size=(4, 3)), rng.normal(size=3))}
    """)
    assert [finding.slug for finding in diagnosis.findings] == ["unfinished"]
    again = check(text, "program.py")
    assert again.verdict == "right" and not again.findings, text
    assert {target.with_respect_to for target in again.targets} == {"x", "b"}


STEPS = """
    import numpy as np

    def step_forward(x, h, W, U):
        a = x @ W + h @ U
        return np.tanh(a), (x, h, W, U, np.tanh(a))

    def step_backward(dout, cache):
        x, h, W, U, out = cache
        da = {local}
        return da @ W.T, {hidden}, x.T @ da, h.T @ da

    def net_forward(xs, h, W, U):
        caches = []
        for t in range(len(xs)):
            h, cache = step_forward(xs[t], h, W, U)
            caches.append(cache)
        return h, caches

    def net_backward(dh, caches):
        dxs, dW, dU = [], 0, 0
        for cache in reversed(caches):
            dx, {carried}, dw, du = step_backward(dh, cache)
            dxs.append(dx)
            dW, dU = dW + dw, dU + du
        return np.array(dxs[::-1]), {returned}, dW, dU

    def cases():
        rng = np.random.default_rng(0)
        sizes = (3, 2, 4), (2, 5), (4, 5), (5, 5)
        return {{"net_forward": tuple(rng.normal(size=size) for size in sizes)}}
"""
PARTS = {"local": "dout * (1 - out**2)", "hidden": "da @ U.T", "carried": "dh", "returned": "dh"}


def test_the_steps_are_right_as_they_are() -> None:
    assert check(dedent(STEPS).format(**PARTS), "program.py").verdict == "right"


def test_two_mistakes_in_a_step_are_seen_at_the_step() -> None:
    diagnosis, text = mended(dedent(STEPS).format(**PARTS | {"local": "dout * (1 - out)", "hidden": "da @ U"}))
    assert {finding.span.line for finding in diagnosis.findings} == {10, 11}
    assert check(text, "program.py").verdict == "right", text


def test_a_step_that_is_right_is_not_blamed() -> None:
    diagnosis, _text = mended(dedent(STEPS).format(**PARTS | {"returned": "dh + dh"}))
    assert diagnosis.verdict == "wrong"
    assert all(finding.span.line > 12 for finding in diagnosis.findings)


def test_a_product_that_is_missing_in_a_loop_over_layers() -> None:
    diagnosis, text = mended("""
        import numpy as np

        def loss(params, X, Y):
            kept, a = [], X
            for k in range(3):
                kept.append(a)
                a = np.tanh(a @ params[f"W{k}"])
            value = 0.5 * np.sum((a - Y) ** 2)
            grads, da = {}, a - Y
            for k in reversed(range(3)):
                dz = da * (1 - a**2)
                grads[f"W{k}"] = np.zeros_like(params[f"W{k}"])
                da, a = dz @ params[f"W{k}"].T, kept[k]
            return value, grads

        def cases():
            rng = np.random.default_rng(0)
            sizes = (4, 5), (5, 6), (6, 2)
            params = {f"W{k}": 0.5 * rng.normal(size=size) for k, size in enumerate(sizes)}
            return {"loss": (params, rng.normal(size=(7, 4)), rng.normal(size=(7, 2)))}
    """)
    assert {finding.span.line for finding in diagnosis.findings} == {13}
    assert check(text, "program.py").verdict == "right", text


def test_the_mistake_stands_where_a_gradient_is_made_and_not_where_it_is_scaled_or_used() -> None:
    diagnosis, text = mended("""
        import numpy as np

        def attention_forward(q, k, v):
            scale = 1 / np.sqrt(q.shape[1])
            scores = q @ k.T * scale
            e = np.exp(scores - scores.max(axis=1, keepdims=True))
            weights = e / e.sum(axis=1, keepdims=True)
            return weights @ v, (q, k, v, weights, scale)

        def attention_backward(dout, cache):
            q, k, v, weights, scale = cache
            dv, dweights = weights.T @ dout, dout @ v.T
            dscores = -weights * np.sum(dweights * weights, axis=1, keepdims=True)
            dscores *= scale
            return dscores @ k, dscores.T @ q, dv

        def cases():
            rng = np.random.default_rng(0)
            return {"attention_forward": tuple(rng.normal(size=size) for size in ((4, 5), (6, 5), (6, 3)))}
    """)
    assert {finding.span.line for finding in diagnosis.findings} == {14}
    assert check(text, "program.py").verdict == "right", text


def test_a_name_that_is_meant_as_another_gradient_is_not_called_wrong() -> None:
    diagnosis, text = mended("""
        import numpy as np
        rng = np.random.default_rng(1)
        X, w = rng.normal(size=(5, 3)), rng.normal(size=3)
        y = np.array([0, 1, 1, 0, 1])
        p = 1 / (1 + np.exp(-(X @ w)))
        loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
        dp = p - y
        dw = X.T @ dp
    """)
    assert check(text, "program.py").verdict == "right"
    assert [(target.name, target.verdict) for target in diagnosis.targets] == [("dw", "wrong")]
