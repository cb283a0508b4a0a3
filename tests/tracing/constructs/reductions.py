"""Sums, means, extremes and norms: functions and methods, with axis, keepdims, ddof, initial, where."""

from __future__ import annotations

import numpy as np

from tests.tracing.constructs.case import case, positive, real, small, unit


@case(real(3, 4))
def total(x):
    return np.sum(x)


@case(real(3, 4))
def total_by_method(x):
    return (x**2).sum()


@case(real(3, 4))
def sums_along_axes(x):
    return np.sum(x**2, axis=0), np.sum(x, axis=1), x.sum(0), x.sum(axis=-1)


@case(real(3, 4))
def kept_dimensions(x):
    return x / np.sum(np.abs(x), axis=1, keepdims=True) + x.sum(axis=0, keepdims=True)


@case(real(2, 3, 4))
def several_axes(x):
    return np.sum(x**2, axis=(0, 2)), x.mean(axis=(1, 2), keepdims=True), np.sum(x, axis=(-1, 0))


@case(real(3, 4), real(3, 4))
def sum_with_where(x, y):
    return np.sum(x * y, where=y > 0, axis=0) + np.sum(x, axis=0, initial=1.0)


@case(real(3, 4))
def sum_with_a_dtype(x):
    return np.sum(x, axis=0, dtype=np.float64) + x.sum(axis=0, dtype=float)


@case(real(4))
def sum_into_out(x):
    out = np.empty((2,))
    np.sum(x.reshape(2, 2) ** 2, axis=1, out=out)
    return out


@case(real(3, 4))
def sums_of_other_things(x):
    return np.sum([x[0], x[1] ** 2]), sum(x[0]), sum(x), np.sum([v * v for v in x.ravel()]), np.sum((x[0, 0], x[1, 1]))


@case(real(3, 4))
def means(x):
    return np.mean(x), np.mean(x**2, axis=0), x.mean(), x.mean(1)


@case(real(4, 3))
def variances(x):
    return np.var(x), np.var(x, axis=0), x.var(axis=1, keepdims=True), np.var(x, axis=0, ddof=1), x.var(ddof=1)


@case(real(4, 3))
def deviations(x):
    return np.std(x), np.std(x, axis=0), x.std(axis=1, ddof=1), x.std(0)


@case(real(4, 3))
def standardised(x):
    return (x - x.mean(axis=0)) / (x.std(axis=0) + 1e-8)


@case(positive(3, 4))
def products(x):
    return np.prod(x), np.prod(x, axis=0), x.prod(axis=1), np.prod(x, axis=1, keepdims=True)


@case(real(3, 4))
def extremes(x):
    return np.max(x), np.min(x, axis=0), x.max(axis=1), x.min(), np.amax(x, axis=1), np.amin(x)


@case(real(3, 4))
def shifted_by_the_maximum(x):
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@case(real(3, 4))
def range_between_extremes(x):
    return np.ptp(x, axis=1), (x - x.min()) / (x.max() - x.min())


@case(real(5, 3))
def medians(x):
    return np.median(x), np.median(x, axis=0), np.median(x[:4], axis=0, keepdims=True)


@case(real(7))
def quantiles(x):
    return np.percentile(x, 30), np.quantile(x, [0.25, 0.6]), np.percentile(x, [10, 90])


@case(real(5), positive(5))
def weighted_averages(x, w):
    return np.average(x, weights=w), np.average(x)


@case(real(2, 5), positive(5))
def weighted_average_along_an_axis(x, w):
    return np.average(x, axis=1, weights=w)


@case(real(3, 4))
def ignoring_nans(x):
    y = np.where(x > 1.2, np.nan, x)
    return np.nansum(y), np.nanmean(y, axis=0), np.nanmax(y), np.nanmin(y, axis=1), np.nanvar(y), np.nanstd(y)


@case(real(3, 4))
def running_sums(x):
    return np.cumsum(x), np.cumsum(x, axis=0), x.cumsum(axis=1)


@case(real(2, 4))
def running_products(x):
    return np.cumprod(x, axis=1), x.cumprod(), np.cumprod(x)


