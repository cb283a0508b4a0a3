"""NumPy's elementwise functions, as operators and by name, with where=, out= and dtype=."""

from __future__ import annotations

import numpy as np

from tests.tracing.constructs.case import case, positive, real, unit, within


@case(real(3, 4), real(4))
def operators(x, y):
    return x + y, x - y, x * y, x / y


@case(real(3, 4), real(3, 1))
def named_operators(x, y):
    return np.add(x, y) * np.subtract(x, y) / np.multiply(y, y) + np.divide(x, y) - np.true_divide(y, x)


@case(real(5))
def signs(x):
    return -x + np.negative(x) * +x - np.positive(x)


@case(real(4))
def reflected_operators(x):
    return 1 + x, 2 - x, 3 * x, 4 / x, 2.0**x


@case(positive(3, 4))
def integer_powers(x):
    return x**2 + x**3 - x**-1 + x**0 * 2 + x**1


@case(positive(3, 4))
def fractional_powers(x):
    return x**0.5 + x**-0.5 + x ** (1 / 3)


@case(positive(3, 4), real(3, 4))
def power_of_arrays(x, p):
    return x**p + np.power(x, 2) + np.float_power(x, p)


@case(real(5))
def square_of_negatives(x):
    return x**2 + np.square(x) + np.power(x, 3)


@case(real(6))
def array_of_exponents(x):
    return x ** np.arange(6)


@case(positive(2, 3))
def roots(x):
    return np.sqrt(x) + np.cbrt(x) + np.reciprocal(x)


@case(real(2, 3))
def exponentials(x):
    return np.exp(x) + np.expm1(x) - np.exp2(x)


@case(positive(2, 3))
def logarithms(x):
    return np.log(x) + np.log1p(x) + np.log2(x) + np.log10(x)


@case(real(5))
def trigonometry(x):
    return np.sin(x) * np.cos(x) + np.tan(x / 2)


@case(within(-0.9, 0.9, 5))
def inverse_trigonometry(x):
    return np.arcsin(x) + np.arccos(x) * np.arctan(x)


@case(real(5), real(5))
def arctangent_of_two(y, x):
    return np.arctan2(y, x) + np.hypot(x, y)


@case(real(5))
def hyperbolic(x):
    return np.sinh(x) + np.cosh(x) * np.tanh(x)


@case(within(-0.8, 0.8, 5))
def inverse_hyperbolic(x):
    return np.arcsinh(x) + np.arctanh(x) + np.arccosh(x + 3)


@case(real(6))
def absolute_values(x):
    return np.abs(x) * np.sign(x) + np.fabs(x) + np.absolute(x) ** 2 + abs(x)


@case(real(3, 4), real(3, 4))
def larger_and_smaller(x, y):
    return np.maximum(x, y) - np.minimum(x, y) ** 2 + np.fmax(x, 0) + np.fmin(y, x)


@case(real(8))
def relu(x):
    return np.maximum(0, x) + 0.01 * np.minimum(x, 0)


@case(real(6), real(6))
def log_of_sums(x, y):
    return np.logaddexp(x, y) + np.logaddexp2(x, y) + np.logaddexp(0, -x)


@case(within(0.1, 0.9, 4))
def steps_inside(x):
    return x * np.floor(3.2 + x) + np.ceil(x) * x**2 + np.rint(x + 4) * x + np.trunc(x + 1) * x


@case(within(3.1, 3.9, 4))
def remainders(x):
    return x % 1 + np.mod(x, 2) * x + np.remainder(x, 1.5) + np.fmod(x, 2.0) + x // 2 * x


@case(within(3.1, 3.9, 4))
def divided_with_remainder(x):
    q, r = np.divmod(x, 2.0)
    a, b = divmod(x, 3.0)
    return q * x + r, a + b * b


@case(within(3.1, 3.9, 4))
def fraction_and_whole(x):
    fraction, whole = np.modf(x)
    return fraction * whole


@case(real(5))
def steps_by_name(x):
    return x * np.heaviside(x, 0.5) + np.copysign(x, -1.0) * x


@case(real(4))
def angles(x):
    return np.sin(np.deg2rad(x * 40)) + np.cos(np.radians(x)) + np.rad2deg(x) / 90 + np.degrees(x)


@case(positive(4))
def cardinal_sine(x):
    return np.sinc(x)


@case(real(6))
def selected_by_comparison(x):
    return (x > 0) * x + (x <= 0) * np.exp(x) + (x != 0) * x


@case(real(6))
def mask_as_floats(x):
    mask = (x > 0).astype(float)
    return mask * x**2 + (1 - mask) * 0.1 * x


