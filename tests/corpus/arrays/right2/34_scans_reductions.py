import numpy as np


def cumsum_forward(x):
    return np.cumsum(x, axis=1)


def cumsum_backward(dout, cache=None):
    return np.flip(np.cumsum(np.flip(dout, 1), axis=1), 1)


def cumprod_forward(x):
    y = np.cumprod(x, axis=-1)
    return y, (x, y)


def cumprod_backward(dout, cache):
    x, y = cache
    return np.cumsum((dout * y)[..., ::-1], axis=-1)[..., ::-1] / x


def logsumexp_forward(x):
    m = x.max(axis=-1, keepdims=True)
    out = np.log(np.exp(x - m).sum(-1)) + m[..., 0]
    return out, (x, out)


def logsumexp_backward(dout, cache):
    x, out = cache
    return dout[..., None] * np.exp(x - out[..., None])


def logsoftmax_forward(x):
    y = x - np.logaddexp.reduce(x, axis=1, keepdims=True)
    return y, y


def logsoftmax_backward(dout, y):
    return dout - np.exp(y) * dout.sum(axis=1, keepdims=True)


def sparsemax_forward(z):
    s = -np.sort(-z, axis=1)
    k = np.arange(1, z.shape[1] + 1)
    cs = np.cumsum(s, axis=1) - 1
    size = (s * k > cs).sum(1)
    tau = cs[np.arange(len(z)), size - 1] / size
    p = np.maximum(z - tau[:, None], 0)
    return p, p > 0


def sparsemax_backward(dout, support):
    mean = (dout * support).sum(1, keepdims=True) / support.sum(1, keepdims=True)
    return support * (dout - mean)


def topk_forward(x, k=2):
    """sum of the k largest per row"""
    idx = np.argpartition(-x, k, axis=1)[:, :k]
    return np.take_along_axis(x, idx, 1).sum(1), (x.shape, idx)


def topk_backward(dout, cache):
    shape, idx = cache
    dx = np.zeros(shape)
    np.put_along_axis(dx, idx, dout[:, None], axis=1)
    return dx


def variance_forward(x):
    """unbiased variance per column"""
    xc = x - x.mean(0)
    return (xc ** 2).sum(0) / (len(x) - 1), xc


def variance_backward(dout, xc):
    return 2 * xc * dout / (len(xc) - 1)


def discount_forward(r, gamma):
    """returns G_t = r_t + gamma G_{t+1}"""
    G = np.zeros(len(r) + 1)
    for t in range(len(r) - 1, -1, -1):
        G[t] = r[t] + gamma * G[t + 1]
    return G[:-1], (gamma, G)


def discount_backward(dG, cache):
    gamma, G = cache
    acc, dgamma = 0.0, 0.0
    dr = np.zeros_like(dG)
    for t in range(len(dG)):
        acc = dG[t] + gamma * acc
        dr[t] = acc
        dgamma += acc * G[t + 1]
    return dr, dgamma


def cases():
    r = np.random.RandomState(34)
    x = r.randn(3, 5)
    return {'cumsum_forward': (x,), 'cumprod_forward': (x + 3 * np.sign(x),), 'logsumexp_forward': (x,), 'logsoftmax_forward': (x * 2,),
            'sparsemax_forward': (x,), 'topk_forward': (x,), 'variance_forward': (x,),
            'discount_forward': (r.randn(6), 0.9)}
