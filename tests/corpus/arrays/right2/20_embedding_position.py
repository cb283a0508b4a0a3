import numpy as np


def embed_forward(table, pos, ids):
    """token + learnt position vectors; ids (B, T) integers"""
    return table[ids] + pos[None, :ids.shape[1]], (table.shape, pos.shape, ids)


def embed_backward(dout, cache):
    tshape, pshape, ids = cache
    d = dout.shape[-1]
    onehot = (ids.reshape(-1, 1) == np.arange(tshape[0])).astype(dout.dtype)
    dtable = onehot.T @ dout.reshape(-1, d)
    dpos = np.zeros(pshape)
    dpos[:dout.shape[1]] = dout.sum(0)
    return dtable, dpos


def rotary_forward(x, base=100.0):
    """rotate pairs (first half, second half) by position dependent angles"""
    T, d = x.shape[-2:]
    ang = np.outer(np.arange(T), base ** (-np.arange(d // 2) / (d // 2)))
    c, s = np.cos(ang), np.sin(ang)
    a, b = x[..., :d // 2], x[..., d // 2:]
    return np.concatenate([a * c - b * s, a * s + b * c], -1), (c, s)


def rotary_backward(dout, cache):
    c, s = cache
    h = c.shape[1]
    da, db = dout[..., :h], dout[..., h:]
    return np.concatenate([da * c + db * s, db * c - da * s], -1)    # rotation by the opposite angle


def bag_forward(table, ids, offsets):
    """sum of rows between consecutive offsets, as EmbeddingBag does"""
    return np.add.reduceat(table[ids], offsets, axis=0), (table, ids, offsets)


def bag_backward(dout, cache):
    table, ids, offsets = cache
    counts = np.diff(np.append(offsets, len(ids)))
    g = np.zeros_like(table)
    np.add.at(g, ids, np.repeat(dout, counts, axis=0))
    return g


def cases():
    r = np.random.default_rng(20)
    return {'embed_forward': (r.normal(size=(6, 4)), r.normal(size=(5, 4)), np.array([[0, 2, 2], [5, 1, 0]])),
            'rotary_forward': (r.normal(size=(2, 5, 6)),),
            'bag_forward': (r.normal(size=(5, 3)), np.array([0, 0, 4, 2, 1, 1, 3]), np.array([0, 3, 4]))}
