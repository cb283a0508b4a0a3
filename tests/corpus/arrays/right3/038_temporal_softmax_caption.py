import numpy as np


def word_embedding_forward(x, W):
    return W[x], (x, W.shape)


def word_embedding_backward(dout, cache):
    x, shape = cache
    dW = np.zeros(shape)
    np.add.at(dW, x, dout)
    return dW


def temporal_affine_forward(x, w, b):
    N, T, D = x.shape
    M = b.shape[0]
    out = x.reshape(N * T, D).dot(w).reshape(N, T, M) + b
    return out, (x, w, b)


def temporal_affine_backward(dout, cache):
    x, w, b = cache
    N, T, D = x.shape
    M = b.shape[0]
    flat = dout.reshape(N * T, M)
    dx = flat.dot(w.T).reshape(N, T, D)
    dw = flat.T.dot(x.reshape(N * T, D)).T
    return dx, dw, dout.sum(axis=(0, 1))


def temporal_softmax_loss(x, y, mask):
    """summed over time, averaged over the minibatch; masked-out steps contribute nothing"""
    N, T, V = x.shape
    xf, yf, mf = x.reshape(N * T, V), y.reshape(N * T), mask.reshape(N * T)
    probs = np.exp(xf - np.max(xf, axis=1, keepdims=True))
    probs /= np.sum(probs, axis=1, keepdims=True)
    loss = -np.sum(mf * np.log(probs[np.arange(N * T), yf])) / N
    dxf = probs.copy()
    dxf[np.arange(N * T), yf] -= 1
    dxf /= N
    dxf *= mf[:, None]
    return loss, dxf.reshape(N, T, V)


def cases():
    rng = np.random.default_rng(0)
    x, w, b = rng.normal(size=(2, 3, 4)), rng.normal(size=(4, 5)), rng.normal(size=5)
    y, mask = np.array([[1, 0, 4], [2, 2, 3]]), np.array([[1, 1, 0], [1, 1, 1]], bool)
    return {
        "temporal_affine": (x, w, b),
        "temporal_softmax_loss": (rng.normal(size=(2, 3, 5)), y, mask),
        "word_embedding": (np.array([[1, 1, 0], [5, 1, 0]]), rng.normal(size=(6, 3))),
    }
