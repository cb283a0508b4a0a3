# expect: 33 window-arithmetic, wrong-index
import numpy as np


class MaxPool:
    def __init__(self, size, stride):
        self.size = size
        self.stride = stride

    def forward(self, x):
        N, C, H, W = x.shape
        k, s = self.size, self.stride
        Ho, Wo = (H - k) // s + 1, (W - k) // s + 1
        self.shape = x.shape
        self.arg = np.zeros((N, C, Ho, Wo), dtype=int)
        out = np.zeros((N, C, Ho, Wo))
        for i in range(Ho):
            for j in range(Wo):
                win = x[:, :, i * s : i * s + k, j * s : j * s + k].reshape(N, C, -1)
                self.arg[:, :, i, j] = win.argmax(axis=2)
                out[:, :, i, j] = win.max(axis=2)
        return out

    def backward(self, dout):
        k, s = self.size, self.stride
        N, C, Ho, Wo = dout.shape
        dx = np.zeros(self.shape)
        for n in range(N):
            for c in range(C):
                for i in range(Ho):
                    for j in range(Wo):
                        r, q = divmod(self.arg[n, c, i, j], k)
                        dx[n, c, i + r, j + q] += dout[n, c, i, j]
        return dx


def cases():
    rng = np.random.default_rng(0)
    return {"MaxPool": (MaxPool(3, 2), rng.normal(size=(2, 4, 7, 5)))}
