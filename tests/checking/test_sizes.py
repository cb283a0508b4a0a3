"""Sizes that are equal at the given arguments: a fix says which one is meant, or that it holds at these sizes only."""

from __future__ import annotations

from textwrap import dedent

from whygrad.checking.check import check
from whygrad.checking.fixing import fixed


def mended(program: str) -> str:
    diagnosis = check(dedent(program), "program.py")
    assert diagnosis.verdict == "wrong"
    return fixed(diagnosis.source, diagnosis)


BAG = """
    import numpy as np

    def bag_forward(idx, E, W):
        v = E[idx].mean(axis=1)
        return v @ W, (idx, E, W, v)

    def bag_backward(dout, cache):
        idx, E, W, v = cache
        dW = v.T @ dout
        dv = dout @ W.T
        dE = np.zeros_like(E)
        np.add.at(dE, idx, dv[:, None, :])
        return dE, dW

    def cases():
        r = np.random.default_rng(1)
        return {"bag": (np.array([[0, 2, 2], [1, 4, 0]]), r.normal(size=(6, 4)), r.normal(size=(4, 3)))}
"""


def test_a_size_that_another_one_is_equal_to_is_not_taken_for_it() -> None:
    text = mended(BAG)
    assert "idx.shape[1]" in text and "W.shape" not in text and "dout.shape" not in text


STRIDE = """
    import numpy as np

    class Windows:
        def __init__(self, size, stride):
            self.size, self.stride = size, stride

        def forward(self, x):
            self.n = x.shape[0]
            self.count = (self.n - self.size) // self.stride + 1
            return np.array([np.sum(x[k * self.stride : k * self.stride + self.size]) for k in range(self.count)])

        def backward(self, dout):
            dx = np.zeros(self.n)
            for k in range(self.count):
                dx[k : k + self.size] += dout[k]
            return dx

    def cases():
        return {"Windows": (Windows(2, 2), np.random.default_rng(0).normal(size=6))}
"""


def test_whole_numbers_that_are_equal_are_told_apart_too() -> None:
    assert "dx[k * self.stride : k * self.stride + self.size]" in mended(STRIDE)


def test_a_bare_number_is_the_size_that_it_is_equal_to() -> None:
    program = """
        import numpy as np

        def scale_forward(x):
            return x * len(x), x

        def scale_backward(dout, x):
            return dout * 5

        def cases():
            return {"scale": (np.random.default_rng(0).normal(size=4),)}
    """
    (finding,) = check(dedent(program), "program.py").findings
    assert finding.fix is not None
    assert finding.fix.certainty == "verified" and any(
        "x.shape[0]" in edit.replacement or "len(x)" in edit.replacement for edit in finding.fix.edits
    )


def test_what_is_written_for_one_size_is_asked_nothing_at_others() -> None:
    program = """
        import numpy as np

        def square_forward(x):
            return x**2, x

        def square_backward(dout, x):
            dx = np.empty(3)
            dx[:2] = 3 * x[:2] * dout[:2]
            dx[2] = 2 * x[2] * dout[2]
            return dx

        def cases():
            return {"square": (np.arange(3.0) + 1,)}
    """
    (finding,) = check(dedent(program), "program.py").findings
    assert finding.confidence == "certain" and finding.fix is not None and finding.fix.certainty == "verified"


def test_where_gradients_are_collected_zeros_stay_zeros() -> None:
    program = """
        import numpy as np

        class Param:
            def __init__(self, data):
                self.data = data
                self.grad = np.zeros_like(data)

        class Affine:
            def __init__(self, W):
                self.W = Param(W)

            def forward(self, x):
                self.x = x
                return x @ self.W.data

            def backward(self, dout):
                self.W.grad += self.x.T @ dout
                return dout @ self.W.data.T

        def cases():
            r = np.random.default_rng(0)
            return {"Affine": (Affine(r.normal(size=(3, 2))), r.normal(size=(4, 3)))}
    """
    diagnosis = check(dedent(program), "program.py")
    assert diagnosis.verdict == "right"
    assert [target.name for target in diagnosis.targets] == ["dx", "dW"]
    assert all("Called again" in finding.message.english() for finding in diagnosis.findings)
