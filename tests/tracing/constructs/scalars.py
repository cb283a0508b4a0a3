"""Numbers: Python floats, math, scalars of NumPy, and the ways from arrays to numbers and back."""

# The code is as people write it.
# ruff: noqa: E721, FURB163, SIM201, UP031

from __future__ import annotations

import decimal
import fractions
import math
from math import cos, exp, log, sqrt

import numpy as np

from tests.tracing.constructs.case import case, positive, real


@case(1.5, -0.7)
def floats(x, y):
    return x * y + x / y - x**2 + y**3 - -x


@case(1.5, 2.5)
def functions_of_math(x, y):
    return math.exp(-x) + math.log(y) * math.sin(x) + math.sqrt(y) + math.tanh(x) + math.pow(x, y)


@case(0.4, 0.8)
def more_of_math(x, y):
    return (
        math.atan2(x, y) + math.hypot(x, y) + math.asin(x) * math.acos(y) + math.log1p(x) + math.expm1(y) + math.log(y, 2) + math.log10(x)
    )


@case(0.4)
def rest_of_math(x):
    return (
        math.erf(x) + math.lgamma(x + 1) + math.gamma(x + 2) + math.sinh(x) * math.cosh(x) + math.atan(x) + math.fabs(x) + math.degrees(x)
    )


@case(1.3)
def names_imported_from_math(x):
    return exp(-x) + log(x) * cos(x) + sqrt(x) + math.pi * x


@case(1.5, -0.7)
def functions_of_numpy_on_floats(x, y):
    return np.exp(x) + np.tanh(y) * np.maximum(0, x) + np.sqrt(x) + np.power(x, 2)


@case(1.5, -0.7)
def larger_of_numbers(x, y):
    return max(0, x) + min(x, y) + max(x, y, 0.3) + max([x, y]) + abs(y)


@case(2.6)
def conversions(x):
    y = float(x) ** 2
    return y * int(x) + round(x) * x + bool(x) * x + math.floor(x) * x + x // 1 * x + x % 1


@case(np.float64(1.5))
def numpy_scalar(x):
    return x**2 + np.sin(x) + x.sum() + float(x) * x.item()


@case(np.array(1.5))
def zero_dimensional(x):
    return x**2 + np.sin(x) + x[()] * 2 + x.item() ** 3 + float(x)


@case(real(4))
def floats_of_entries(x):
    return float(x[0]) * float(x.sum()) + x[1].item() + x.item(2) + x.tolist()[3] ** 2 + float(np.max(x))


@case(real(4))
def math_on_entries(x):
    return math.exp(x[0]) + math.sin(float(x[1])) * math.tanh(x[2]) + math.fabs(x[3])


@case(real(2, 3))
def lists_of_an_array(x):
    rows = x.tolist()
    return [a * b for a, b in zip(rows[0], rows[1], strict=True)], sum(list(x[0])), max(rows[0])


@case(0.5, 1.5, -1.0)
def array_of_numbers(a, b, c):
    return np.array([a, b, c]), np.array([[a, b], [c, a * b]]), np.array((a, 1, c)), np.asarray([a, b]) @ np.array([c, 2.0])


@case(0.5, 1.5)
def numbers_and_arrays_mixed(a, b):
    x = np.array([1.0, a, b**2])
    return np.stack([x, x * a]), np.array([x, x + b]), np.concatenate([[a], x, [b, 1]]), np.full(2, a), np.ones(2) * b


@case(0.5, 1.5)
def numbers_written(a, b):
    out = np.zeros((2, 2))
    out[0, 0] = a
    out[1] = b
    out[1, 1] += a * b
    out[:, 0] *= a
    return out


@case(0.5, 1.5)
def float64_of_a_number(a, b):
    return np.float64(a) * b + np.float64(a * b) ** 2 + np.array(a) + np.asarray(b, dtype=float) + np.double(a)


@case(0.5, -1.5)
def clipped_numbers(a, b):
    return np.clip(a, 0, 1) * a + np.clip(b, -1, 2) * a**2 + np.where(a > 0, a, 0) + min(max(b, -2), 1) * a


@case([0.5, 1.5, -2.0])
def list_of_floats(v):
    return sum(v) * v[0] + sum([a * a for a in v]) + np.sum(v) + np.dot(v, v) + math.fsum(v) + math.prod(v)


@case([[0.5, 1.5], [-2.0, 1.0]], (0.3, 0.6))
def nested_lists_of_floats(w, x):
    h = [sum(a * b for a, b in zip(row, x, strict=True)) for row in w]
    return [1 / (1 + math.exp(-v)) for v in h], np.array(w) @ np.array(x), np.dot(w, x)


@case([2.0, -3.0, -3.0], [-1.0, -2.0])
def neuron(w, x):
    product = w[0] * x[0] + w[1] * x[1] + w[2]
    activation = 1 / (1 + math.exp(-product))
    d = (1 - activation) * activation
    return activation, [w[0] * d, w[1] * d], [x[0] * d, x[1] * d, d]


