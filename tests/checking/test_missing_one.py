"""What goes into an add gate alone has the gradient 1: the path that is forgotten most easily."""

from __future__ import annotations

from textwrap import dedent

import pytest

from whygrad.checking.check import check
from whygrad.checking.fixing import fixed

NUMBERS = [
    ("y = x * x + x", "dx = 2 * x", "dx = 2 * x + 1"),
    ("y = x * x - x", "dx = 2 * x", "dx = 2 * x - 1"),
    ("y = x * w + x", "dx = w", "dx = w + 1"),
    ("y = x * w + x + w", "dw = x", "dw = x + 1"),
]


@pytest.mark.parametrize(("forward", "wrong", "right"), NUMBERS)
def test_of_numbers(forward: str, wrong: str, right: str) -> None:
    diagnosis = check(f"x = 3.0\nw = -1.5\n{forward}\n{wrong}\n")
    assert [finding.slug for finding in diagnosis.findings] == ["missing-path"]
    assert fixed(diagnosis.source, diagnosis).split("\n")[3] == right


def test_where_there_is_one_way_only_no_path_is_missing() -> None:
    diagnosis = check("import math\nz = 0.7\np = 1 / (1 + math.exp(-z))\nloss = -math.log(p)\ndz = p\n")
    (finding,) = diagnosis.findings
    assert finding.slug == "wrong-variable"
    assert finding.message.english() == "A term is missing in `p`: `p - 1` belongs here."
    assert "dz = p - 1" in fixed(diagnosis.source, diagnosis)


def test_of_arrays() -> None:
    program = """
        import numpy as np

        def loss(w, X):
            z = X @ w
            value = np.sum(z * z + z)
            dz = 2 * z
            return value, X.T @ dz

        def cases():
            r = np.random.default_rng(0)
            return {"loss": (r.normal(size=3), r.normal(size=(4, 3)))}
    """
    diagnosis = check(dedent(program), "loss.py")
    assert "dz = 2 * z + 1\n" in fixed(diagnosis.source, diagnosis)
