"""Indexing to read: numbers, slices, None, Ellipsis, masks, lists, arrays, mixtures, iteration."""

# The code is as people write it.
# ruff: noqa: FURB192

from __future__ import annotations

import numpy as np

from tests.tracing.constructs.case import case, real, unit


@case(real(3, 4))
def single_entries(x):
    return x[0, 0] * x[2, 3] + x[-1, -2] * x[1][2]


@case(real(3, 4))
def whole_rows(x):
    return x[0], x[-1] * 2, x[1, :], x[:, 2]


@case(real(5, 6))
def slices(x):
    return x[1:3], x[:, 2:], x[1:4, :3], x[::2, 1::3], x[:-1, -2:]


@case(real(5))
def negative_strides(x):
    return x[::-1], x[::-2], x[3:0:-1], x[-1:-4:-1] * x[:3]


@case(real(2, 3, 4))
def ellipsis_and_new_axes(x):
    return x[..., 0], x[0, ...], x[..., None], x[:, None, :, 1], x[:, np.newaxis] * 2, x[...]


@case(real(6))
def slice_objects(x):
    part = slice(1, 5, 2)
    return x[part], x[(slice(None, 3),)], x[np.s_[2:4]]


@case(real(4, 4))
def index_tuple(x):
    index = (slice(None), 2)
    corner = (1, 3)
    return x[index] * x[corner]


@case(real(5, 3), constants=(np.array([0, 2, 1, 0, 2]),))
def chosen_classes(p, y):
    return p[np.arange(len(y)), y], -np.log(np.abs(p[np.arange(p.shape[0]), y])).mean(), p[range(5), y]


@case(real(5, 3), constants=(np.array([[0, 4], [2, 2]]),))
def rows_by_index(table, index):
    return table[index], table[[0, 0, 3]], table[[True, False, True, False, False]]


@case(real(4, 5))
def columns_by_index(x):
    return x[:, [0, 3]], x[:, np.array([1, 1, 2])], x[[0, 1], :], x[1:3, [4, 0]]


@case(real(3, 4, 5))
def fancy_with_slices(x):
    return x[[0, 2], :, 1], x[:, [1, 3], [0, 4]], x[[0, 1], 1:3, [2, 2]], x[1, [0, 1], ::2]


@case(real(4, 4))
def open_grids(x):
    return x[np.ix_([0, 2], [1, 3])], x[np.arange(3)[:, None], np.array([0, 2])]


@case(real(4, 3))
def masks(x):
    return x[x > 0], x[np.abs(x) < 1] ** 2, np.sum(x[(x > -1) & (x < 1)]), x[~(x > 0)].mean()


@case(real(4, 3))
def masks_of_rows(x):
    keep = x[:, 0] > 0
    return x[keep], x[keep, 1], x[np.array([True, False, True, True])], x[keep].sum(axis=0)


@case(real(4, 3))
def places_where(x):
    rows, cols = np.where(x > 0)
    index = np.nonzero(x[0] < 0)[0]
    return x[rows, cols] * 2, x[0][index], np.flatnonzero(x > 1).size * x


@case(real(4, 3))
def argwhere_and_flat(x):
    total = 0
    for i, j in np.argwhere(x > 0.5):
        total = total + x[i, j] ** 2
    return total + x.flat[3] + x.ravel()[np.argmax(x)]


@case(real(2, 3))
def numpy_integers_as_index(x):
    i, j = np.unravel_index(np.argmax(x), x.shape)
    k = np.int64(1)
    return x[i, j] + x[k, np.int32(2)] * 2


@case(real(2, 3))
def items(x):
    return x.item(1, 1) * 2 + x.item(2) + x.item((0, 1)) + x[1, 2].item()


@case(real(4, 5))
def taken(x):
    return np.take(x, [0, 3], axis=1), x.take([1, 1], axis=0), np.take(x, [0, 7, 19]), np.take(x, 2, axis=0)


@case(real(3, 4))
def taken_along_an_axis(x):
    order = np.argsort(x, axis=1)
    return np.take_along_axis(x, order, axis=1), np.take_along_axis(x, x.argmax(axis=0, keepdims=True), axis=0)


