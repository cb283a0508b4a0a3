# expect: 25/27 window-arithmetic
import numpy as np


class AvgPool:
    def __init__(self, size, stride):
        self.k = size
        self.s = stride

    def forward(self, x):
        self.shape = x.shape
        oh = (x.shape[2] - self.k) // self.s + 1
        ow = (x.shape[3] - self.k) // self.s + 1
        out = np.zeros(x.shape[:2] + (oh, ow))
        for i in range(oh):
            for j in range(ow):
                r, c = i * self.s, j * self.s
                out[:, :, i, j] = x[:, :, r:r + self.k, c:c + self.k].mean(axis=(2, 3))
        return out

    def backward(self, dout):
        dx = np.zeros(self.shape)
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                r, c = i * self.k, j * self.k
                share = dout[:, :, i, j] / self.k ** 2
                dx[:, :, r:r + self.k, c:c + self.k] += share[:, :, None, None]
        return dx


def cases():
    rng = np.random.default_rng(0)
    return {"AvgPool": (AvgPool(3, 2), rng.normal(size=(2, 4, 5, 7)))}
