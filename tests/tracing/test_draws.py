"""Random numbers inside a trace: the numbers of NumPy, and the slope of what was drawn with the same seed; or a refusal."""

import numpy as np
import pytest

import whygrad
from whygrad.tracing.errors import NotTraceable

X = np.arange(1.0, 13.0).reshape(3, 4)

FOLLOWED = [
    *("permuted(x)", "permuted(x, axis=1)", "permutation(x)", "permutation(x, axis=1)", "permutation(x, 1)", "permutation(4) * x"),
    *("choice(x, 2)", "choice(x, 3, axis=1)", "choice(x, 3, False, None, 1)", "choice(x[0], (2, 3))", "choice([x[0, 0], x[1, 1]])"),
    *("choice([1.0, 2.0], p=x[0, :2] / x[0, :2].sum()) * x", "choice(4, p=x[2] / x[2].sum()) * x"),
    *("normal(x, 0.5)", "normal(0, x[0], (2, 4))", "normal(loc=x, scale=x)", "laplace(x, x)", "logistic(x)", "gumbel(x, 2.0 * x)"),
    *("uniform(-x, x)", "uniform(low=x, high=99.0)", "lognormal(x / 10, 0.1)", "exponential(x)", "exponential(x[0, 0], 4)", "rayleigh(x)"),
    *("gamma(2.0, x)", "multivariate_normal(x[0], np.eye(4))", "multivariate_normal(x[0], np.eye(4), 5)", "standard_normal((3, 4)) * x"),
    *("binomial(5, x / 20)", "poisson(x)", "integers(0, 5, 4) * x", "dirichlet([1.0, 2.0, 3.0, 4.0]) * x"),
]
REFUSED = ["gamma(x)", "beta(x, x)", "dirichlet(x[0])", "dirichlet([x[0, 0], x[0, 1]])", "vonmises(x, 1.0)", "weibull(x)", "standard_t(x)"]
CHANGES = [
    *("rng.shuffle(y)", "rng.shuffle(y, axis=1)", "rng.shuffle(y[1])", "rng.permuted(y, axis=1, out=y)", "rng.standard_normal(out=y)"),
    *("rows = [y[0], y[1]]; rng.shuffle(rows); y = rows[0]", "np.random.RandomState(1).shuffle(y)"),
]


def made(lines: str):
    """A function of these lines."""
    names: dict = {}
    exec(f"def f(x):\n    rng, y = np.random.default_rng(3), x * 1.0\n    {lines}", {"np": np, "whygrad": whygrad}, names)
    return names["f"]


@pytest.mark.parametrize("lines", [*(f"return rng.{text}" for text in FOLLOWED), *(f"{text}\n    return y" for text in CHANGES)])
def test_a_draw_has_the_value_and_the_slope_of_numpys(lines: str) -> None:
    f = made(lines)
    value, pullback = whygrad.vjp(f, X.copy())
    expected = np.asarray(f(X.copy()))
    np.testing.assert_allclose(value, expected, rtol=1e-12)
    generator = np.random.default_rng(0)
    above, step = generator.normal(size=expected.shape), 1e-6 * generator.normal(size=X.shape)
    slope = np.sum(above * f(X + step)) - np.sum(above * f(X - step)) if expected.dtype.kind == "f" else 0.0
    np.testing.assert_allclose(np.sum(pullback(above)[0] * 2 * step), slope, rtol=1e-4, atol=1e-12)


@pytest.mark.parametrize("text", REFUSED)
def test_a_draw_whose_gradient_would_be_lost_is_refused(text: str) -> None:
    with pytest.raises(NotTraceable, match=r"(?s)np\.random\..*stop_gradient"):
        whygrad.trace(made(f"return rng.{text}"), X.copy())
    whygrad.trace(made(f"total, x = x.sum(), whygrad.stop_gradient(x)\n    return rng.{text} * total"), X.copy())
