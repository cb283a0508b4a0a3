# expect: 17 broadcast-not-summed
# expect: 19 mask-scale
import numpy as np


def dense_dropout(x, w, b, keep):
    """Inverted dropout on the input, then an affine map and a tanh."""
    mask = np.random.random(x.shape) < keep
    xd = x * mask / keep
    y = np.tanh(np.dot(xd, w) + b)
    return y, {'xd': xd, 'w': w, 'mask': mask, 'keep': keep, 'y': y}


def dense_dropout_grad(dy, c):
    dpre = dy * (1 - c['y'] ** 2)
    dw = np.dot(c['xd'].T, dpre)
    db = dpre.sum(axis=0)
    dxd = np.dot(dpre, c['w'].T)
    dx = dxd * c['mask'] / c['keep']
    return dx, dw, db


if __name__ == '__main__':
    np.random.seed(1)
    y, c = dense_dropout(np.random.randn(5, 3), np.random.randn(3, 2), np.zeros(2), 0.8)
    print([np.shape(g) for g in dense_dropout_grad(np.ones_like(y), c)])


def cases():
    rng = np.random.default_rng(0)
    return {"dense_dropout": (rng.normal(size=(6, 4)), rng.normal(size=(4, 3)), rng.normal(size=3), 0.6)}
