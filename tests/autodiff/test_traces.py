"""What a recorded function shows of itself in a notebook."""

from __future__ import annotations

import numpy as np

import whygrad


def test_a_trace_shows_its_nodes_with_their_shapes() -> None:
    shown = whygrad.trace(lambda w: np.sum(np.tanh(w @ w)), np.ones((2, 2)))._repr_html_()
    assert "t1 = matmul(t0, t0)  (2, 2)" in shown
    assert "tanh(t1)" in shown


def test_of_a_long_one_the_beginning_is_shown() -> None:
    def repeated(x: float) -> float:
        for _turn in range(200):
            x = x * 1.01 + 0.1
        return x

    shown = whygrad.trace(repeated, 0.5)._repr_html_()
    assert shown.count("\n") < 80
    assert shown.endswith("…</pre>")
