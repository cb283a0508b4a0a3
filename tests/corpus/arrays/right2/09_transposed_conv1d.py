import numpy as np

STRIDE = 3


def deconv_forward(x, w, b):
    n, cin, t = x.shape
    cout, k = w.shape[1:]
    y = np.zeros((n, cout, (t - 1) * STRIDE + k))
    for s in range(t):
        y[:, :, s * STRIDE:s * STRIDE + k] += np.tensordot(x[:, :, s], w, 1)
    y += b.reshape(1, -1, 1)
    return y, dict(x=x, w=w)


def deconv_backward(dy, cache):
    x, w = cache['x'], cache['w']
    k = w.shape[2]
    dx, dw = np.empty_like(x), 0
    for s in range(x.shape[2]):
        piece = dy[:, :, s * STRIDE:s * STRIDE + k]
        dx[:, :, s] = np.tensordot(piece, w, axes=([1, 2], [1, 2]))
        dw = dw + np.tensordot(x[:, :, s], piece, axes=(0, 0))
    return [dx, dw, dy.sum(axis=(0, 2))]


def cases():
    r = np.random.default_rng(9)
    return {'deconv_forward': (r.normal(size=(2, 3, 4)), r.normal(size=(3, 2, 5)), r.normal(size=2))}
