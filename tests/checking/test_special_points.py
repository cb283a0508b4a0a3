"""What shows only at special points: large numbers, equal entries, bounds, arrays of whole numbers; and right code that looks odd there."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest

import whygrad
from whygrad.checking.check import check
from whygrad.checking.fixing import fixed
from whygrad.checking.report import Diagnosis


def of(text: str) -> tuple[str, Diagnosis]:
    source = "import numpy as np\n" + dedent(text)
    return source, check(source, "layer.py")


def mended(text: str) -> tuple[str, str]:
    """The kind of the one mistake, and the line that takes the place of the wrong one; the text with it is right."""
    source, diagnosis = of(text)
    errors = [one for one in diagnosis.findings if one.severity == "error"]
    assert len(errors) == 1
    after = fixed(source, diagnosis)
    assert check(after, "layer.py").verdict == "right"
    changed = [line for line in after.splitlines() if line not in source.splitlines()]
    return errors[0].slug, " / ".join(line.strip() for line in changed)


CROSS_ENTROPY = """
    def bce_forward(z, y):
        out = np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))
        return out, (z, y)

    def bce_backward(dout, cache):
        z, y = cache
        p = {sigmoid}
        return dout * (p - y) / z.size, None

    def cases():
        return {{"bce": (np.array({z}), np.array([0, 1, 1]))}}
"""


def test_an_overflow_at_the_given_numbers_is_an_error_at_the_statement_that_makes_it() -> None:
    source, diagnosis = of(CROSS_ENTROPY.format(sigmoid="np.exp(z) / (1 + np.exp(z))", z="[900.0, -1.2, 2.0]"))
    (finding,) = diagnosis.findings
    assert diagnosis.verdict == "wrong" and finding.slug == "overflow"
    assert source.splitlines()[finding.span.line - 1].strip().startswith("p = np.exp(z)")


def test_an_overflow_at_larger_numbers_is_a_warning() -> None:
    _source, diagnosis = of(CROSS_ENTROPY.format(sigmoid="np.exp(z) / (1 + np.exp(z))", z="[0.3, -1.2, 2.0]"))
    assert diagnosis.verdict == "right"
    assert [(one.slug, one.severity) for one in diagnosis.findings] == [("overflow", "warning")]


def test_a_form_that_stays_finite_gets_no_warning() -> None:
    _source, diagnosis = of(
        CROSS_ENTROPY.format(sigmoid="np.where(z > 0, 1 / (1 + np.exp(-z)), 1 - 1 / (1 + np.exp(z)))", z="[0.3, 2.0, 1.0]")
    )
    assert diagnosis.verdict == "right" and not diagnosis.findings


def test_bounds_keep_their_order() -> None:
    def forward(x: np.ndarray, lo: np.ndarray, hi: np.ndarray) -> object:
        return np.minimum(np.maximum(x, lo), hi), (x, lo, hi)

    def backward(dout: np.ndarray, cache: tuple[np.ndarray, ...]) -> object:
        x, lo, hi = cache
        below, above = x < lo, x > hi
        return dout * ~(below | above), np.where(below, dout, 0).sum(0), np.where(above, dout, 0).sum(0)

    x = 2 * np.random.default_rng(0).normal(size=(5, 3))
    assert whygrad.check(forward, backward, x, np.array([-1.0, -0.5, -2.0]), np.array([0.5, 1.0, 1.5])).ok


POOL = """
    def top_forward(x):
        m = x.max(axis=1)
        return m, (x, m)

    def top_backward(dout, cache):
        x, m = cache
        dx = np.zeros_like(x)
        dx += {mask} * dout[:, None, :]
        return dx

    def cases():
        return {{"top": (np.random.default_rng(0).normal(size=(3, 5, 2)),)}}
