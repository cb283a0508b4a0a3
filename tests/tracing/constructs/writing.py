"""Writing into arrays: entries, slices, masks, fancy places; augmented and plain; into fresh arrays, copies and arguments."""

# The code is as people write it.
# ruff: noqa: PLW2901

from __future__ import annotations

import numpy as np

from tests.tracing.constructs.case import case, positive, real


@case(real(4))
def filled_entry_by_entry(x):
    out = np.zeros(4)
    for i in range(4):
        out[i] = x[i] ** 2 + i
    return out


@case(real(3, 4))
def filled_by_two_indices(x):
    out = np.zeros((3, 4))
    for i in range(3):
        for j in range(4):
            out[i, j] = np.sin(x[i, j]) * (i + j)
    return out


@case(real(3, 4))
def filled_row_by_row(x):
    out = np.empty_like(x)
    for i, row in enumerate(x):
        out[i] = row / np.sum(np.abs(row))
    return out


@case(real(3, 4))
def filled_column_by_column(x):
    out = np.empty((3, 4))
    out[:, 0] = x[:, 0]
    for t in range(1, 4):
        out[:, t] = 0.5 * out[:, t - 1] + x[:, t]
    return out


@case(real(3, 4), real(3))
def slices_assigned(x, y):
    out = np.zeros((3, 6))
    out[:, :4] = x
    out[:, 4] = y
    out[1:, 5] = y[:2] * 2
    out[..., 0] = 1.0
    return out


@case(real(2, 3, 3))
def written_into_a_border(x):
    n, h, w = x.shape
    out = np.zeros((n, h + 2, w + 2))
    out[:, 1:-1, 1:-1] = x
    return out


@case(real(2, 2))
def written_with_strides(x):
    out = np.zeros((4, 4))
    out[::2, ::2] = x
    out[1::2, 1::2] += x[::-1]
    return out


@case(real(3, 4), real(2, 2))
def slices_added_to(x, g):
    dx = np.zeros_like(x)
    for i in range(2):
        for j in range(3):
            dx[i : i + 2, j : j + 2] += g * x[i, j]
    return dx


@case(real(3, 4))
def augmented_entries(x):
    y = x.copy()
    y[0, 0] += x[1, 1]
    y[1] *= 2
    y[:, 2] -= y[:, 0]
    y[2, 1:] /= x[0, 1:]
    y[0] **= 2
    return y


@case(real(5, 3), constants=(np.array([0, 2, 1, 0, 2]),))
def softmax_gradient_by_subtracting_one(scores, y):
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    dscores = p.copy()
    dscores[np.arange(5), y] -= 1
    dscores /= 5
    return dscores


@case(real(4, 3))
def negatives_to_zero(x):
    a = x.copy()
    a[a < 0] = 0
    return a * x


@case(real(4, 3), real(4, 3))
def gradient_masked(x, dout):
    dx = dout.copy()
    dx[x <= 0] = 0
    return dx


@case(real(4, 3))
def masks_assigned(x):
    y = np.array(x)
    y[y > 1] = 1
    y[x < -1] = x[x < -1] * 0.1
    y[y < 0] *= 3
    y[np.abs(x) < 0.5] += 10
    return y


@case(real(4, 3), real(3))
def rows_assigned_by_mask(x, v):
    y = x.copy()
    keep = np.array([True, False, False, True])
    y[keep] = v
    y[~keep, 0] = v[:2]
    return y


@case(real(4, 3), real(2, 3))
def fancy_rows_assigned(x, v):
    y = x.copy()
    y[[0, 2]] = v
    y[[1, 3], [0, 2]] = v[0, :2]
    y[:, [1]] = 2.0
    return y


@case(real(4, 3), real(3, 3))
def fancy_rows_added_without_repeats(x, v):
    y = x.copy()
    y[[0, 3, 1]] += v
    return y


@case(real(4, 3), real(3, 3))
def fancy_rows_added_with_repeats(x, v):
    y = x.copy()
    y[[0, 0, 1]] += v
    return y


@case(real(3), real(6, 3), constants=(np.array([0, 2, 2, 1, 0, 2]),))
def embedding_gradient(scale, dout, index):
    dw = np.zeros((4, 3))
    np.add.at(dw, index, dout * scale)
    return dw


@case(real(3, 4), constants=(np.array([1, 0, 3]),))
def added_at_pairs(v, cols):
    out = np.zeros((3, 4))
    np.add.at(out, (np.arange(3), cols), v[:, 0])
    np.subtract.at(out, (slice(None), 0), v[:, 1])
    return out


@case(real(6), constants=(np.array([0, 0, 1, 1, 1, 2]),))
def maximum_at(v, group):
    out = np.full(3, -10.0)
    np.maximum.at(out, group, v)
    return out


