import numpy as np


def avgpool_forward(x):
    """3x2 windows, stride 2x1, one row of padding that is not counted in the mean"""
    N, C, H, W = x.shape
    oh, ow = (H + 2 - 3) // 2 + 1, W - 1
    out = np.zeros((N, C, oh, ow))
    count = np.zeros((oh, ow))
    for i in range(oh):
        lo, hi = max(0, 2 * i - 1), min(H, 2 * i + 2)
        for j in range(ow):
            piece = x[:, :, lo:hi, j:j + 2]
            count[i, j] = (hi - lo) * 2
            out[:, :, i, j] = piece.sum(axis=(-1, -2)) / count[i, j]
    return out, (x.shape, count)


def avgpool_backward(dout, cache):
    shape, count = cache
    H = shape[2]
    dx = np.zeros(shape)
    each = dout / count
    for i in range(each.shape[2]):
        rows = slice(max(0, 2 * i - 1), min(H, 2 * i + 2))
        for j in range(each.shape[3]):
            dx[:, :, rows, j:j + 2] += each[:, :, i:i + 1, j:j + 1]
    return dx


def upsample_forward(x):
    return x.repeat(3, axis=2).repeat(2, axis=3), x.shape


def upsample_backward(dout, shape):
    n, c, h, w = shape
    return dout.reshape(n, c, h, 3, w, 2).sum(axis=5).sum(axis=3)


def linear_resize_forward(x):
    # (N, T) -> (N, 2T-1): midpoints are put between neighbours
    y = np.empty((x.shape[0], 2 * x.shape[1] - 1))
    y[:, ::2] = x
    y[:, 1::2] = (x[:, 1:] + x[:, :-1]) / 2
    return y, None


def linear_resize_backward(dout, _):
    dx = dout[:, ::2].copy()
    half = 0.5 * dout[:, 1::2]
    dx[:, 1:] += half
    dx[:, :-1] += half
    return dx


def cases():
    r = np.random.default_rng(6)
    return {
        "avgpool": (r.normal(size=(2, 3, 5, 4)),),
        "upsample_forward": (r.normal(size=(2, 1, 3, 2)),),
        "linear_resize": (r.normal(size=(3, 5)),),
    }
