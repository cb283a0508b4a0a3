"""Choosing by values: sort, argsort, where, select, piecewise, extremes of parts, unique."""

from __future__ import annotations

import numpy as np

from tests.tracing.constructs.case import case, positive, real


@case(real(3, 5))
def sorted_values(x):
    return np.sort(x), np.sort(x, axis=0), np.sort(x, axis=None), np.sort(x)[:, ::-1]


@case(real(6))
def sorted_by_order(x):
    order = np.argsort(x)
    return x[order] * np.arange(6), x[np.argsort(-x)], x[x.argsort()[::-1]][:3], order


@case(real(3, 5))
def largest_few(x):
    top = np.argsort(x, axis=1)[:, -2:]
    return np.take_along_axis(x, top, axis=1), np.sort(np.partition(x, -2, axis=1)[:, -2:], axis=1)


@case(real(5), real(5))
def sorted_by_another(x, key):
    return x[np.argsort(key)] * key, x[np.lexsort((key, key > 0))]


@case(real(4, 3))
def chosen_by_condition(x):
    return np.where(x > 0, x, 0.01 * x), np.where(x > 0, 1.0, 0.0) * x, np.where(x[:, :1] > 0, x**2, -x)


@case(real(4), real(4))
def chosen_between_two(x, y):
    return np.where(x > y, x * y, x + y), np.where([True, False, True, False], x, y)


@case(real(6))
def leaky_and_exponential(x):
    alpha = 0.5
    elu = np.where(x > 0, x, alpha * (np.exp(x) - 1))
    leaky = np.maximum(alpha * x, x)
    return elu, leaky, np.where(x < 0, x * alpha, x)


@case(real(6))
def selected(x):
    return np.select([x < -1, x < 1], [x**2, x], default=3 * x), np.select([x > 0], [np.exp(-x)])


@case(real(6))
def in_pieces(x):
    return np.piecewise(x, [x < 0, x >= 0], [lambda v: -v, lambda v: v**2])


@case(real(3), real(3))
def chosen_by_number(x, y):
    return np.choose([0, 1, 0], [x, y])


@case(real(5))
def huber(r):
    delta = 1.0
    small = np.abs(r) <= delta
    return np.sum(small * 0.5 * r**2 + ~small * delta * (np.abs(r) - 0.5 * delta))


@case(real(5), real(5))
def hinge(score, y):
    margin = 1 - np.sign(y) * score
    return np.maximum(0, margin), margin[margin > 0].sum(), np.mean(np.clip(margin, 0, None))


@case(real(4, 3))
def winner_takes_all(x):
    winners = np.zeros_like(x)
    winners[np.arange(4), x.argmax(axis=1)] = 1
    return winners * x, (x == x.max(axis=1, keepdims=True)) * x**2


@case(real(2, 4, 3))
def positions_of_extremes(x):
    k = x.argmin(axis=1)
    return np.take_along_axis(x, k[:, None, :], axis=1), x.argmax() * x[0, 0], np.argmax(x[0], axis=-1) * x[0, :, 0]


@case(real(6), constants=(np.array([2, 0, 2, 1, 0, 2]),))
def groups_of_labels(x, labels):
    classes, inverse, counts = np.unique(labels, return_inverse=True, return_counts=True)
    sums = np.zeros(len(classes))
    np.add.at(sums, inverse, x)
    return sums / counts


@case(positive(5))
def places_found(x):
    grid = np.linspace(0, 3, 7)
    k = np.searchsorted(grid, x)
    return x * k, np.digitize(x, grid) * x, (x - grid[k - 1]) / (grid[k] - grid[k - 1])


@case(real(5))
def membership(x):
    labels = np.array([0, 1, 2, 3, 1])
    return x * np.isin(labels, [1, 2]), x[np.isin(labels, (0, 3))]


@case(real(6))
def rank_of_values(x):
    ranks = np.argsort(np.argsort(x))
    return x * ranks


@case(real(4, 4))
def maximum_of_windows(x):
    out = np.zeros((2, 2))
    for i in range(2):
        for j in range(2):
            window = x[2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
            out[i, j] = np.max(window)
    return out


@case(real(4, 4))
def mask_of_the_maximum(x):
    window = x[:2, :2]
    mask = window == np.max(window)
    dx = np.zeros_like(x)
    dx[:2, :2] += mask * x[2, 2]
    return dx


@case(real(2, 3))
def where_with_three_shapes(x):
    return np.where(x > 0, x.sum(axis=0), x.max(axis=1, keepdims=True)), np.where(x.sum() > 100, 1.0, x)


@case(real(4, 3), constants=(np.array([True, False, True, True]),))
def masked_mean(x, mask):
    return (x * mask[:, None]).sum(axis=0) / mask.sum(), x[mask].mean(axis=0), np.mean(x, axis=0, where=mask[:, None])


@case(real(5))
def hardened(x):
    hard_tanh = np.minimum(np.maximum(x, -1), 1)
    hard_sigmoid = np.clip(0.2 * x + 0.5, 0, 1)
    relu6 = np.minimum(np.maximum(0, x), 6)
    return hard_tanh, hard_sigmoid, relu6


@case(real(6))
def soft_threshold(x):
    return np.sign(x) * np.maximum(np.abs(x) - 0.3, 0)


@case(real(3, 4))
def second_largest(x):
    return np.sort(x, axis=1)[:, -2] - np.partition(x, 1, axis=1)[:, 1], np.max(x, axis=1, initial=-5.0, where=x < 1)


@case(real(4, 3))
def argsort_of_columns(x):
    return x[np.argsort(x[:, 0])], x[:, np.argsort(x.sum(axis=0))], x[np.argmin(np.sum(x**2, axis=1))]
