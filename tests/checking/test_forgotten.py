"""Statements that were forgotten, in loops above all: what they should have added is found, and put in where it belongs."""

from __future__ import annotations

from textwrap import dedent

import pytest

from whygrad.checking.check import check
from whygrad.checking.fixing import fixed

CONVOLUTION = """
    import numpy as np

    def conv_forward(x, w, b):
        N, H = x.shape
        F, K = w.shape
        out = np.zeros((N, F, H - K + 1))
        for n in range(N):
            for f in range(F):
                for i in range(H - K + 1):
                    out[n, f, i] = np.sum(x[n, i : i + K] * w[f]) + b[f]
        return out, (x, w)

    def conv_backward(dout, cache):
        x, w = cache
        N, F, L = dout.shape
        K = w.shape[1]
        dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros(F)
        for n in range(N):
            for f in range(F):
                for i in range(L):
                    g = dout[n, f, i]
                    dw[f] += g * x[n, i : i + K]
                    dx[n, i : i + K] += g * w[f]
                    db[f] += g
        return dx, dw, db

    def cases():
        rng = np.random.default_rng(2)
        return {"conv": (rng.normal(size=(2, 7)), rng.normal(size=(3, 4)), rng.normal(size=3))}
"""

PAIRS = """
    import numpy as np

    def energy(z, stiffness):
        dz, value = np.zeros(z.shape), 0.0
        count = 0
        for i in range(len(z)):
            for j in range(i + 1, len(z)):
                gap = z[i] - z[j]
                value += 0.5 * stiffness * np.sum(gap**2) ** 1.5
                count += 1
                pull = 1.5 * stiffness * np.sum(gap**2) ** 0.5 * gap
                dz[i] += pull
                dz[j] -= pull
        value /= count
        dz /= count
        return value, dz

    def cases():
        return {"energy": (np.random.default_rng(4).normal(size=(4, 3)), 0.7)}
"""

RECURRENT = """
    import numpy as np

    def chain_forward(x, w):
        h, seen = np.zeros(x.shape[1:]), []
        for t in range(len(x)):
            before, h = h, np.tanh(x[t] + w * h)
            seen.append((before, h))
        return h, (seen, w)

    def chain_backward(dout, cache):
        seen, w = cache
        dx, dw = [], np.zeros_like(w)
        carried = dout
        for before, h in reversed(seen):
            inner = carried * (1 - h**2)
            dx.append(inner)
            dw += (inner * before).sum(axis=0)
            carried = inner * w
        return np.array(dx[::-1]), dw

    def cases():
        rng = np.random.default_rng(6)
        return {"chain": (rng.normal(size=(4, 2, 3)), rng.normal(size=3))}
"""

PENALTY = """
    import numpy as np

    def cost(params, X, y, reg):
        W, V = params["W"], params["V"]
        h = np.tanh(X @ W)
        miss = h @ V - y
        value = np.sum(miss**2) + reg * sum(np.sum(p**2) for p in params.values())
        dh = 2 * miss @ V.T * (1 - h**2)
        raw = {"W": X.T @ dh, "V": 2 * h.T @ miss}
        grads = {name: g + 2 * reg * p for (name, g), p in zip(raw.items(), params.values())}
        return value, grads

    def cases():
        rng = np.random.default_rng(8)
        params = {"W": rng.normal(size=(4, 3)), "V": rng.normal(size=(3, 2))}
        return {"cost": (params, rng.normal(size=(5, 4)), rng.normal(size=(5, 2)), 0.3)}
"""

MISSING = [
    (CONVOLUTION, "dw[f] += g * x[n, i : i + K]", ""),
    (CONVOLUTION, "dx[n, i : i + K] += g * w[f]", ""),
    (CONVOLUTION, "db[f] += g", ""),
    (CONVOLUTION, "g * w[f]", "g"),
    (PAIRS, "dz[j] -= pull", ""),
    (PAIRS, "** 0.5 * gap", "** 0.5"),
    (RECURRENT, "inner = carried * (1 - h**2)", "inner = carried"),
    (RECURRENT, "inner = carried * (1 - h**2)", "inner = np.zeros_like(carried * (1 - h**2))"),
    (PENALTY, "dh = 2 * miss @ V.T * (1 - h**2)", "dh = np.zeros_like(2 * miss @ V.T * (1 - h**2))"),
    (PENALTY, "g + 2 * reg * p", "g"),
    (PENALTY, "g + 2 * reg * p", "g + p"),
]


@pytest.mark.parametrize("program", [CONVOLUTION, PAIRS, RECURRENT, PENALTY])
def test_nothing_is_missed_where_nothing_is_missing(program: str) -> None:
    assert check(dedent(program), "program.py").verdict == "right"


@pytest.mark.parametrize(("program", "old", "new"), MISSING)
def test_what_is_missing_is_put_in_where_it_belongs(program: str, old: str, new: str) -> None:
    text = dedent(program)
    assert text.count(old) == 1
    line = text[: text.index(old)].count("\n") + 1
    diagnosis = check(text.replace(old, new), "program.py")
    assert [finding.span.line for finding in diagnosis.findings] == [line], [str(one.message) for one in diagnosis.findings]
    assert check(fixed(diagnosis.source, diagnosis), "program.py").verdict == "right"


def test_what_is_divided_by_a_count_in_the_end_hides_no_second_mistake() -> None:
    text = dedent(PAIRS).replace("np.zeros(z.shape)", "np.ones(z.shape)").replace("pull = 1.5 *", "pull = 3 *")
    diagnosis = check(text, "program.py")
    assert check(fixed(diagnosis.source, diagnosis), "program.py").verdict == "right"
    assert len(diagnosis.findings) == 2


def test_zeros_are_found_on_a_way_with_another_mistake() -> None:
    text = dedent(RECURRENT).replace("inner = carried * (1 - h**2)", "inner = 2 * carried * (1 - h**2)")
    text = text.replace("carried = inner * w", "carried = np.zeros_like(inner * w)")
    diagnosis = check(text, "program.py")
    assert check(fixed(diagnosis.source, diagnosis), "program.py").verdict == "right"
    assert len(diagnosis.findings) == 2
