import numpy as np


def one_hot(tokens, size):
    return np.eye(size)[tokens]


def embed_forward(table, tokens, scale):
    hot = one_hot(tokens, table.shape[0])
    return scale * (hot @ table), (hot, scale)


def embed_backward(grad_out, cache):
    hot, scale = cache
    grad_table = scale * np.tensordot(hot, grad_out, axes=([0, 1], [0, 1]))
    return grad_table, None, None


def cases():
    rng = np.random.default_rng(3)
    table = rng.normal(size=(5, 4))
    tokens = np.array([[4, 0, 4], [1, 1, 2]])
    return {"embed": (table, tokens, 0.7)}
