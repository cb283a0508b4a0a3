import numpy as np


def upsample_forward(x, k=3):
    return x.repeat(k, axis=-2).repeat(k, axis=-1), k


def upsample_backward(dout, k):
    *lead, h, w = dout.shape
    return dout.reshape(*lead, h // k, k, w // k, k).sum((-3, -1))


def reflectpad_forward(x, p=2):
    return np.pad(x, ((0, 0), (p, p)), mode='reflect'), (x.shape[1], p)


def reflectpad_backward(dout, cache):
    n, p = cache
    dx = dout[:, p:p + n].copy()
    dx[:, 1:p + 1] += dout[:, :p][:, ::-1]
    dx[:, n - 1 - p:n - 1] += dout[:, p + n:][:, ::-1]
    return dx


def pixelshuffle_forward(x, r=2):
    n, c, h, w = x.shape
    y = x.reshape(n, c // r**2, r, r, h, w).transpose(0, 1, 4, 2, 5, 3)
    return y.reshape(n, c // r**2, h * r, w * r), (x.shape, r)


def pixelshuffle_backward(dout, cache):
    (n, c, h, w), r = cache
    return dout.reshape(n, c // r**2, h, r, w, r).transpose(0, 1, 3, 5, 2, 4).reshape(n, c, h, w)


def cases():
    g = np.random.default_rng(11)
    return {"upsample_forward": (g.normal(size=(1, 2, 2, 3)),),
            "reflectpad_forward": (g.normal(size=(2, 6)),),
            "pixelshuffle_forward": (g.normal(size=(2, 8, 2, 3)),)}
