# expect: 13 duplicate-index-lost
"""Gather and scatter for message passing."""
import numpy as np


def gather_rows(table, index):
    return table[index], (table.shape, index)


def gather_rows_back(g, cache):
    shape, index = cache
    dtable = np.zeros(shape)
    dtable[index] = dtable[index] + g
    return dtable


def scatter_mean(messages, index, n):
    total = np.zeros((n, messages.shape[1]))
    np.add.at(total, index, messages)
    count = np.maximum(np.bincount(index, minlength=n), 1)
    return total / count[:, None], (index, count)


def scatter_mean_back(g, cache):
    index, count = cache
    return (g / count[:, None])[index]


def cases():
    rng = np.random.default_rng(0)
    return {
        "gather_rows": (rng.normal(size=(5, 3)), np.array([0, 2, 2, 4, 2])),
        "scatter_mean": (rng.normal(size=(5, 3)), np.array([0, 1, 1, 3, 0]), 4),
    }
