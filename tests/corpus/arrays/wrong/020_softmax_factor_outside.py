# expect: 14/15 factor-outside-sum, diagonal-jacobian, wrong-variable
import numpy as np


class Softmax:
    def forward(self, x):
        e = np.exp(x - np.max(x, axis=-1, keepdims=True))
        self.out = e / np.sum(e, axis=-1, keepdims=True)
        return self.out

    def backward(self, dout):
        y = self.out
        dx = y * dout
        sumdx = np.sum(dout, axis=-1, keepdims=True)
        dx = dx - y * y * sumdx
        return dx


def cases():
    rng = np.random.default_rng(0)
    return {"Softmax": (Softmax(), rng.normal(size=(2, 3, 5)))}