@case({"a": 0.5, "b": [1.5, 2.5]})
def dict_of_floats(p):
    p["a"] = p["a"] * 2
    p["b"][1] += p["a"]
    return p["a"] * p["b"][0] ** p["b"][1]


@case([0.5, 1.5, -2.0])
def list_of_floats_changed(v):
    for i in range(3):
        v[i] *= 2
    v[0] += v[1]
    return v[0] * v[2]


@case(0.5, 1.5)
def numbers_compared(a, b):
    if a < b and a != b and not a == 0:
        return a * b if a <= b else a
    return b


@case(1.5)
def type_checks_of_numbers(a):
    if isinstance(a, float) and not isinstance(a, int) and not isinstance(a, np.ndarray):
        return a**2 * (2 if np.isscalar(a) else 1)
    return a


@case(1.5)
def type_of_a_number(a):
    return a**2 if type(a) is float else a


@case(1.5)
def type_in_a_tuple(a):
    return a**2 if type(a) in (int, float) and type(a).__name__ == "float" and type(a) == float else a


@case(positive(3))
def printed(x):
    loss = np.sum(x**2)
    print("loss: %f" % loss)  # noqa: T201
    print(f"loss {loss:.3f} at {x[0]:8.2e}")  # noqa: T201
    print("{} {:.2f}".format("mean", x.mean()))  # noqa: T201
    print("x =", x, x.shape, "first:", x[0], str(loss))  # noqa: T201
    print("%s and %r, %d of %5.1f" % (x, loss, loss, x[1]))  # noqa: T201
    return loss


@case(1.5)
def printed_number(x):
    y = x * 2
    print(y, repr(y), f"{y}", f"{y!r:>8}", "%g" % y, round(y, 1), sep="|")  # noqa: T201
    return y


@case(positive(4))
def logged_in_a_list(x):
    losses = []
    for k in range(3):
        loss = np.mean((x - k) ** 2)
        losses.append(float(loss))
        if k % 2 == 0:
            print("iteration %d / %d: loss %f" % (k, 3, loss))  # noqa: T201
    return losses, loss


@case(1.5)
def strings_of_numbers(x):
    text = str(3.0) + format(2.5, ".1f")
    return x * len(text) + x * float("1e-3") + x * int("7")


@case(1.5)
def other_numbers(x):
    return (
        x * float(fractions.Fraction(1, 4))
        + x * float(decimal.Decimal("0.5"))
        + x * True
        + 10**2 * x
        + x * np.int64(3)
        + float(np.float32(0.5)) * x
    )


@case(1.5)
def times_a_fraction(x):
    return x * fractions.Fraction(1, 4)


@case(1.5)
def integers_in_between(x):
    n = 10
    count = np.int64(4)
    return x / n + x * (n // 3) + (1.0 / n) * x + x ** np.float64(2) + 3 % 2 * x - (n - count) * x + x / np.sqrt(n)


@case(1.5)
def to_a_power_of_numpy(x):
    return x ** np.int64(4) + x ** np.int32(2) + np.float64(x) ** np.int64(3)


@case(1.5)
def float_methods(x):
    return x.__add__(1.0) * x.real + x.conjugate() + x.__pow__(2) + x * x.is_integer()


@case(0.7)
def divmod_of_numbers(x):
    q, r = divmod(x * 5, 1.5)
    return q * x + r**2 + math.fmod(x, 0.3) + math.modf(x * 3)[0] + math.copysign(x, -1.0) + math.trunc(x * 3) * x


@case(1.2)
def distance_and_sums_of_math(x):
    return math.dist([x, 1.0], [0.5, x * x]) + math.fsum([x, x**2]) + math.cbrt(x) + math.exp2(x) + math.log2(x)


@case(2.5)
def rounding_for_a_loop(x):
    total = 0.0
    for k in range(int(x) + math.ceil(x)):
        total += x / (k + 1)
    return total


@case(0.3)
def integrated_by_hand(a):
    n = 20
    dt = 1.0 / n
    return sum(math.exp(-a * (k + 0.5) * dt) * dt for k in range(n))


@case(real(4))
def mean_by_hand(x):
    n = len(x)
    mean = sum(x) / n
    var = sum((v - mean) ** 2 for v in x) / n
    return [(v - mean) / math.sqrt(var + 1e-5) for v in x]


@case(0.6)
def comparison_as_a_number(x):
    return (x > 0.5) * x + (x < 0.5) * 2 * x + int(x > 0) * x**2 + float(x < 1) * x


@case(1.1, 0.4)
def unpacked_numbers(x, y):
    a, b = x, y
    (c, d), e = (a * b, a + b), b
    a = b = c * d
    return a + b * e