@case(real(3, 5))
def differences(x):
    return np.diff(x), np.diff(x, axis=0), np.diff(x, n=2), np.diff(x[0], prepend=0.0), np.ediff1d(x[1])


@case(real(6))
def slopes_on_a_grid(x):
    return np.gradient(x), np.gradient(x, 0.5), np.gradient(x.reshape(2, 3), axis=1)


@case(real(6))
def integral(y):
    return np.trapezoid(y, dx=0.1), np.trapezoid(y, np.linspace(0, 1, 6) ** 2)


@case(real(3, 4))
def norms(x):
    return np.linalg.norm(x), np.linalg.norm(x, axis=1), np.linalg.norm(x, axis=0, keepdims=True), np.linalg.norm(x[0])


@case(real(3, 4))
def other_norms(x):
    return np.linalg.norm(x, ord=1, axis=1), np.linalg.norm(x[0], np.inf), np.linalg.norm(x, "fro"), np.linalg.norm(x[1], 3)


@case(real(4, 3), real(4, 3))
def distance_by_norm(a, b):
    return np.linalg.norm(a - b, axis=1) ** 2


@case(real(3, 4))
def logarithm_of_the_sum_of_exponentials(x):
    m = x.max(axis=1, keepdims=True)
    return (m + np.log(np.exp(x - m).sum(axis=1, keepdims=True))).squeeze()


@case(real(3, 4))
def where_the_largest_is(x):
    best = np.argmax(x, axis=1)
    return x[np.arange(3), best] ** 2, best


@case(real(3, 4))
def counting(x):
    count = np.count_nonzero(x > 0)
    return x.sum() / count, np.mean(x[x > 0]), (x > 0).sum(axis=0) * x[0], (x > 0).mean() * x


@case(unit(6), constants=(np.array([0, 1, 1, 0, 1, 0]),))
def accuracy_beside_the_loss(p, y):
    predicted = (p > 0.5).astype(int)
    accuracy = np.mean(predicted == y)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    return loss, accuracy


@case(real(5, 3))
def covariance(x):
    return np.cov(x, rowvar=False), np.cov(x[0], x[1])


@case(real(5, 3))
def correlation(x):
    return np.corrcoef(x, rowvar=False)


@case(real(3, 4))
def covariance_by_hand(x):
    mu = x.mean(axis=1, keepdims=True)
    c = x - mu
    return c @ c.T / (x.shape[1] - 1)


@case(positive(4))
def harmonic_and_geometric(x):
    return x.size / np.sum(1 / x), np.exp(np.mean(np.log(x))), np.prod(x) ** (1 / len(x))


@case(real(3, 4))
def of_the_empty(x):
    empty = x[:, :0]
    return x.sum() + empty.sum() + np.sum([]), empty.sum(axis=1) + x[:, 0]


@case(real(4))
def of_nothing_but_a_number(x):
    return np.sum(x[0]) + np.mean(x[1]) + np.max(x[2]) * np.prod(x[3])


@case(real(2, 3))
def of_nested_lists(x):
    return np.mean([[x[0, 0], x[0, 1]], [x[1, 0] * 2, x[1, 2]]], axis=0), np.max([x[0, 0], x[1, 1], 0.0])


@case(small(6), constants=(np.array([0, 0, 1, 1, 2, 2]),))
def by_groups(x, group):
    return np.array([x[group == k].mean() for k in np.unique(group)]), x * np.bincount(group)[group]


@case(small(6), constants=(np.array([0, 0, 1, 1, 2, 2]),))
def by_bins(x, group):
    return np.bincount(group, weights=x), np.bincount(group, weights=x, minlength=5)


@case(real(7))
def moving_average(x):
    return np.convolve(x, np.ones(3) / 3, mode="valid"), np.convolve(x, np.array([1.0, -0.5]))


@case(real(7), real(3))
def convolution_of_two(x, k):
    return np.convolve(x, k, mode="same"), np.correlate(x, k, mode="valid")


@case(real(3))
def polynomial(c):
    return np.polyval(c, 1.5), np.polyval(c, np.array([0.1, 0.2]))


@case(real(5), constants=(np.array([0.0, 1.0, 2.0, 3.0, 4.0]),))
def interpolation(y, grid):
    return np.interp([0.4, 2.2, 3.9], grid, y)