"""


def test_equal_entries_share() -> None:
    slug, line = mended(POOL.format(mask="(x == m[:, None, :])"))
    assert slug == "ties" and ".sum(axis=1, keepdims=True)" in line


@pytest.mark.parametrize("made", ["np.zeros_like(order)", "np.zeros(dout.shape, dtype=int)", "np.array([[0] * 5] * 3)"])
def test_an_array_of_whole_numbers_is_made_of_floats(made: str) -> None:
    text = """
        def sort_forward(x):
            order = np.argsort(x, axis=1)
            rows = np.arange(3)[:, None]
            return x[rows, order], (rows, order)

        def sort_backward(dout, cache):
            rows, order = cache
            dx = {made}
            dx[rows, order] = dout
            return dx

        def cases():
            return {{"sort": (np.random.default_rng(0).normal(size=(3, 5)),)}}
    """
    slug, line = mended(text.format(made=made))
    assert slug == "integer-array" and "float" in line


KINDS = {
    "an exponent": ("wrong-power", "dv = dout * -0.5 * (v + 1e-5) ** (-0.5)"),
    "once too often": ("doubled-path", "dv = dout * -0.5 * (v + 1e-5) ** (-1.5)\n        dv = dv + dout"),
    "a penalty that isn't there": ("regularisation-mismatch", "dv = dout * -0.5 * (v + 1e-5) ** (-1.5) + alpha * v"),
}


@pytest.mark.parametrize("name", KINDS)
def test_the_kind_is_told(name: str) -> None:
    slug, statement = KINDS[name]
    text = f"""
    def inverse_forward(v, alpha):
        return 1 / np.sqrt(v + 1e-5), (v, alpha)

    def inverse_backward(dout, cache):
        v, alpha = cache
        {statement}
        return dv, None

    def cases():
        return {{"inverse": (np.random.default_rng(0).uniform(1, 2, size=(3, 5)), 0.3)}}
    """
    assert mended(text)[0] == slug


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # it overflows on purpose
def test_what_a_loss_returns_beside_itself_hands_nothing_down() -> None:
    def with_probabilities(w: np.ndarray, x: np.ndarray) -> object:
        z = x @ w
        return np.sum(np.maximum(z, 0)), x.T @ (np.exp(z) / (1 + np.exp(z)))

    w, x = np.array([1.0, 0.5]), np.array([[900.0, 400.0], [1.0, 2.0]])
    _value, pullback = whygrad.vjp(with_probabilities, w, x)
    dw, dx = pullback((1.0, np.zeros(2)))
    assert np.all(np.isfinite(dw)) and np.all(np.isfinite(dx))


def test_a_number_of_the_forward_pass_is_no_size(tmp_path: Path) -> None:
    text = """
    def leaky(z):
        return np.maximum(z, 0.2 * z)

    def net_forward(x, w):
        z = x @ w
        return leaky(z), (x, w, z)

    def net_backward(dout, cache):
        x, w, z = cache
        dz = np.where(x[:, :1] > 0, dout, 0.2 * dout)
        return dz @ w.T, x.T @ dz

    def cases():
        rng = np.random.default_rng(0)
        return {"net": (rng.normal(size=(5, 3)), rng.normal(size=(3, 4)))}
    """
    _slug, line = mended(text)
    assert "shape" not in line


def test_numbers_that_are_drawn_at_some_points_only_are_the_same_both_ways() -> None:
    """Where nothing was drawn at the first points, the generators aren't looked after: until something is."""
    program = """
        import numpy as np

        def noisy_forward(x):
            np.random.normal(size=x.shape) if x.shape[0] > 4 else None
            mask = np.random.uniform(size=x.shape) > 0.5 if x.shape[0] > 4 else np.ones(x.shape)
            return x * mask, x

        def noisy_backward(dout, x):
            np.random.normal(size=x.shape) if x.shape[0] > 4 else None
            mask = np.random.uniform(size=x.shape) > 0.5 if x.shape[0] > 4 else np.ones(x.shape)
            return dout * mask

        def cases():
            return {"noisy": (np.random.default_rng(0).normal(size=(4, 3)),)}
    """
    state = np.random.get_state()[1].copy()
    diagnosis = check(dedent(program), "noisy.py")
    assert diagnosis.verdict == "right" and not diagnosis.findings
    assert np.array_equal(np.random.get_state()[1], state)