@case(real(6))
def logic_of_masks(x):
    mask = np.logical_and(x > -1, x < 1) | ~(x < 1.5)
    return np.where(mask & np.isfinite(x), x**2, 0) + np.logical_not(mask) * x


@case(positive(3, 4))
def where_argument(x):
    out = np.zeros_like(x)
    np.log(x, out=out, where=x > 1)
    return out * x


@case(positive(3, 4), positive(3, 4))
def divide_where_not_zero(a, b):
    return np.divide(a, b, out=np.zeros_like(a), where=b > 0.8)


@case(real(4), real(4))
def out_argument(x, y):
    out = np.empty(4)
    np.multiply(x, y, out=out)
    np.add(out, x, out=out)
    return out


@case(real(4))
def out_by_position(x):
    out = np.empty(4)
    np.multiply(x, 2, out)
    np.exp(out, out)
    np.add(out, x, out)
    return out


@case(real(4))
def out_into_a_slice(x):
    out = np.ones((2, 4))
    np.tanh(x, out=out[1])
    np.multiply(out, 2, out=out)
    return out


@case(real(4))
def out_is_the_input(x):
    y = x.copy()
    np.maximum(y, 0, out=y)
    np.square(y, out=y)
    return y


@case(real(3, 4))
def dtype_argument(x):
    return np.multiply(x, 2, dtype=np.float64) + np.add(x, np.arange(4), dtype=float)


@case(real(3, 4))
def reduced_by_a_ufunc(x):
    return np.add.reduce(x, axis=0) * np.maximum.reduce(x, axis=0) + np.multiply.reduce(x, axis=0)


@case(real(3, 4))
def reduced_over_everything(x):
    return np.add.reduce(x, axis=None), np.add.reduce(x, axis=(0, 1)), np.minimum.reduce(x.ravel()), np.add.reduce(x, axis=1, keepdims=True)


@case(real(3, 4))
def accumulated(x):
    return np.add.accumulate(x, axis=1), np.multiply.accumulate(x, axis=0), np.maximum.accumulate(x, axis=1)


@case(real(3), real(4))
def outer_of_ufuncs(x, y):
    return np.subtract.outer(x, y) ** 2 + np.multiply.outer(x, y) + np.maximum.outer(x, y)


@case(real(8))
def reduced_in_pieces(x):
    return np.add.reduceat(x, [0, 3, 5])


@case(real(5, 2), real(4, 2))
def added_at(x, g):
    out = x * 1.0
    np.add.at(out, [0, 2, 2, 1], g)
    return out


@case(real(5), real(3))
def multiplied_and_maximum_at(x, y):
    out = x.copy()
    np.multiply.at(out, [0, 1, 4], y)
    np.maximum.at(out, [2, 3], y[:2])
    np.subtract.at(out, 0, y[2])
    return out


@case(real(6))
def nan_to_num(x):
    return np.nan_to_num(x) * np.isnan(x).sum() + np.nan_to_num(x, nan=0.0)


@case(real(6))
def clipped(x):
    return np.clip(x, -1, 1) + x.clip(min=0) + np.clip(x, None, 1.5) + np.clip(x, a_min=-0.5, a_max=None)


@case(unit(5))
def safe_logarithm(p):
    eps = 1e-12
    return -np.log(np.clip(p, eps, 1 - eps)) - np.log(p + eps)


@case(real(3, 4))
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


@case(real(6))
def stable_sigmoid(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))))


@case(real(4))
def float_info(x):
    return x / (np.abs(x) + np.finfo(float).eps) + x * np.finfo(x.dtype).eps


@case(real(4))
def constants_of_numpy(x):
    return np.exp(x * np.pi) + np.e**x + np.sqrt(2 * np.pi) * x


@case(positive(4))
def silenced_warnings(x):
    with np.errstate(divide="ignore", invalid="ignore"):
        y = np.where(x > 0, 1 / x, 0)
        z = np.log(np.zeros(4))
    return y * np.isinf(z)


@case(real(3, 4))
def matrix_multiply_by_name(x):
    return np.matmul(x, x.T) + x.__matmul__(x.T)


@case(real(4), real(4))
def dunder_methods(x, y):
    return x.__add__(y).__mul__(2.0) - y.__neg__()


@case(real(4))
def rounded_constant(x):
    return x * np.round(2.34567, 2) + x * np.around(np.array([1.26, 2.51, 3.1, 4.0]), 1)


@case(real(3, 3))
def comparisons_that_decide(x):
    if np.allclose(x, x.T) or np.array_equal(x, np.zeros((3, 3))):
        return x
    return x * np.any(x > 1) + x**2 * np.all(x < 5) + np.isclose(x, 0) * x
