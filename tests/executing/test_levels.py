"""Thousands of plain numbers at once: the same as number by number, whatever the lists look like."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import whygrad


def network(params: Any, points: Any) -> Any:
    """Layers of rows; the last number of a row is its bias."""
    total = 0.0
    for point in points:
        values = point[:-1]
        for number, layer in enumerate(params):
            values = [squashed(sum(w * v for w, v in zip(row, values, strict=False)) + row[-1], number) for row in layer]
        total += (values[0] - point[-1]) ** 2
    return total / len(points)


def squashed(z: Any, kind: int) -> Any:
    return max(0.0, z) if kind == 0 else math.tanh(z) if kind == 1 else 1 / (1 + math.exp(-z))


def mixed(x: Any, w: Any) -> Any:
    """Sums of unequal length, signs, quotients, numbers used twice, a number that is compared."""
    parts = []
    for k in range(120):
        part = x[k % len(x)] * w[k % 7] - w[(k + 1) % 7] / (2.0 + x[(3 * k) % len(x)] ** 2) - -w[k % 3]
        for j in range(k % 5):
            part = part + x[j] * part - abs(w[j]) ** 1.5
        parts.append(part if part > 0 else 0.1 * part)
    return (
        sum(min(part, 3.0) * w[k % 7] for k, part in enumerate(parts))
        - 2.0 * math.sin(parts[5] * parts[7])
        + math.sqrt(abs(parts[1]) + 1.0)
    )


def numbers(seed: int, *shape: int) -> Any:
    return np.random.default_rng(seed).normal(size=shape).tolist()


def assert_close(found: Any, expected: Any) -> None:
    (value, gradients), (true, others) = found, expected
    assert type(value) is float
    np.testing.assert_allclose(value, true, rtol=1e-10)
    for mine, other in zip(gradients, others, strict=True):
        assert type(mine) is type(other) and all(type(one) is type(two) for one, two in zip(mine, other, strict=True))
        np.testing.assert_allclose(
            np.hstack([np.ravel(part) for part in mine]), np.hstack([np.ravel(part) for part in other]), rtol=1e-9, atol=1e-11
        )


@pytest.mark.parametrize("widths", [(3, 5, 4, 1), (2, 8, 1), (1, 1, 1, 1)])
def test_a_network_of_plain_numbers_becomes_products_of_matrices(widths: tuple[int, ...]) -> None:
    params = [numbers(k, out, size + 1) for k, (size, out) in enumerate(pairwise(widths))]
    points = numbers(9, 60, widths[0] + 1)
    fast = whygrad.compile(network, params, points, argnums=(0, 1))
    assert " @ " in fast.source and len(fast.source.splitlines()) < 150
    for scale in (1.0, -0.7, 2.0):
        given = [[[w * scale for w in row] for row in layer] for layer in params]
        assert_close(fast.value_and_grad(given, points), whygrad.value_and_grad(network, (0, 1))(given, points))
    assert len(fast._gradient.versions) == 1  # max is a gate, and no branch


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), size=st.integers(7, 12))
def test_any_mixture(seed: int, size: int) -> None:
    x, w = numbers(seed, size), numbers(seed + 1, 7)
    fast = whygrad.compile(mixed, x, w, argnums=(0, 1))
    assert "v[" in fast.source
    for other in (x, numbers(seed + 2, size), [-value for value in x]):
        assert_close(fast.value_and_grad(other, w), whygrad.value_and_grad(mixed, (0, 1))(other, w))


def test_other_kinds_and_other_ways_are_noticed() -> None:
    x, w = numbers(1, 8), numbers(2, 7)
    fast = whygrad.compile(mixed, x, w, argnums=(0, 1))
    expected = whygrad.value_and_grad(mixed, (0, 1))
    for args in ((numbers(3, 9), w), (tuple(x), w), ([*x[:-1], np.float64(x[-1])], w), (np.array(x), np.array(w))):
        found, true = fast.value_and_grad(*args), expected(*args)
        assert type(found[1][0]) is type(true[1][0])
        np.testing.assert_allclose(found[0], true[0], rtol=1e-10)
        np.testing.assert_allclose(np.ravel(found[1][0]), np.ravel(true[1][0]), rtol=1e-9)
    found, true = fast.value_and_grad([math.nan, *x[1:]], w), expected([math.nan, *x[1:]], w)
    np.testing.assert_equal([found[0], *found[1][1]], [true[0], *true[1][1]])
    with pytest.raises(ValueError, match="math domain error"):  # the sine of infinity
        fast.value_and_grad([math.inf, *x[1:]], w)


def test_what_raises_still_raises() -> None:
    def f(x: Any) -> Any:
        total = 0.0
        for k in range(1200):
            total = total + math.log(x[k % 3]) * k
        return total

    fast = whygrad.compile(f, [1.0, 2.0, 3.0])
    assert_close((fast([1.0, 2.0, 3.0]), [[1.0]]), (f([1.0, 2.0, 3.0]), [[1.0]]))
    with pytest.raises(ValueError, match="math domain error"):
        fast.value_and_grad([1.0, -2.0, 3.0])
