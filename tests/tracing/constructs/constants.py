"""Any function of what doesn't depend on the inputs: index sets, histograms, decompositions of data, made inside the function."""

# The code is as people write it.
# ruff: noqa: N806

from __future__ import annotations

import numpy as np
import scipy.special
from scipy.special import comb

from tests.tracing.constructs.case import case, real, small

DATA = np.array([[0.5, -1.2, 0.3], [1.1, 0.4, -0.7], [-0.6, 0.9, 1.5], [0.2, -0.3, -1.4]])


@case(real(6))
def sets_of_indices(x):
    train = np.arange(0, 6, 2)
    rest = np.setdiff1d(np.arange(6), train)
    both = np.union1d(train, [1, 2])
    common = np.intersect1d(both, rest)
    return x[train].sum() * x[rest], x[both] * both, x[common], x * np.isin(np.arange(6), train)


@case(real(4, 4))
def grids_of_indices(x):
    rows = np.arange(2)
    i, j = np.indices((2, 2))
    return x[np.ix_(rows, rows + 1)], x[i, j], x[np.ix_(np.array([True, False, True, False]), rows)], x[tuple(np.ogrid[0:2, 0:3])]


@case(real(3, 3))
def grids_of_coordinates(x):
    yy, xx = np.mgrid[0:3, 0:3]
    kernel = np.exp(-((xx - 1) ** 2 + (yy - 1) ** 2) / 2)
    kernel /= kernel.sum()
    return x * kernel, np.sum(x * xx) / np.sum(x**2)


@case(real(4))
def histograms_of_data(x):
    counts, edges = np.histogram(np.array([0.1, 0.4, 0.45, 0.8]), bins=4, range=(0, 1))
    return x * counts, x * edges[:-1], x * np.bincount(np.array([0, 1, 1, 3]))


@case(small(3))
def principal_components_of_data(w):
    centred = DATA - DATA.mean(axis=0)
    U, S, Vt = np.linalg.svd(centred, full_matrices=False)
    values, vectors = np.linalg.eigh(np.cov(centred.T))
    return np.abs(Vt) @ w * S, values * w, (np.abs(vectors) @ w)[::-1], U.shape[0] * w


@case(small(3))
def principal_components_of_data_made_inside(w):
    rng = np.random.default_rng(0)
    data = rng.normal(size=(6, 3)) * np.array([1.0, 2.0, 4.0])
    _, S, Vt = np.linalg.svd(data - data.mean(axis=0), full_matrices=False)
    values = np.linalg.eigvalsh(np.cov(data, rowvar=False))
    return np.abs(Vt) @ w * S, values * w, np.linalg.matrix_rank(data) * w, np.linalg.qr(data)[1].shape[0] * w


@case(real(3))
def polynomials_of_data(x):
    c = np.polyfit(np.array([0.0, 1.0, 2.0, 3.0]), np.array([1.0, 0.5, 2.0, 4.0]), 2)
    p = np.poly1d([1.0, -2.0, 0.5])
    return x * c, x * p(2.0), x * np.polyval([1, 2, 3], 0.5), x * np.max(np.abs(np.roots([1.0, -3.0, 2.0])))


@case(real(4))
def spectra_of_data(x):
    signal = np.sin(np.arange(4) * 1.5)
    power = np.abs(np.fft.fft(signal)) ** 2
    return x * power, x * np.fft.fftfreq(4), x * np.angle(np.exp(1j * np.arange(4)))


@case(real(4))
def windows_of_numpy(x):
    return x * np.hanning(4), x * np.hamming(4), x * np.blackman(4), x * np.bartlett(4), x * np.kaiser(4, 3.0)


@case(real(4))
def special_functions_of_constants(x):
    k = np.arange(4)
    return (
        x * comb(3, k),
        x * scipy.special.zeta(k + 2.0),
        x * scipy.special.factorial(k),
        x * scipy.special.eval_legendre(2, 0.3),
        x * scipy.special.jv(1, 2.0),
    )


@case(real(4))
def bits_and_integers(x):
    k = np.arange(4)
    return (
        x * (k & 1),
        x * (k ^ 3),
        x * np.left_shift(k, 1),
        x * (k >> 1),
        x * np.gcd(k, 2),
        x * np.lcm(k + 1, 2),
        x * ~k,
        x * np.bitwise_or(k, 1),
    )


@case(real(4))
def rounded_and_cast_values(x):
    return (
        x * np.int64(np.abs(x) * 2),
        x * np.bool_(x > 0),
        x * np.int_(x),
        x * np.array(x, dtype=int),
        x * np.rint(x * 2).astype(int),
        np.round(x, 0) * x,
    )


