"""Functions that move entries about: reshape, transpose, join, split, tile, pad, roll."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tests.tracing.constructs.case import case, positive, real


@case(real(2, 6))
def reshaped(x):
    return x.reshape(3, 4), np.reshape(x, (4, -1)), x.reshape(-1), x.reshape((2, 3, 2)), x.reshape([3, 4], order="F")


@case(real(2, 3, 2))
def flattened(x):
    return x.ravel(), x.flatten(), np.ravel(x), x.reshape(x.shape[0], -1), x.ravel(order="F"), x.flatten("F")


@case(real(2, 3))
def written_shape(x):
    y = x.copy()
    y.shape = (3, 2)
    return y * 2


@case(real(2, 3, 4))
def transposed(x):
    return x.T, x.transpose(0, 2, 1), np.transpose(x), np.transpose(x, (2, 0, 1)), x.transpose((1, 0, 2)), x.mT


@case(real(2, 3, 4))
def swapped_axes(x):
    return x.swapaxes(0, 1), np.swapaxes(x, -1, -2), np.moveaxis(x, 0, -1), np.moveaxis(x, [0, 1], [-1, -2]), np.rollaxis(x, 2)


@case(real(3, 4))
def added_axes(x):
    return np.expand_dims(x, 0), x[:, None, :], x[..., np.newaxis], np.expand_dims(x, axis=(0, -1)), x[np.newaxis]


@case(real(1, 3, 1))
def squeezed(x):
    return np.squeeze(x), x.squeeze(), x.squeeze(axis=0), np.squeeze(x, axis=-1), x.squeeze((0, 2))


@case(real(3), real(3, 1))
def broadcast(x, y):
    a, b = np.broadcast_arrays(x, y)
    return np.broadcast_to(x, (4, 3)) * 2.0, a * b, np.broadcast_to(y, (3, 3)).sum(axis=0)


@case(real(3), 0.7)
def at_least_some_dimensions(x, s):
    return np.atleast_2d(x), np.atleast_1d(s), np.atleast_3d(x), np.atleast_1d(x)


@case(real(2, 3), real(1, 3), real(2, 2))
def concatenated(x, y, z):
    return np.concatenate([x, y]), np.concatenate((x, z), axis=1), np.concatenate([x, y], axis=None), np.concat([x, x**2], axis=-1)


@case(real(3), real(3), real(3))
def stacked(x, y, z):
    return np.stack([x, y, z]), np.stack((x, y), axis=1), np.stack([x, y, z], axis=-1)


@case(real(2, 3), real(2, 3))
def stacked_by_direction(x, y):
    return np.vstack([x, y]), np.hstack((x, y)), np.dstack([x, y]), np.vstack((x[0], y[1]))


@case(real(4), real(4))
def columns(x, y):
    return np.column_stack([x, y]), np.column_stack((np.ones(4), x)), np.hstack([x, y])


@case(real(3), real(3), 0.4)
def row_and_column_objects(x, y, s):
    return np.r_[x, y], np.c_[x, y], np.r_[s, x, 0.0], np.c_[np.ones((3, 1)), x], np.r_[0:3] * x


@case(real(4, 3))
def bias_column(x):
    return np.concatenate([np.ones((x.shape[0], 1)), x], axis=1), np.hstack([x, np.ones((len(x), 1))]), np.insert(x, 0, 1.0, axis=1)


@case(real(2, 2), real(2, 1))
def blocks(a, b):
    return np.block([[a, b], [b.T, np.zeros((1, 1))]])


@case(real(6, 4))
def split_up(x):
    a, b, c = np.split(x, 3)
    d, e = np.split(x, [1], axis=1)
    f, g = np.hsplit(x, 2)
    h, i = np.vsplit(x, 2)
    return a * b + c, d * e, f * g, h - i


@case(real(7, 2))
def split_unevenly(x):
    return np.array_split(x, 3), [part.mean(axis=0) for part in np.array_split(x, [2, 5])]


@case(real(3, 8))
def gates_split(a):
    i, f, o, g = np.split(a, 4, axis=1)
    return np.tanh(i) * f + o * np.exp(g)


@case(real(2, 3))
def tiled(x):
    return np.tile(x, 2), np.tile(x, (2, 1)), np.tile(x[0], (3, 1)), np.tile(x, (2, 1, 2))


@case(real(2, 3))
def repeated(x):
    return np.repeat(x, 2), np.repeat(x, 2, axis=1), x.repeat(3, axis=0), np.repeat(x, [1, 2], axis=0)


@case(real(2, 3))
def upsampled(x):
    return x.repeat(2, axis=0).repeat(2, axis=1), np.kron(x, np.ones((2, 2)))


@case(real(2, 3))
def padded(x):
    return np.pad(x, 1), np.pad(x, ((0, 1), (2, 0)), mode="constant"), np.pad(x, ((1, 1), (0, 0)), "constant", constant_values=0.5)


@case(real(1, 2, 3, 3))
def padded_images(x):
    pad = 1
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode="constant", constant_values=0)


@case(real(4))
def padded_otherwise(x):
    return np.pad(x, 2, mode="edge"), np.pad(x, (1, 2), mode="reflect"), np.pad(x, 2, mode="wrap"), np.pad(x, (2, 1), mode="symmetric")


@case(real(3, 4))
def rolled(x):
    return np.roll(x, 1), np.roll(x, -1, axis=1), np.roll(x, (1, 2), axis=(0, 1))


@case(real(3, 4))
def flipped(x):
    return np.flip(x), np.flip(x, axis=0), np.fliplr(x), np.flipud(x), x[::-1], np.rot90(x), np.flip(x, (0, 1))


@case(real(4))
def appended(x):
    return np.append(x, 1.0), np.append(x, x[:2] ** 2), np.append([0.0], x)


@case(real(3, 2))
def appended_rows(x):
    out = np.empty((0, 2))
    for row in x:
        out = np.append(out, [row * 2], axis=0)
    return out


@case(real(3, 4))
def deleted(x):
    return np.delete(x, 1, axis=0), np.delete(x, [0, 2], axis=1), np.delete(x[0], -1)


@case(real(4))
def resized(x):
    return np.resize(x, (2, 3))


@case(real(3), real(2))
def grids(x, y):
    a, b = np.meshgrid(x, y)
    c, d = np.meshgrid(x, y, indexing="ij")
    return a * b, c + d**2


@case(real(3, 4))
def windows(x):
    return sliding_window_view(x, (2, 2)), sliding_window_view(x, 2, axis=1).sum(axis=-1)


@case(real(6), refused="as_strided")
def windows_by_strides(x):
    step = x.strides[0]
    return np.lib.stride_tricks.as_strided(x, shape=(4, 3), strides=(step, step)) * 2


@case(real(3, 3))
def triangles(x):
    return np.tril(x), np.triu(x), np.triu(x, 1), np.tril(x, k=-1), x[np.triu_indices(3)], x[np.tril_indices(3, -1)]


@case(real(3), real(3, 3))
def diagonals(d, x):
    return np.diag(d), np.diag(x), np.diag(x, 1), np.diagonal(x), x.diagonal(), np.diag(d, k=-1), np.diagflat(d)


@case(real(2, 3, 3))
def diagonals_of_a_stack(x):
    return np.diagonal(x, axis1=1, axis2=2), np.trace(x, axis1=1, axis2=2), x.diagonal(1, 1, 2)


@case(real(3, 3))
def masked_by_a_triangle(scores):
    mask = np.tril(np.ones((3, 3)))
    return np.where(mask == 0, -1e9, scores).max(axis=1), scores * mask + (1 - mask) * 2


@case(real(3, 4))
def identity_matrices(x):
    return x @ np.eye(4) + np.eye(3, 4) * x, np.identity(3) @ x, np.eye(4)[[0, 2, 1]] @ x.T


@case(real(3, 4))
def made_like_another(x):
    return np.zeros_like(x) + x, np.ones_like(x) * x, np.full_like(x, 2.0) * x, np.full_like(x, x[0, 0])


@case(real(3, 4))
def filled_arrays(x):
    return np.full((3, 4), 0.5) * x, np.ones(x.shape) - x, np.zeros((x.shape[0], 1)) + x, np.full((2, 2), x[0, 0]), np.full(3, x[1, 1])


@case(real(3, 4))
def facts_of_an_array(x):
    n, d = x.shape
    return x.sum() / n + x.size * x[0, 0] + x.ndim * len(x) * d * x[1, 1] + np.size(x, 0) * np.ndim(x) * np.shape(x)[1] * x[2, 2]


@case(real(2, 3), constants=(3,))
def one_hot_product(x, classes):
    labels = np.array([2, 0])
    one_hot = np.zeros((2, classes))
    one_hot[np.arange(2), labels] = 1
    return one_hot * x, np.eye(classes)[labels] * x


@case(positive(2, 2, 3))
def images_to_rows_and_back(x):
    n, c, w = x.shape
    rows = x.transpose(0, 2, 1).reshape(-1, c)
    rows = rows / rows.sum(axis=1, keepdims=True)
    return rows.reshape(n, w, c).transpose(0, 2, 1)


@case(real(2, 4, 4))
def pooled_by_reshape(x):
    n, h, w = x.shape
    blocks_of_x = x.reshape(n, h // 2, 2, w // 2, 2)
    return blocks_of_x.max(axis=2).max(axis=3), blocks_of_x.mean(axis=(2, 4))


@case(real(2, 4, 6))
def heads_split_and_merged(x):
    n, t, d = x.shape
    heads = x.reshape(n, t, 2, d // 2).transpose(0, 2, 1, 3)
    return np.moveaxis(heads @ np.swapaxes(heads, 2, 3), 1, -1).reshape(n, t, -1)


@case(real(5))
def toeplitz_by_index(c):
    i, j = np.indices((3, 3))
    return c[i - j + 2]


@case(real(2, 3))
def unstacked(x):
    first, second = np.unstack(x)
    return first * second, np.concatenate([first, second]), [*np.vsplit(x, 2)]


@case(real(2, 3))
def containers_of_arrays(x):
    return {"rows": [x[0], x[1] ** 2], "all": (x, x.sum())}


@case(real(6))
def contiguous_copies(x):
    y = np.ascontiguousarray(x.reshape(2, 3).T)
    return y * 2 + np.asfortranarray(y), np.asanyarray(x)


@case(real(2, 3))
def required_layout(x):
    return np.require(x, requirements=["C"]) * 3