@case(real(4, 3))
def compressed(x):
    return np.compress([True, False, True], x, axis=1), np.compress([False, True, True, False], x, axis=0)


@case(real(4, 3))
def compressed_by_few_numbers(x):
    return x.compress([0, 1, 1], axis=0), x[:, 0].compress([0, 1, 1])


@case(real(4, 3))
def extracted(x):
    return np.extract(x > 0, x)


@case(real(3, 4))
def iterated(x):
    total = 0.0
    for row in x:
        for value in row:
            total += value * value
    return total


@case(real(3, 4), real(3))
def enumerated_and_zipped(x, y):
    total = 0
    for i, row in enumerate(x):
        total += (i + 1) * row.sum()
    for row, target in zip(x, y, strict=True):
        total += (row.mean() - target) ** 2
    return total


@case(real(3, 4))
def unpacked(x):
    a, b, c = x
    first, *others = a
    (p, q), r = b[:2], c[0]
    return first * p + q * r + others[1], [*a]


@case(real(3, 2))
def iterated_columns(x):
    return [column.max() for column in x.T], [v for row in x for v in row], list(map(np.sum, x))


@case(real(4))
def reversed_and_sliced_lists(x):
    values = list(x)
    return values[::-1], sum(reversed(values)) * values[-1], [*values[:2], 1.0]


@case(real(2, 3))
def iterated_with_places(x):
    total = 0
    for i, j in np.ndindex(x.shape):
        total += x[i, j] ** 2
    return total


@case(real(2, 3))
def ndenumerated(x):
    total = 0
    for (i, j), value in np.ndenumerate(x):
        total += value * (i + 2 * j)
    return total


@case(real(3, 4))
def iterated_flat(x):
    return sum(v**2 for v in x.flat) + sum(v for v in x.flatten())


@case(real(2, 3))
def iterated_by_nditer(x):
    return sum(v * 2 for v in np.nditer(x))


@case(unit(3, 4), constants=([[0, 1], [2, 3, 1]],))
def ragged_indices(x, groups):
    return [x[0][group].sum() for group in groups], x[1][groups[1]]


@case(real(6), constants=("abc",))
def indices_of_letters(x, word):
    position = {letter: k for k, letter in enumerate("abcdef")}
    return sum(x[position[letter]] for letter in word), x[[position[c] for c in word[::-1]]]


@case(real(5, 3))
def shuffled(x):
    order = np.random.permutation(5)
    return x[order] * np.arange(1, 6)[:, None]


@case(real(8, 2))
def minibatches(x):
    batches = [x[k : k + 3] for k in range(0, x.shape[0], 3)]
    return [batch.mean(axis=0) for batch in batches]


@case(real(4))
def one_of_many(x):
    best = max(range(4), key=lambda k: x[k])
    worst = min(x)
    return x[best] * worst, max(x), sorted(x), sorted(x, reverse=True)[0]


@case(real(2, 3, 3))
def single_windows(x):
    return np.array([[np.max(x[n, i : i + 2, j : j + 2]) for j in range(2)] for i in range(2) for n in range(2)])


@case(real(4))
def boolean_scalars(x):
    return x[True], x[None, :], x[np.array([], dtype=int)].sum() + x[0]


@case(real(3, 4))
def read_by_getitem(x):
    return x.__getitem__((1, 2)) + x[1].__getitem__(slice(0, 2)).sum()


@case({"w": real(2, 3), "b": real(3)}, real(2))
def inputs_in_a_dict(params, x):
    return x @ params["w"] + params["b"], params.get("b").sum(), [value.shape[0] * value.sum() for value in params.values()]


@case([real(2, 2), real(2, 2), real(2)])
def inputs_in_a_list(layers):
    h = layers[-1]
    for w in layers[:-1]:
        h = np.tanh(w @ h)
    return h


@case((real(2, 2), 0.5, {"c": [real(2)]}))
def inputs_in_a_nest(everything):
    a, s, rest = everything
    (c,) = rest["c"]
    return a @ c * s
