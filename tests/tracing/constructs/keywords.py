"""The same functions with their arguments by position, by keyword, in other orders; made by values; called on the class."""

# The code is as people write it.

from __future__ import annotations

import numpy as np

from tests.tracing.constructs.case import case, positive, real


@case(real(3, 4))
def axes_by_position(x):
    return np.sum(x, 1), np.mean(x, 0), np.max(x, 1), x.sum(0), np.concatenate((x, x), 1), np.cumsum(x, 1), np.argmax(x, 1), x.std(0)


@case(real(3, 4))
def arguments_by_keyword(x):
    return (
        np.sum(a=x, axis=1),
        np.transpose(a=x, axes=[1, 0]),
        np.clip(a=x, a_min=-1, a_max=1),
        np.repeat(a=x, repeats=2, axis=0),
        np.reshape(x, shape=(4, 3)),
    )


@case(real(3, 4))
def methods_of_arrays(x):
    return (
        x.clip(-1, 1),
        x.repeat(2),
        x.take([0, 2], axis=1),
        x.cumsum(),
        x.ptp() if hasattr(x, "ptp") else x.max() - x.min(),
        x.trace(),
        x.round(1) * x,
    )


@case(real(3, 4))
def more_methods_of_arrays(x):
    return (
        x.argsort(axis=1),
        x.nonzero()[0],
        x.all(),
        x.any(axis=0),
        x.argmin(),
        x.prod(axis=0),
        x.compress([True, False, True], axis=0),
        x.searchsorted is not None,
    )


@case(0.5, 2.0)
def grids_between_traced_numbers(a, b):
    return np.linspace(a, b, 5), np.linspace(0, a, 3) ** 2, a + (b - a) * np.arange(4) / 3


@case(0.5, 1.9)
def ranges_between_traced_numbers(a, b):
    return np.arange(a, b, 0.5), np.arange(0, b), np.arange(3) * a


@case(0.5, 2.0)
def logarithmic_grids_between_traced_numbers(a, b):
    return np.geomspace(a, b, 3), np.logspace(a, b, 3)


@case(positive(3))
def matrices_made_of_vectors(x):
    return (
        np.outer(x, [1, 2]),
        np.diag(x) + np.tri(3) * x,
        np.fliplr(np.diag(x)),
        np.full_like(x, x[0]),
        np.full((2, 3), x),
    )


@case(positive(3))
def vandermonde(x):
    return np.vander(x, 3), np.vander(x, increasing=True)


@case(real(3, 3))
def triangle_from_another(x):
    y = x.copy()
    y[np.tril_indices_from(y)] = 0
    y[np.triu_indices_from(x, 1)] *= 2
    return y


@case(real(3, 3))
def index_helpers(x):
    y = x.copy()
    y[np.diag_indices_from(y)] += x[1]
    k = np.ravel_multi_index(([0, 2], [1, 1]), x.shape)
    return y, x.ravel()[k], np.select([x > 0], [x], 0.5), x[np.mask_indices(3, np.triu)]


@case(real(3, 4))
def sums_in_many_ways(x):
    return (
        np.sum(x, axis=1)[:, None],
        np.sum(np.sum(x, axis=0), axis=0),
        x.sum(axis=1).sum(),
        np.einsum("ij->", x),
        np.ones(3) @ x @ np.ones(4),
        sum(map(sum, x)),
    )


@case(real(3, 4))
def apply_over_axes(x):
    return np.apply_over_axes(np.sum, x, [0, 1])


@case(real(4))
def convolved_by_hand_and_by_numpy(x):
    k = np.array([1.0, 2.0, 1.0]) / 4
    return (
        np.convolve(x, k, "same"),
        np.array([sum(x[i - j] * k[j] for j in range(3) if 0 <= i - j < 4) for i in range(6)]),
        np.correlate(x, k, "full"),
    )


@case(real(4, 3), refused="qr")
def orthogonal_factor(x):
    q, r = np.linalg.qr(x)
    return np.abs(q), np.abs(r)


@case(real(4, 2), real(4))
def least_squares(x, y):
    return np.linalg.lstsq(x, y, rcond=None)[0]


@case(real(4), refused="polyfit")
def polynomial_fit(y):
    return np.polyfit(np.array([0.0, 1.0, 2.0, 3.0]), y, 1)


@case(real(4), refused="rfft")
def power_spectrum(x):
    return np.abs(np.fft.rfft(x)) ** 2


@case(real(3, 3), refused="eigvalsh")
def symmetric_eigenvalues(a):
    return np.linalg.eigvalsh(a + a.T + np.diag([0.0, 4.0, 9.0]))


@case(real(3, 3), refused="ord=2")
def condition_and_spectral_norm(a):
    return np.linalg.norm(a, 2)


@case(real(3, 3))
def solved_with_transposes(a):
    m = a @ a.T + np.eye(3)
    return np.linalg.solve(m.T, a[0]), np.linalg.inv(m).T @ a[1], np.linalg.solve(m, np.eye(3))


@case(real(4, 3))
def matrices_of_numpy_linalg(x):
    return (
        np.linalg.norm(x, axis=(0, 1)),
        np.linalg.matrix_norm(x),
        np.linalg.vector_norm(x, axis=1),
        np.linalg.trace(x[:3]),
        np.linalg.outer(x[0], x[1]),
    )


@case(real(4, 3))
def cumulative_extremes(x):
    return np.maximum.accumulate(x, axis=0), np.minimum.accumulate(x[:, 0]), np.fmax.reduce(x, axis=1), np.logaddexp.reduce(x, axis=0)


@case(real(2, 3))
def stacks_of_lists(x):
    rows = [[x[0, 0], x[0, 1]], [x[1, 1], 2.0]]
    return (
        np.vstack(rows),
        np.hstack(rows),
        np.stack(rows, axis=1),
        np.concatenate([x.tolist(), x]),
        np.append(rows, [[1.0, x[1, 2]]], axis=0),
    )


@case(real(5))
def numbers_of_numpy_as_settings(x):
    n, k, s = np.int64(5), np.uint8(2), np.float32(0.5)
    return x.reshape(n, 1), x[:k], np.ones(n) * x, x * float(s), np.tile(x, k), np.zeros((k, n)) + x, np.roll(x, k), x.sum() / n


@case(real(6), options={"shape": (2, 3), "axes": [1, 0], "dtype": float})
def settings_passed_as_options(x, shape, axes, dtype):
    return x.reshape(*shape).transpose(*axes).astype(dtype), np.zeros(shape, dtype=dtype) + x.reshape(shape)


@case(real(2, 3, 3))
def diagonals_of_stacks_by_linalg(x):
    return np.linalg.diagonal(x), np.linalg.trace(x), np.linalg.diagonal(x, offset=1)


@case(real(3, 4))
def quantiles_of_a_table(x):
    return np.percentile(x, [[20.0, 30.0], [55.0, 70.0]]), np.quantile(x, np.array([[0.2], [0.9]]), axis=0)


@case(2.5, 0.4)
def more_functions_of_numbers(a, b):
    return (
        np.clip(a, 0, 5),
        np.std([a, b]),
        np.arccosh(a),
        np.real(a),
        np.take(np.array([1.0, 2.0]) * a, 1),
        np.var(b) + a,
        np.heaviside(a, 0.0) * b,
    )
