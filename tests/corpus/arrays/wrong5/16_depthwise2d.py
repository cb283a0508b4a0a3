# expect: 27 wrong-index, transposed
import numpy as np


class Depthwise2D:
    def __init__(self, ch, kh, kw):
        self.K = np.random.default_rng(14).normal(size=(ch, kh, kw))

    def forward(self, x):
        self.x = x
        c, kh, kw = self.K.shape
        self.oh, self.ow = x.shape[2] - kh + 1, x.shape[3] - kw + 1
        y = 0
        for i in range(kh):
            for j in range(kw):
                y = y + self.K[:, i, j][None, :, None, None] * x[:, :, i:i + self.oh, j:j + self.ow]
        return y

    def backward(self, dy):
        c, kh, kw = self.K.shape
        self.dK = np.zeros_like(self.K)
        dx = np.zeros_like(self.x)
        for i in range(kh):
            for j in range(kw):
                patch = self.x[:, :, i:i + self.oh, j:j + self.ow]
                self.dK[:, i, j] = (dy * patch).sum(axis=(0, 2, 3))
                dx[:, :, i:i + self.oh, j:j + self.ow] += self.K[:, kh - 1 - i, kw - 1 - j][None, :, None, None] * dy
        return dx


def cases():
    return {"Depthwise2D": (Depthwise2D(3, 2, 3), np.random.default_rng(15).normal(size=(2, 3, 4, 6)))}
