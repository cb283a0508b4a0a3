"""Numbers that are less exact on the way than at its ends: their rounding is no mistake, and a mistake is one still."""

from __future__ import annotations

from textwrap import dedent

import pytest

from whygrad.checking.check import check

PROGRAM = """
    import numpy as np

    def gate_forward(x, w):
        t = np.tanh({x})
        keep = (x > 0).astype(np.{mask})
        return t * w * keep, (t, w, keep)

    def gate_backward(dout, cache):
        t, w, keep = cache
        return {dx}, np.sum(dout * keep * t, axis=0)

    def cases():
        rng = np.random.default_rng(3)
        return {{"gate": (3 * rng.normal(size=(5, 4)), rng.normal(size=4))}}
"""
RIGHT = "dout * keep * w * (1 - t**2)"


def verdict(x: str, dx: str, mask: str = "float64") -> str:
    return check(dedent(PROGRAM).format(x=x, dx=dx, mask=mask), "program.py").verdict


@pytest.mark.parametrize("kind", ["float32", "float16"])
def test_rounding_on_the_way_is_no_mistake(kind: str) -> None:
    assert verdict(f"x.astype(np.{kind})", RIGHT) == "right"
    assert verdict(f"x.astype(np.{kind}).astype(np.float64)", RIGHT) == "right"


def test_a_backward_pass_may_be_less_exact_than_the_forward_pass() -> None:
    assert verdict("x", f"({RIGHT}).astype(np.float32)") == "right"


def test_a_mistake_is_one_in_any_kind_of_number() -> None:
    for x in ("x", "x.astype(np.float32)"):
        assert verdict(x, "dout * keep * w * (1 - t)") == "wrong"
        assert verdict(x, f"1.05 * {RIGHT}") == "wrong"


def test_a_mask_of_float32_makes_nothing_less_exact() -> None:
    assert verdict("x", RIGHT, mask="float32") == "right"
    assert verdict("x", f"1.0005 * {RIGHT}", mask="float32") == "wrong"
