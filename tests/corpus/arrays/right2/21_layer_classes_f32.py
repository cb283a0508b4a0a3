import numpy as np


class Linear:
    def __init__(self, nin, nout, rng):
        self.W = (rng.standard_normal((nin, nout)) / np.sqrt(nin)).astype(np.float32)
        self.b = np.zeros(nout, dtype=np.float32)
        self.dW = self.db = None

    def forward(self, x):
        self._x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = np.tensordot(self._x, dout, axes=(tuple(range(dout.ndim - 1)),) * 2)
        self.db = dout.sum(axis=tuple(range(dout.ndim - 1)))
        return dout @ self.W.T


class Scale:
    """out = exp(s) * x + t, per feature"""

    def __init__(self, d):
        self.s = np.linspace(-.5, .5, d).astype(np.float32)
        self.t = np.zeros(d, np.float32)

    def forward(self, x):
        self.y = np.exp(self.s) * x
        return self.y + self.t

    def backward(self, dout):
        self.ds = (dout * self.y).sum(0)
        self.dt = dout.sum(0)
        return dout * np.exp(self.s)


class Dense:
    def __init__(self, nin, nout, rng):
        self.params = {'W': rng.standard_normal((nout, nin)), 'b': rng.standard_normal((nout, 1))}
        self.grads = {}

    def forward(self, A_prev):            # columns are samples
        self.cache = A_prev
        self.Z = self.params['W'] @ A_prev + self.params['b']
        return np.maximum(0, self.Z)

    def backward(self, dA):
        dZ = np.array(dA, copy=True)
        dZ[self.Z <= 0] = 0
        self.grads['W'] = dZ @ self.cache.T
        self.grads['b'] = dZ.sum(axis=1, keepdims=True)
        return self.params['W'].T @ dZ


def cases():
    r = np.random.default_rng(21)
    return {'Linear': (Linear(4, 3, r), r.standard_normal((2, 5, 4)).astype(np.float32)),
            'Scale': (Scale(4), r.standard_normal((6, 4)).astype(np.float32)),
            'Dense': (Dense(3, 5, r), r.standard_normal((3, 7)))}
