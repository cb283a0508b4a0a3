"""The same functions on single entries: scalars of NumPy, and arrays without dimensions."""

# The code is as people write it.
# ruff: noqa: SIM201, UP031, UP032

from __future__ import annotations

import math

import numpy as np

from tests.tracing.constructs.case import case, positive, real, unit


@case(real(4))
def arithmetic(x):
    a, b = x[0], x[1]
    return a + b, a - b, a * b, a / b, -a, +a, a**2, a**3, 2 * a, 1 / b, 3 - a


@case(positive(4))
def powers(x):
    a, b = x[0], x[1]
    return a**b, a**0.5, a**-1, 2.0**a, pow(a, 3), np.power(a, b), a ** np.int64(2), np.sqrt(a), np.square(b), np.cbrt(a)


@case(real(4))
def absolute(x):
    return abs(x[0]), abs(x[1]) * 2, np.abs(x[2]), np.fabs(x[3]), np.sign(x[0]) * x[1]


@case(positive(4))
def exponentials_and_logarithms(x):
    a = x[0]
    return np.exp(a), np.log(a), np.log1p(a), np.expm1(a), np.log2(a), np.log10(a), np.exp2(a), np.logaddexp(a, x[1])


@case(unit(4))
def trigonometry(x):
    a, b = x[0], x[1]
    return np.sin(a), np.cos(a), np.tan(a), np.arcsin(a), np.arccos(a), np.arctan(a), np.arctan2(a, b), np.hypot(a, b)


@case(unit(4))
def hyperbolic(x):
    a = x[0]
    return np.sinh(a), np.cosh(a), np.tanh(a), np.arcsinh(a), np.arctanh(a), np.arccosh(a + 1)


@case(real(4))
def larger_and_smaller(x):
    a, b = x[0], x[1]
    return max(a, b), min(a, 0), max(0.0, b), np.maximum(a, b), np.minimum(a, 0.5), np.where(a > b, a, b), np.clip(a, -1, 1) * a


@case(positive(4))
def rounding(x):
    a, b = x[2], x[3]
    return (
        a % 1 * b,
        a // 0.4 * b,
        divmod(a, 0.7)[1],
        np.floor(a) * b,
        round(a) * b,
        int(a) * b,
        math.floor(a) * b,
        np.mod(a, 0.6),
        np.rint(a) * b,
    )


@case(real(4))
def comparisons(x):
    a, b = x[0], x[1]
    return (a > b) * a, (a <= 0) * b, a * (not a == b), b * bool(a), (1 if a > 0 else -1) * a, np.heaviside(a, 0.5) * b


@case(positive(4))
def through_math(x):
    a, b = x[0], x[1]
    return math.exp(a), math.log(b), math.sqrt(a), math.sin(a) * math.cos(b), math.tanh(a), math.pow(a, b), math.atan2(a, b), math.fabs(a)


@case(real(4))
def reductions_of_entries(x):
    a = x[0]
    return a.sum(), a.mean() * 2, a.max(), np.sum(a), np.mean(a), np.max([a, x[1]]), sum([a, x[1]]), np.prod(a), a.item(), a.copy()


@case(real(4))
def entries_as_arrays(x):
    a = x[0]
    return (
        np.array(a),
        np.asarray(a) * 2,
        np.array([a]),
        np.atleast_1d(a),
        a.reshape(1),
        np.full(2, a),
        a * np.ones(2),
        np.expand_dims(a, 0),
        a[None],
    )


@case(real(4))
def facts_of_entries(x):
    a = x[0]
    return a * (a.ndim + 1) * (a.size + 1), a * len(a.shape) + x[1], a * np.ndim(a) + x[2], a.T, a.astype(float), a.dtype == float


@case(real(4))
def augmented_numbers(x):
    a = x[0]
    b = a
    a += x[1]
    a *= 2
    a -= b
    a /= x[2]
    a **= 2
    return a, b


@case(np.array(1.5), np.array(-0.5))
def arithmetic_without_dimensions(a, b):
    return a + b, a * b, a / b, a**2, np.exp(a) * abs(b), np.maximum(a, b), a @ np.ones(()) if a.ndim else a, float(a) * b


@case(np.array(1.5), real(3))
def written_without_dimensions(a, x):
    b = a.copy()
    b += x[0]
    b[...] = b * 2
    b[()] *= x[1]
    out = np.zeros(())
    out += a * x.sum()
    return b, out


@case(np.array(1.5))
def number_argument_changed(a):
    a *= 2
    a += 1
    return a


@case(1.5, real(3))
def number_that_becomes_an_array(s, x):
    total = 0.0
    total += s
    total = total + x
    total *= s
    return total


@case(real(3))
def dot_of_vectors_is_a_number(x):
    a = x @ x
    b = np.dot(x, x)
    c = np.linalg.norm(x)
    return a**2, abs(b), c * math.sqrt(a), max(a, b), -c, a % 1.0


@case(real(2, 2))
def numbers_of_a_matrix(x):
    d, t = np.linalg.det(x), np.trace(x)
    return d * t, abs(d), t**2 - 4 * d, np.sign(d) * math.sqrt(abs(d))


@case(real(4))
def sorted_numbers(x):
    a = sorted([x[0], x[1], x[2]])
    b = sorted(x, key=abs)
    return a[0], b[-1], sorted(x)[1], max(x, key=lambda v: -v), min([x[0], x[1]])


@case(real(4))
def numbers_in_strings(x):
    names = f"{x[0]:.2f}", "%.3f" % x[1], str(x[2]), repr(x[3]), f"{x[0]}", f"{x[1]:>10}", f"{x[2]!s}", "{:e}".format(x[3])
    return x[0] * len(names), list(names)
