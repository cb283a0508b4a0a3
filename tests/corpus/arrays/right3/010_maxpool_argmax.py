import numpy as np

# max pooling that routes the gradient to the first maximum of every window


def max_pool_fwd(x, size, stride):
    N, C, H, W = x.shape
    oh, ow = (H - size) // stride + 1, (W - size) // stride + 1
    y = np.empty((N, C, oh, ow))
    where = np.empty((N, C, oh, ow), dtype=int)
    for i in range(oh):
        for j in range(ow):
            win = x[:, :, i * stride:i * stride + size, j * stride:j * stride + size].reshape(N, C, -1)
            where[:, :, i, j] = win.argmax(axis=2)
            y[:, :, i, j] = win.max(axis=2)
    return y, (x.shape, where, size, stride)


def max_pool_bwd(dy, cache):
    shape, where, size, stride = cache
    dx = np.zeros(shape)
    N, C, oh, ow = dy.shape
    for n in range(N):
        for c in range(C):
            for i in range(oh):
                for j in range(ow):
                    a, b = divmod(where[n, c, i, j], size)
                    dx[n, c, i * stride + a, j * stride + b] += dy[n, c, i, j]
    return dx


def cases():
    rng = np.random.default_rng(0)
    return {"max_pool_fwd": [(rng.normal(size=(2, 3, 4, 6)), 2, 2), (rng.normal(size=(2, 1, 5, 5)), 3, 1)]}
