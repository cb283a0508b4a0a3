"""NumPy's functions inside a trace give NumPy's own numbers: with every option, with nan among the numbers, or its very error.

The calls are those in which an option is easily overlooked. What is wrong here would be wrong silently: a gradient of
another function than the one that the program calls.
"""

import warnings

import numpy as np
import pytest

import whygrad
from whygrad.tracing.errors import NotTraceable

NAN = np.array([[1.0, np.nan, 3.0, 2.0], [4.0, 0.5, -1.0, np.nan], [2.0, 7.0, 1.5, 0.25]])
X = np.array([[1.0, 2.0, 3.0, 2.0], [4.0, 0.5, -1.0, 6.0], [2.0, 7.0, 1.5, 0.25]])
MASK = np.array([[True, False, True, True], [True, True, False, True], [True, True, True, False]])

REDUCTIONS = ("median", "nanmedian", "max", "min", "nanmax", "nanmin", "nansum", "nanmean", "nanstd", "nanvar", "nanprod", "ptp", "std")
REDUCED = [f"np.{name}(x{more})" for name in REDUCTIONS for more in ("", ", axis=0", ", axis=1", ", axis=-1, keepdims=True")]
QUANTILES = [
    f"np.{name}(x, {q}{more})"
    for name in ("quantile", "percentile")
    for q in ("0.3", "[0.1, 0.5, 1.0]")
    for more in ("", ", axis=0", ", axis=1, keepdims=True")
]
MASKED = [f"np.{name}(x{more}, where=mask)" for name in ("max", "min", "sum", "mean", "var", "std", "prod") for more in ("", ", axis=1")]
STARTED = [f"np.{name}(x, axis=1, where=mask, initial=0.5)" for name in ("max", "min", "sum", "prod")]
OF_UFUNCS = [
    f"np.{name}.{call}"
    for name in ("maximum", "fmax", "fmin", "hypot", "copysign", "logaddexp", "subtract")
    for call in (
        *("reduce(x, axis=1)", "reduce(x, axis=1, where=mask, initial=0.5)", "reduce(x, axis=1, where=mask)", "reduce(x, axis=(0, 1))"),
        *("reduce(x, axis=0, keepdims=True)", "reduce(x[:0], axis=0)", "reduce(x[:, :0], axis=1, initial=2.0)", "accumulate(x, axis=1)"),
    )
]
CALLS = [
    *("x < None", "x >= None", "x == None", "x != None", "x < 'a'", "x == 'a'"),
    *("np.choose([[0, 1, 1, 0]] * 3, [x, -x])", "np.choose([[0, 1, 2, 0]] * 3, [x, -x])"),
    *(f"np.choose([[0, 1, 5, -3]] * 3, [x, -x], mode='{mode}')" for mode in ("wrap", "clip")),
    *("np.median(x[:0])", "np.unique(x, keepdims=True)", "np.unique(x, equal_nan=False)", "np.percentile(x, 30)"),
    *("np.average(x, axis=1, weights=[1.0, -1.0, 0.0, 0.0])", "np.average(x, axis=1, weights=[1.0, 2.0, 3.0, 4.0])"),
    *("np.insert(x, [1, 3], [[9.0], [8.0], [7.0]], axis=1)", "np.insert(x, [3, 1], [9.0, 8.0], axis=1)", "np.insert(x, 2, [9.0, 8.0])"),
    *("np.insert(x, slice(0, 2), 5.0, axis=0)", "np.insert(x, 1, x[0], axis=0)", "np.insert(x, 1, x[:, 0], axis=1)"),
    *("np.insert(x, [1], [[5.0]], axis=1)", "np.insert(x[:0], 0, 5.0, axis=0)", "np.insert(x.ravel(), -1, 5.0)"),
    *("np.linalg.lstsq(x.T, np.arange(4.0), rcond=None)[0]", "np.asarray_chkfinite(x)", "np.asarray(x, order='F')"),
    *("np.arange(0, x[2, 1], step=2.0)", "np.arange(start=1, stop=x[2, 1])", "np.arange(x[2, 1])", "np.arange(x[2, 1], step=2)"),
    *("np.arange(x[0, 0], x[2, 1], 1.5)", "np.arange(1, x[2, 1], dtype=np.float32)", "np.arange(3)", "np.arange(5.0, 1.0, -1)"),
    *(f"np.take(x, [3, -4, 1], axis=1, mode='{mode}')" for mode in ("raise", "wrap", "clip")),
    *(f"np.take(x, [5, -7], axis=1, mode='{mode}')" for mode in ("raise", "wrap", "clip")),
    *("np.nanvar(x, ddof=1)", "np.isposinf(x)"),
]
CHANGES = [
    *(f"np.put(y, [1, 22], [5.0, 6.0], mode='{mode}')" for mode in ("raise", "wrap", "clip")),
    *("np.put(y, [-1, 2], 5.0)", "np.subtract.at(y, [0, 1], [1.0, 2.0, 3.0, 4.0])", "np.subtract.at(y, [0, 0], 1.0)"),
    *("np.fill_diagonal(y.T, [1.0, 2.0])", "np.fill_diagonal(y.reshape(6, 2), 5.0, wrap=True)", "np.fill_diagonal(y[0], 1.0)"),
    *("np.nan_to_num(y, copy=False)", "np.meshgrid(y[0], y[1], sparse=True)[0][...] = 0.0"),
    *("np.reshape(y, 12)[...] = 0.0", "np.logaddexp.reduce(y[:1])[...] = 0.0"),
    *("np.asarray(y)[...] = 0.0", "np.place(y, mask, [1.0, 2.0])", "np.random.default_rng(0).random(out=y)"),
]
if int(np.__version__.split(".")[0]) >= 2:  # options that came with it
    CALLS += ["np.var(x, axis=0, keepdims=True, mean=np.ones((1, 4)))", "np.std(x, axis=0, keepdims=True, mean=np.ones((1, 4)))"]
    CHANGES += ["np.asarray(y, copy=True)[...] = 0.0", "np.reshape(y, 12, copy=True)[...] = 0.0"]


