"""An axis that was put in, or left out, is called what it is."""

from __future__ import annotations

from textwrap import dedent

import pytest

from whygrad.checking.check import check
from whygrad.checking.fixing import fixed

PROGRAM = """
    import numpy as np

    def norm_forward(x):
        rms = np.sqrt(np.mean(x**2, axis=1))
        return x / rms[:, None], (x, rms)

    def norm_backward(dout, cache):
        x, rms = cache
        drms = -np.sum(dout * x, axis=1) / rms**2
        dms = drms * 0.5 / rms
        return dout / rms[:, None] + 2 * x * dms[:, None] / x.shape[1]

    def cases():
        return {"norm": (np.random.default_rng(1).normal(size=(4, 4)),)}
"""


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("dms = drms * 0.5 / rms", "dms = (drms * 0.5 / rms)[:, None]", "has an axis too many"),
        ("2 * x * dms[:, None]", "2 * x * dms", "lacks an axis"),
    ],
)
def test_it_says_whether_one_is_too_many_or_lacking(right: str, wrong: str, said: str) -> None:
    text = dedent(PROGRAM)
    assert check(text, "program.py").verdict == "right"
    diagnosis = check(text.replace(right, wrong), "program.py")
    assert [said in finding.message.english() for finding in diagnosis.findings] == [True], diagnosis.findings
    assert check(fixed(diagnosis.source, diagnosis), "program.py").verdict == "right"
