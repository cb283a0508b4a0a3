# right
import numpy as np


def sort_rows_forward(x):
    order = np.argsort(x, axis=1)
    rows = np.arange(x.shape[0])[:, None]
    out = x[rows, order]
    return out, (rows, order)


def sort_rows_backward(dout, cache):
    rows, order = cache
    dx = np.zeros_like(dout)
    dx[rows, order] = dout
    return dx


def cases():
    rng = np.random.default_rng(0)
    return {"sort_rows": (rng.normal(size=(3, 5)),)}