def _both(f, x: np.ndarray) -> None:
    """The value of the trace is the value of the program, dtype included; where the program stops, so does the trace."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            expected = np.asarray(f(x.copy()))
        except Exception as error:
            with pytest.raises(type(error)):
                whygrad.trace(f, x.copy())
            return
        found = np.asarray(whygrad.trace(f, x.copy()).value)
    assert (found.shape, found.dtype) == (expected.shape, expected.dtype)
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("x", [X, NAN], ids=["numbers", "nan"])
@pytest.mark.parametrize("text", [*REDUCED, *QUANTILES, *MASKED, *STARTED, *OF_UFUNCS, *CALLS])
def test_a_call_gives_the_numbers_of_numpy(text: str, x: np.ndarray) -> None:
    function = {}
    exec(f"def f(x):\n    return {text}", {"np": np, "mask": MASK}, function)
    _both(function["f"], x)


@pytest.mark.parametrize("x", [X, NAN], ids=["numbers", "nan"])
@pytest.mark.parametrize("text", CHANGES)
def test_a_change_in_place_is_that_of_numpy(text: str, x: np.ndarray) -> None:
    function = {}
    exec(f"def f(x):\n    y = x * 1.0\n    {text}\n    return y", {"np": np, "mask": MASK}, function)
    _both(function["f"], x)


@pytest.mark.parametrize("text", ["np.interp(x, [0.0], [3.0])", "np.interp(x, [0.0, 1.0, 2.0], [3.0, 1.0, 2.0])"])
def test_interpolation_between_any_number_of_points(text: str) -> None:
    function = {}
    exec(f"def f(x):\n    return {text}", {"np": np}, function)
    _both(function["f"], X)


def test_the_middle_of_what_is_no_nan_hands_its_gradient_to_the_middle() -> None:
    def f(x):
        return np.nanmedian(x, axis=1).sum()

    expected = [[0.0, 0.0, 0.0, 1.0], [0.0, 1.0, 0.0, 0.0], [0.5, 0.0, 0.5, 0.0]]
    np.testing.assert_array_equal(whygrad.grad(f)(NAN), expected)


@pytest.mark.parametrize("options", ["interpolation='lower'", "weights=np.ones((3, 4)), method='inverted_cdf'", "method='higher'"])
def test_an_option_that_is_not_followed_is_refused(options: str) -> None:
    function = {}
    exec(f"def f(x):\n    return np.quantile(x, 0.5, {options})", {"np": np}, function)
    with pytest.raises(NotTraceable, match=r"np\.quantile"):
        whygrad.trace(function["f"], X)


def test_sums_of_single_precision_may_differ_by_their_rounding() -> None:
    """A sum of float32 depends on how the array lies in memory, also where the result is a float64."""

    def f(x):
        turned = np.copy(x, order="F")
        np.subtract(turned, np.tanh(x), out=turned, where=turned > 0.1)
        return 0.5 * np.sum(turned) + np.sum(np.ones(3) * 3.0)

    for seed in range(10):
        x = np.random.default_rng(seed).normal(size=(2, 3, 4)).astype(np.float32)
        assert np.isclose(whygrad.trace(f, x).value, f(x.copy()), rtol=1e-4)


def test_a_number_of_numpy_gives_a_copy_of_itself_where_an_array_gives_a_view() -> None:
    def f(z):
        v = 2.0 * z
        p = v[...]
        p += v
        return v

    for z in (np.float64(1.5), np.array(1.5)):
        assert whygrad.value_and_grad(f)(z) == (3.0, 2.0)
        assert whygrad.compile(f).value_and_grad(z) == (3.0, 2.0)

    def g(z):
        v = np.array(2.0 * z)
        p = v[...]
        p += v
        return v[()]

    assert whygrad.value_and_grad(g)(np.float64(1.5)) == (6.0, 4.0)
