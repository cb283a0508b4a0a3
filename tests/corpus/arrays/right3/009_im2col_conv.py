import numpy as np


def im2col(x, k, stride, pad):
    n, c, h, w = x.shape
    oh = (h + 2 * pad - k) // stride + 1
    ow = (w + 2 * pad - k) // stride + 1
    img = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    col = np.zeros((n, c, k, k, oh, ow))
    for a in range(k):
        for b in range(k):
            col[:, :, a, b] = img[:, :, a:a + stride * oh:stride, b:b + stride * ow:stride]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(n * oh * ow, -1), oh, ow


def col2im(col, shape, k, stride, pad, oh, ow):
    n, c, h, w = shape
    col = col.reshape(n, oh, ow, c, k, k).transpose(0, 3, 4, 5, 1, 2)
    img = np.zeros((n, c, h + 2 * pad + stride - 1, w + 2 * pad + stride - 1))
    for a in range(k):
        for b in range(k):
            img[:, :, a:a + stride * oh:stride, b:b + stride * ow:stride] += col[:, :, a, b]
    return img[:, :, pad:pad + h, pad:pad + w]


class Conv2d:
    def __init__(self, c_in, c_out, k, stride=1, pad=0):
        self.W = np.random.randn(c_out, c_in, k, k) * 0.1
        self.b = np.zeros(c_out)
        self.k, self.stride, self.pad = k, stride, pad
        self.grads = {}

    def forward(self, x):
        self.shape = x.shape
        self.col, self.oh, self.ow = im2col(x, self.k, self.stride, self.pad)
        out = self.col @ self.W.reshape(len(self.W), -1).T + self.b
        return out.reshape(x.shape[0], self.oh, self.ow, -1).transpose(0, 3, 1, 2)

    def backward(self, dout):
        d = dout.transpose(0, 2, 3, 1).reshape(-1, dout.shape[1])
        self.grads['b'] = d.sum(axis=0)
        self.grads['W'] = (d.T @ self.col).reshape(self.W.shape)
        dcol = d @ self.W.reshape(len(self.W), -1)
        return col2im(dcol, self.shape, self.k, self.stride, self.pad, self.oh, self.ow)


def cases():
    rng = np.random.default_rng(0)
    layer = Conv2d(3, 2, 3, stride=1, pad=1)
    layer.W, layer.b = rng.normal(size=(2, 3, 3, 3)), rng.normal(size=2)
    return {"Conv2d": (layer, rng.normal(size=(2, 3, 4, 5)))}