@case(real(4))
def strings_of_constants(x):
    names = np.array(["cat", "dog", "cat", "eel"])
    classes = np.unique(names)
    one_hot = (names[:, None] == classes[None, :]).astype(float)
    lengths = np.char.str_len(names)
    order = np.argsort(names)
    return one_hot.T @ x, x * lengths, x[order] * np.arange(4), {str(c): x[names == c].sum() for c in classes}


@case(real(4))
def dates_and_objects(x):
    days = np.array(["2024-01-01", "2024-01-03", "2024-02-01", "2024-02-02"], dtype="datetime64[D]")
    gaps = np.diff(days).astype(int)
    names = np.array(["a", None, 3, (1, 2)], dtype=object)
    return x[1:] * gaps, x * len(names), x * (days > np.datetime64("2024-01-15"))


@case(real(4))
def complex_constants(x):
    z = np.exp(2j * np.pi * np.arange(4) / 4)
    return x * z.real, x @ z.imag, x * np.abs(z + 1) ** 2


@case(real(2, 3))
def structured_and_masked_constants(x):
    table = np.array([(0.5, 1), (1.5, 2), (2.5, 0)], dtype=[("score", float), ("rank", int)])
    masked = np.ma.array([1.0, 2.0, 3.0], mask=[False, True, False])
    return x * table["score"], x[:, table["rank"]], x * masked.filled(0.0)


@case(real(4, 3))
def nearest_neighbours_of_values(x):
    d = np.sqrt(((x[:, None] - DATA[None]) ** 2).sum(-1))
    nearest = np.argsort(d, axis=1)[:, :2]
    votes = np.array([0, 1, 1, 0])[nearest]
    winner = np.array([np.bincount(v, minlength=2).argmax() for v in votes])
    return d[np.arange(4), nearest[:, 0]] * (winner + 1), np.take_along_axis(d, nearest, axis=1), winner


@case(real(5, 2))
def clusters_of_values(x):
    centres = x[:2].copy()
    for _ in range(3):
        distances = np.linalg.norm(x[:, None] - centres, axis=2)
        label = np.argmin(distances, axis=1)
        for k in np.unique(label):
            centres[k] = x[label == k].mean(axis=0)
    return centres, np.bincount(label, minlength=2), np.sum((x - centres[label]) ** 2)


@case(real(3, 4))
def lists_given_to_functions(x):
    a, b = x[0], x[1]
    best = np.argmax([a, b], axis=0)
    return (
        np.flip([a, b], axis=1),
        np.expand_dims([a, b], 0),
        np.fliplr([a, b]),
        best,
        np.any([a > 0, b > 0], axis=0) * a,
        np.broadcast_arrays([a, b], 1.0)[0],
    )


@case(real(3))
def functions_of_vectors_and_numbers(x):
    return (
        np.tril(x),
        np.triu(x),
        np.cov(x),
        np.nan_to_num(x[0]),
        np.fmax(x[0], x[1]),
        np.percentile(x, np.array([20.0, 70.0])),
        np.std(x[0]) + x[1],
    )


@case(1.5, -0.5)
def functions_of_numbers(a, b):
    arithmetic = (
        np.add(a, b),
        np.subtract(a, b),
        np.multiply(a, b),
        np.divide(a, b),
        np.negative(a),
        np.abs(b),
        np.dot(a, b),
        np.mod(a, 0.4),
    )
    return (
        arithmetic,
        np.prod(a),
        np.sum(b),
        np.mean(a),
        np.std(a) + a,
        np.nan_to_num(a),
        np.fmax(a, b),
        np.clip(a, 0, 1) * a,
        np.squeeze(a),
        np.power(a, 2),
    )


@case(-1.5)
def functions_beyond_their_domain(x):
    with np.errstate(all="ignore"):
        y = np.where(x > 0, np.log(x), 0.0) + x
        z = np.exp(-1000.0 * x)
    return y * x + (0.0 if np.isinf(z) else 1.0)


@case(-1.5, real(5))
def unused_branches_that_are_not_numbers(s, x):
    with np.errstate(all="ignore"):
        y = np.where(s > 0, np.sqrt(s), s)
        z = np.where(x > 0, np.sqrt(x), x)
        w = np.sqrt(x)
        w[x < 0] = 0.0
    return y, z, w, np.nansum(np.sqrt(np.abs(x))), np.nanmean(z)


@case(real(4))
def errors_of_numpy_caught(x):
    out = x
    try:
        out = x @ np.ones(5)
    except ValueError:
        out = out * 2
    try:
        out = x + np.ones(3)
    except ValueError:
        out = out + 1
    try:
        out = x[7]
    except IndexError:
        out = out * x
    try:
        out[:] = np.ones((2, 3))
    except (ValueError, TypeError):
        out = out - 1
    try:
        np.linalg.inv(np.zeros((2, 2)))
    except np.linalg.LinAlgError:
        out = out * 3
    try:
        np.concatenate([x, np.ones((2, 2))])
    except ValueError:
        out = out + x
    return out
