"""Programs on arrays whose circuits are looked at."""

from __future__ import annotations

AFFINE = """\
import numpy as np

rng = np.random.default_rng(0)
x = rng.normal(size=(4, 3))
W = rng.normal(size=(3, 5))
b = np.zeros(5)
out = x @ W + b
loss = np.sum(out**2)
"""

NET = """\
import numpy as np


def softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    e = np.exp(shifted)
    return e / e.sum(axis=1, keepdims=True)


def net(x, y, W1, b1, W2, b2):
    h = np.maximum(0, x @ W1 + b1)
    scores = h @ W2 + b2
    p = softmax(scores)
    return -np.mean(np.log(p[np.arange(len(y)), y]))


def cases():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(16, 8)), rng.integers(0, 10, 16)
    return {"net": (x, y, rng.normal(size=(8, 32)) * 0.3, np.zeros(32), rng.normal(size=(32, 10)) * 0.3, np.zeros(10))}
"""

BATCHNORM = """\
import numpy as np


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    mu = x.mean(axis=0)
    xc = x - mu
    var = (xc**2).mean(axis=0)
    std = np.sqrt(var + eps)
    xhat = xc / std
    out = gamma * xhat + beta
    return out, (xc, std, xhat, gamma)


def batchnorm_backward(dout, cache):
    xc, std, xhat, gamma = cache
    N = dout.shape[0]
    dgamma = (dout * xhat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    dxhat = dout * gamma
    dx = dxhat / std
    dstd = -(dxhat * xc).sum(axis=0) / std**2
    dvar = 0.5 * dstd / std
    dx += 2 * xc * dvar / N
    return dx, dgamma, dbeta


def cases():
    rng = np.random.default_rng(1)
    return {"batchnorm": (rng.normal(size=(8, 5)), rng.normal(size=5), rng.normal(size=5))}
"""

HEAD = """\
import numpy as np


def softmax(s):
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def head(x, Wq, Wk, Wv):
    q, k, v = x @ Wq, x @ Wk, x @ Wv
    scores = q @ k.T / np.sqrt(q.shape[1])
    a = softmax(scores)
    return a @ v


def cases():
    rng = np.random.default_rng(2)
    return {"head": (rng.normal(size=(6, 8)), *(rng.normal(size=(8, 4)) for _ in range(3)))}
"""

LSTM_STEP = """\
import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def lstm_step(x, h, c, Wx, Wh, b):
    H = h.shape[1]
    z = x @ Wx + h @ Wh + b
    i, f, o = sigmoid(z[:, :H]), sigmoid(z[:, H : 2 * H]), sigmoid(z[:, 2 * H : 3 * H])
    g = np.tanh(z[:, 3 * H :])
    c_next = f * c + i * g
    return o * np.tanh(c_next)


def cases():
    r = np.random.default_rng(3).normal
    return {"lstm_step": (r(size=(3, 4)), r(size=(3, 5)), r(size=(3, 5)), r(size=(4, 20)), r(size=(5, 20)), r(size=20))}
"""

RNN = """\
import numpy as np


def step(x, h, Wx, Wh, b):
    return np.tanh(x @ Wx + h @ Wh + b)


def rnn(xs, h, Wx, Wh, b):
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, Wx, Wh, b)
    return (h**2).sum()


def cases():
    r = np.random.default_rng(3).normal
    return {"rnn": (r(size=(3, 12, 4)), r(size=(3, 5)), r(size=(4, 5)), r(size=(5, 5)), r(size=5))}
"""

TRAINING = """\
import numpy as np

rng = np.random.default_rng(0)
X = rng.normal(size=(64, 2))
y = (X[:, 0] * X[:, 1] > 0).astype(int)
W1 = rng.normal(size=(2, 16)) * 0.5
b1 = np.zeros(16)
W2 = rng.normal(size=(16, 2)) * 0.5
b2 = np.zeros(2)
lr = 0.5

for step in range(200):
    h = np.maximum(0, X @ W1 + b1)
    scores = h @ W2 + b2
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(64), y]).mean()

    dscores = p.copy()
    dscores[np.arange(64), y] -= 1
    dscores /= 64
    dW2 = h.T @ dscores
    db2 = dscores.sum(axis=0)
    dh = dscores @ W2.T
    dW1 = X.T @ dh
    db1 = dh.sum(axis=0)
    W1 -= lr * dW1
    b1 -= lr * db1
    W2 -= lr * dW2
    b2 -= lr * db2
"""

LAYERS = """\
import numpy as np


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        return x @ self.W + self.b


class Net:
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = np.tanh(layer.forward(x))
        return np.mean(x**2)


def net(x, W1, b1, W2, b2):
    return Net(Affine(W1, b1), Affine(W2, b2)).forward(x)


def cases():
    r = np.random.default_rng(3).normal
    return {"net": (r(size=(5, 4)), r(size=(4, 6)), r(size=6), r(size=(6, 2)), r(size=2))}
"""

PROGRAMS = {
    "affine": AFFINE,
    "net": NET,
    "batchnorm": BATCHNORM,
    "head": HEAD,
    "lstm_step": LSTM_STEP,
    "rnn": RNN,
    "training": TRAINING,
    "layers": LAYERS,
}
