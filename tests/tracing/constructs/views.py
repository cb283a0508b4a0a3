"""Views and their aliases: a write through one name is seen by all the others."""

# The code is as people write it.
# ruff: noqa: PLW2901

from __future__ import annotations

import numpy as np

from tests.tracing.constructs.case import case, real


@case(real(3, 4))
def row_view_written(x):
    y = x.copy()
    row = y[1]
    row *= 3
    row[0] = 7.0
    return y


@case(real(3, 4))
def base_written_view_read(x):
    y = x.copy()
    row = y[1]
    y *= 2
    y[1, 2] = 0
    return row * x[0]


@case(real(2, 6))
def reshaped_view_written(x):
    y = x.copy()
    flat = y.reshape(-1)
    flat[3:8] = flat[:5] * 2
    return y


@case(real(2, 3))
def raveled_view_written(x):
    y = x * 1.0
    y.ravel()[0] = 5.0
    y.flatten()[1] = 100.0
    np.ravel(y)[4] += x[0, 0]
    return y


@case(real(3, 4))
def transposed_view_written(x):
    y = x.copy()
    y.T[1] = 0
    y.transpose()[0] += y[:, 2]
    return y


@case(real(3, 4))
def view_of_a_view(x):
    y = x.copy()
    part = y[1:]
    corner = part[:, 2:]
    corner += 1
    part *= corner[0, 0]
    return y


@case(real(4))
def reversed_view_written(x):
    y = x.copy()
    back = y[::-1]
    back[:2] = x[:2]
    back[3] *= 2
    return y


@case(real(4))
def two_names_for_one(x):
    y = x.copy()
    z = y
    z += 1
    z[0] = 0
    return y * x


@case(real(4))
def name_for_an_argument(x):
    y = x
    y += 1
    y[2] = x[0] * 2
    return x


@case(real(4))
def rebound_and_not_written(x):
    y = x
    y = y + 1
    y[0] = 0
    return x * y


@case(real(4))
def copies_are_apart(x):
    a, b, c = x.copy(), np.array(x), np.copy(x)
    a *= 2
    b[0] = 0
    c -= a
    return x, a, b, c


@case(real(4))
def asarray_is_the_same(x):
    y = np.asarray(x)
    y[0] = x[1] * 2
    z = np.asanyarray(x)
    z[3] += 1
    return x


@case(real(3, 4))
def sliced_argument_written(x):
    left, right = x[:, :2], x[:, 2:]
    left += right
    right[:] = left * right
    return x


@case(real(3, 4))
def broadcast_view_read_after_a_write(x):
    y = x[0].copy()
    wide = np.broadcast_to(y, (3, 4))
    y *= 2
    return wide * x


@case(real(3, 4))
def expanded_view_written(x):
    y = x.copy()
    column = y[:, :, None]
    column[:, 0] = 1.0
    np.expand_dims(y, 0)[0, 1] = 2.0
    np.squeeze(y[None])[2] *= 3
    return y


@case(real(3, 3))
def diagonal_read_after_a_write(x):
    y = x.copy()
    d = np.diagonal(y)
    y[1, 1] = x[0, 0] * 4
    return d * 2, np.diag(y)


@case(real(3, 3))
def diagonals_read_after_a_write(x):
    y = x.copy()
    a, b, c = np.diag(y), y.diagonal(), np.einsum("ii->i", y)
    y[1, 1] = x[0, 0] * 4
    return a * 2 + b + c


@case(real(2, 4))
def split_parts_written(x):
    y = x.copy()
    a, b = np.split(y, 2, axis=1)
    a += b
    b *= 0.5
    return y


@case(real(2, 3))
def loop_variable_is_a_view(x):
    y = x.copy()
    for row in y:
        row /= np.sum(row**2)
    return y


@case(real(3, 2))
def zipped_views_written(x):
    y = np.zeros((3, 2))
    for target, source in zip(y, x, strict=True):
        target[:] = source * 2
        target[0] -= 1
    return y


@case(real(2, 2, 2))
def swapped_axes_view_written(x):
    y = x.copy()
    y.swapaxes(0, 2)[0] = x[0]
    np.moveaxis(y, 1, 0)[1] *= 2
    return y


@case(real(4))
def attribute_t_of_a_vector(x):
    y = x.copy()
    y.T[0] = 9.0
    return y * x.T


@case(real(2, 3))
def view_kept_in_a_dict(x):
    y = x.copy()
    cache = {"first": y[0], "all": y}
    cache["first"] += 2
    cache["all"][1, 1] *= 3
    return y, cache["first"]


@case(real(2, 3))
def cache_damaged_later(x):
    cache = (x, x * 2)
    x[0, 0] = 4.0
    kept, twice = cache
    return kept + twice


@case(real(4))
def view_given_to_a_function(x):
    def double(part):
        part *= 2

    y = x.copy()
    double(y[1:3])
    double(y[[0, 3]])
    return y


@case(real(6))
def parameters_in_one_vector(theta):
    w = theta[:4].reshape(2, 2)
    b = theta[4:]
    w -= 0.1 * w**2
    b += 1
    return theta * 2, w @ b


@case(real(6))
def gradient_in_one_vector(x):
    grad = np.zeros(6)
    dw, db = grad[:4].reshape(2, 2), grad[4:]
    dw += np.outer(x[:2], x[2:4])
    db[:] = x[4:]
    return grad


@case(real(3, 3))
def overlapping_views_written(x):
    y = x.copy()
    y[:-1] += y[1:]
    y[1:] = y[:-1]
    return y


@case(real(3, 4))
def fancy_read_is_a_copy(x):
    y = x.copy()
    rows = y[[0, 1]]
    rows *= 10
    masked = y[y > 0]
    masked += 3
    return y, rows, masked


@case(real(2, 3))
def view_method(x):
    y = x.copy()
    v = y.view()
    v[0] = 1.0
    return y * x


@case(real(3))
def views_in_a_list(x):
    grid = np.zeros((3, 3))
    rows = [grid[i] for i in range(3)]
    for k, row in enumerate(rows):
        row[k:] = x[k:] * (k + 1)
    return grid


@case(real(2, 3))
def strided_view_of_a_transpose(x):
    y = x.copy()
    v = y.T[::2, 1]
    v += x[0, ::2]
    y[1, 0] *= 2
    return v, y


@case(real(3))
def identity_of_objects(x):
    y = x
    z = x[:]
    z[0] = 2.0
    return x * (1.0 if y is x else 0.0) * (1.0 if z is not x else 0.0) * (3.0 if z.base is not None else 1.0)


@case(real(4))
def memory_shared_or_not(x):
    y = x.copy()
    return y * (2.0 if np.shares_memory(y, y[1:]) else 1.0) * (3.0 if np.may_share_memory(x, y) else 1.0)
