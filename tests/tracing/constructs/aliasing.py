"""Writes that are easy to get wrong: chained indexing, overlaps, swaps, repeated indices, other types, other layouts."""

# The code is as people write it.
# ruff: noqa: PLW2901

from __future__ import annotations

import numpy as np

from tests.tracing.constructs.case import case, positive, real


@case(real(3, 3))
def chained_index_writes(x):
    y = x.copy()
    y[1][2] = x[0, 0] * 2
    y[0][:2] += 1
    y[2][y[2] > 0] = 0
    y[:, 1][0] = 5.0
    y[[0, 1]][0] = 100.0
    y[y > 0][0] = 100.0
    return y


@case(real(3, 2))
def rows_swapped_without_copies(x):
    y = x.copy()
    y[0], y[1] = y[1], y[0]
    z = x.copy()
    z[0], z[1] = z[1].copy(), z[0].copy()
    return y, z


@case(real(5))
def overlapping_assignments(x):
    a, b, c, d = x.copy(), x.copy(), x.copy(), x.copy()
    a[:] = a[::-1]
    b[1:] = b[:-1]
    c[:-1] += c[1:]
    d[::-1][1:] *= d[:-1]
    return a, b, c, d


@case(real(3, 3))
def added_to_its_transpose(x):
    y = x.copy()
    y += y.T
    z = x.copy()
    z *= z
    z -= z.mean()
    z /= np.abs(z).sum(axis=0)
    return y, z


@case(real(3), real(4))
def last_of_repeated_indices_wins(x, v):
    y = x.copy()
    y[[0, 0, 2, 0]] = v
    return y


@case(real(3))
def truncated_by_an_integer_array(x):
    k = np.zeros(3, dtype=int)
    k[:] = x * 3
    k[1] = 7.9
    return x * k, k


@case(real(3), loose=1e5)
def written_into_single_precision(x):
    y = np.zeros(3, dtype=np.float32)
    y[:] = x
    y[0] *= x[1]
    return y * x


@case(real(6))
def masks_changed_in_place(x):
    mask = x > 0
    mask &= x < 1.5
    mask |= x < -1
    mask[0] = True
    count = np.zeros(6, dtype=int)
    count += mask
    count[~mask] -= 1
    return x * mask + x**2 * count


@case(real(6))
def other_augmented_operators(x):
    y = x.copy()
    y //= 0.7
    z = x.copy()
    z %= 0.7
    k = np.arange(6)
    k += 1
    k *= 2
    k //= 3
    k **= 2
    k <<= 1
    return y * x + z * k


@case(real(4), real(4))
def copied_where(x, y):
    z = x.copy()
    np.copyto(z, y, where=x > 0)
    w = np.zeros(4)
    np.add(x, y, out=w, where=[True, False, True, False])
    np.multiply(w, 2, where=x < 0, out=w)
    return z, w


@case(real(3, 4))
def views_of_views_of_views(x):
    y = x.copy()
    v = y.T[1:, ::-1].reshape(3, 3)[0]
    w = y.T[1:][::-1].T[0]
    w += 1
    v *= 2
    return y, v, w


@case(real(2, 3, 4))
def reshape_that_copies(x):
    y = x.copy()
    flat = y.transpose(2, 0, 1).reshape(-1)
    flat[0] = 50.0
    same = y.reshape(6, 4)
    same[0, 1] = 60.0
    return y, flat[:3]


@case(np.asfortranarray(np.arange(6.0).reshape(2, 3) + 0.25))
def fortran_order(x):
    z = x.reshape(-1)
    z[0] = 9.0
    w = x.T.reshape(-1)
    w[1] = 7.0
    return x, z, w


@case(np.asfortranarray(np.arange(6.0).reshape(2, 3) + 0.25))
def fortran_order_kept(x):
    return x.ravel(order="K") * np.arange(6), x.ravel(order="A") * np.arange(6), x.copy(order="K").ravel("K") * np.arange(6)


@case(real(3, 2))
def transposed_argument_flattened(x):
    y = x.T
    flat = y.ravel()
    flat[0] = 50.0
    inner = np.ravel(y, order="F")
    inner[1] = 60.0
    return x, y.flatten() * np.arange(6), flat


@case(real(3, 4))
def slices_of_every_kind_written(x):
    y = x.copy()
    y[-1] = 0.5
    y[..., -1] *= 2
    y[:2, None, 1] = x[1:, 0:1]
    y[0:10, 3:1] = 5.0
    y[np.array(1)] += x[0]
    y[range(2), [0, 1]] = [x[2, 2], 1.0]
    y[(0, 2)] -= 3
    return y


@case(real(3, 4), constants=(np.array([[True, False, True, False]] * 3),))
def masks_of_two_dimensions(x, mask):
    y = x.copy()
    y[mask] += x[~mask]
    y[mask & (x > 0)] = 0.0
    y[:, mask[0]] *= 2
    y[mask[:, 0], 1] = x[:, 3]
    return y


@case(real(4))
def empty_writes(x):
    y = x.copy()
    y[x > 100] = 3.0
    y[4:] = 1.0
    y[[]] += 1
    y[np.zeros(4, bool)] *= x[:0]
    return y


@case(real(2, 3), real(3))
def argument_kept_and_written_later(x, v):
    kept = [x]
    total = kept[0].sum()
    x[0] = v
    after = kept[0].sum()
    v *= 3
    return total * after, x


@case(real(3))
def result_written_after_it_was_kept(x):
    results = []
    h = np.zeros(3)
    for t in range(3):
        h += x * t
        results.append(h)
    return results[0], np.array(results)


@case(real(3))
def buffers_swapped(x):
    a, b = x.copy(), np.zeros(3)
    for _ in range(3):
        b[:] = np.sin(a)
        b[0] += a[1]
        a, b = b, a
    return a, b


@case(positive(3), constants=({"buffer": np.zeros((2, 3)), "rows": [np.ones(3), np.ones(3)]},))
def buffers_of_the_caller(x, work):
    work["buffer"][0] = x
    work["buffer"][1] += work["buffer"][0] * 2
    work["rows"][1] *= x
    work["new"] = np.sqrt(x)
    return work["buffer"].sum(axis=0) * work["rows"][1]


@case(real(4), constants=(np.arange(4.0).reshape(2, 2)[:, ::-1],))
def constant_view_of_the_caller(x, rows):
    rows[0] = x[:2]
    rows *= 2
    return rows @ x[2:]


@case([real(3), real(3)])
def list_of_arrays_written(arrays):
    arrays[0] += arrays[1]
    arrays[1] = arrays[0] * 2
    arrays.append(arrays[1] ** 2)
    last = arrays.pop()
    return arrays[0] * last


@case(real(3))
def loop_over_parameters_does_not_write(x):
    params = [x, x * 2]
    for p in params:
        p = p - 0.5
    for k, p in enumerate(params):
        params[k] = p - 0.5
    for p in params:
        p -= 0.5
    return params


@case(real(2, 2))
def accumulated_into_zeros_like(x):
    grads = {"w": np.zeros_like(x), "b": 0.0}
    for row in x:
        grads["w"] += np.outer(row, row)
        grads["b"] += row.sum()
        grads["b"] = grads["b"] * 1.5
    return grads


@case(real(3, 3))
def triangle_written_by_loops(x):
    y = np.zeros((3, 3))
    for i in range(3):
        for j in range(i):
            y[i, j] = y[j, i] = x[i, j]
        y[i, i] = 1.0
    return y
