# expect: 37 window-arithmetic, wrong-index
# expect: 40 overwritten-path
import numpy as np


class Conv2D:
    def __init__(self, in_channels, out_channels, kh, kw, stride, pad):
        rng = np.random.default_rng(1)
        self.W = rng.normal(size=(out_channels, in_channels, kh, kw))
        self.b = rng.normal(size=out_channels)
        self.kh, self.kw = kh, kw
        self.stride = stride
        self.pad = pad

    def forward(self, x):
        s, p = self.stride, self.pad
        N, _, H, W = x.shape
        self.shape = x.shape
        self.xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)), mode="constant")
        Ho = (H + 2 * p - self.kh) // s + 1
        Wo = (W + 2 * p - self.kw) // s + 1
        out = np.zeros((N, self.W.shape[0], Ho, Wo))
        for i in range(Ho):
            for j in range(Wo):
                patch = self.xp[:, :, i * s : i * s + self.kh, j * s : j * s + self.kw]
                out[:, :, i, j] = np.tensordot(patch, self.W, axes=([1, 2, 3], [1, 2, 3])) + self.b
        return out

    def backward(self, dout):
        s, p = self.stride, self.pad
        _, _, H, W = self.shape
        dxp = np.zeros_like(self.xp)
        self.dW = np.zeros_like(self.W)
        self.db = np.sum(dout, axis=(0, 2, 3))
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                patch = self.xp[:, :, i : i + self.kh, j : j + self.kw]
                g = dout[:, :, i, j]
                self.dW += np.tensordot(g, patch, axes=([0], [0]))
                dxp[:, :, i * s : i * s + self.kh, j * s : j * s + self.kw] = np.tensordot(g, self.W, axes=([1], [0]))
        return dxp[:, :, p : p + H, p : p + W]


def cases():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 3, 5, 6))
    return {"Conv2D": (Conv2D(3, 4, 3, 2, 2, 1), x)}