@case(real(3, 4))
def put_and_place(x):
    y = x.copy()
    np.put(y, [0, 5], [x[1, 1], 2.0])
    np.place(y, x > 1.5, 0.0)
    np.copyto(y[2], x[0])
    np.fill_diagonal(y, 3.0)
    return y


@case(real(3, 4))
def put_along_an_axis(x):
    y = x * 2
    np.put_along_axis(y, x.argmax(axis=1)[:, None], 0.0, axis=1)
    np.putmask(y, y < -1, x)
    return y


@case(real(4))
def filled_with_a_number(x):
    y = np.empty(4)
    y.fill(2.0)
    y[:] = y * x
    y[...] += 1
    return y


@case(real(3, 3))
def diagonal_written(x):
    y = x.copy()
    y[np.arange(3), np.arange(3)] = 1.0
    y[np.diag_indices(3)] += x[0]
    return y


@case(real(4))
def written_through_flat(x):
    y = np.zeros((2, 2))
    y.flat[:] = x
    y.flat[2] = x[0] * x[1]
    return y


@case(real(4), real(4))
def swapped_by_tuple(x, y):
    a = x.copy()
    a[0], a[1] = a[1], a[0]
    x, y = y, x
    return a * x + y


@case(real(5))
def rows_swapped_by_index(x):
    y = x.copy()
    y[[0, 4]] = y[[4, 0]]
    return y * np.arange(5)


@case(real(3, 4))
def argument_changed_in_place(x):
    x *= 2
    x[0] = 0
    x[1, 1] += 5
    return x.sum(axis=0) * x[1]


@case(real(3), real(3))
def argument_incremented(w, g):
    w -= 0.1 * g
    return w**2


@case({"w": real(3), "b": real(1)})
def arguments_in_a_dict_changed(params):
    params["w"] -= 0.1 * params["w"] ** 2
    params["b"][0] = 2 * params["b"][0]
    return params["w"].sum() * params["b"]


@case({"w": real(3), "b": real(1)})
def dict_entry_replaced(params):
    params["w"] = params["w"] * 2
    params["w"] = params["w"] - 0.1
    return params["w"] * params["b"]


@case(real(3), constants=(np.ones(3),))
def constant_argument_written(x, total):
    total += x
    total *= x
    return total


@case(real(3), constants=({"mean": np.zeros(3), "count": 0},))
def running_mean_in_an_argument(x, state):
    state["mean"] = 0.9 * state["mean"] + 0.1 * x
    state["count"] += 1
    return x - state["mean"] / state["count"]


@case(positive(3), constants=([],))
def list_argument_appended(x, history):
    for _ in range(3):
        x = np.sqrt(x)
        history.append(x.sum())
    return history[-1] + history[0]


@case(real(3))
def integer_array_holds_counts(x):
    counts = np.zeros(3, dtype=int)
    counts[x > 0] += 1
    counts[0] = 5
    return x * counts


@case(real(2, 3))
def overwritten_and_read_again(x):
    y = np.zeros((2, 3))
    y[0] = x[0]
    kept = y[0].copy()
    y[0] = x[1]
    return kept * y[0], y


@case(real(3, 3))
def recurrence_in_place(x):
    for i in range(1, 3):
        x[i] += x[i - 1] * 0.5
    return x[-1]


@case(real(5))
def prefix_by_overlapping_slices(x):
    y = x.copy()
    y[1:] += y[:-1]
    y[:-1] -= 0.5 * y[1:]
    return y


@case(real(4))
def written_then_reduced_in_a_loop(x):
    acc = np.zeros(4)
    for k in range(3):
        acc[:] = acc * x + k
        acc += x
    return acc


@case(real(2, 3), real(3))
def row_variable_written(x, v):
    rows = [x[0].copy(), x[1].copy()]
    for row in rows:
        row += v
        row[0] = 1.0
    return np.array(rows)


@case(real(4))
def setitem_called(x):
    y = np.zeros(4)
    y.__setitem__(slice(1, 3), x[1:3])
    y[np.int64(0)] = x[3]
    return y


@case(real(2, 2))
def sorted_in_place(x):
    y = x.ravel().copy()
    y.sort()
    z = x.copy()
    z.sort(axis=0)
    return y, z


@case(real(3, 2), constants=(np.array([1, 1, 0]),))
def histogram_of_weights(x, bins):
    out = np.zeros((2, 2))
    for k, b in enumerate(bins):
        out[b] += x[k]
    return out


@case(real(2, 3))
def written_from_a_list(x):
    y = np.zeros((2, 3))
    y[0] = [x[0, 0], 2.0, x[1, 2]]
    y[1, :2] = (1.0, x[0, 1])
    return y


@case(real(3))
def created_by_dtype_of_another(x):
    y = np.zeros(x.shape, dtype=x.dtype)
    z = np.empty(len(x), dtype=np.float64)
    z[:] = x
    y[1:] = z[:-1]
    return y + z
