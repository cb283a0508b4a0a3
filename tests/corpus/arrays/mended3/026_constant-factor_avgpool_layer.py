# expect: 28 constant-factor
import numpy as np


class AvgPool:
    """Average pooling with arbitrary (possibly overlapping) windows, no padding."""

    def __init__(self, size, stride):
        self.size, self.stride = size, stride

    def _windows(self, h, w):
        for i in range((h - self.size) // self.stride + 1):
            for j in range((w - self.size) // self.stride + 1):
                top, left = i * self.stride, j * self.stride
                yield i, j, slice(top, top + self.size), slice(left, left + self.size)

    def forward(self, x):
        self.shape = x.shape
        n, c, h, w = x.shape
        out = np.zeros((n, c, (h - self.size) // self.stride + 1, (w - self.size) // self.stride + 1))
        for i, j, rows, cols in self._windows(h, w):
            out[:, :, i, j] = x[:, :, rows, cols].mean(axis=(2, 3))
        return out

    def backward(self, dout):
        dx = np.zeros(self.shape)
        for i, j, rows, cols in self._windows(*self.shape[2:]):
            dx[:, :, rows, cols] += dout[:, :, i, j][:, :, None, None] / self.size ** 2
        return dx


def cases():
    rng = np.random.default_rng(0)
    return {"AvgPool": [(AvgPool(2, 2), rng.normal(size=(2, 3, 4, 6))), (AvgPool(3, 1), rng.normal(size=(1, 2, 5, 4)))]}
