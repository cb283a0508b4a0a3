import numpy as np


class DepthwiseConv:
    def __init__(self, canais, kh, kw, passo=(2, 1), borda=(1, 2)):
        r = np.random.RandomState(3)
        self.K = r.randn(canais, kh, kw)
        self.b = r.randn(canais)
        self.passo, self.borda = passo, borda

    def forward(self, x):
        (sh, sw), (ph, pw) = self.passo, self.borda
        n, c, H, W = x.shape
        _, kh, kw = self.K.shape
        self.xp = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
        self.forma = x.shape
        oh = 1 + (H + 2 * ph - kh) // sh
        ow = 1 + (W + 2 * pw - kw) // sw
        y = np.tile(self.b[:, None, None], (n, 1, oh, ow))
        for i in range(kh):
            for j in range(kw):
                y += self.xp[:, :, i:i + sh * oh:sh, j:j + sw * ow:sw][:, :, :oh, :ow] * self.K[:, i, j][:, None, None]
        return y

    def backward(self, dy):
        (sh, sw), (ph, pw) = self.passo, self.borda
        _, kh, kw = self.K.shape
        oh, ow = dy.shape[2:]
        self.db = dy.sum((0, 2, 3))
        self.dK = np.empty_like(self.K)
        dxp = np.zeros_like(self.xp)
        for i in range(kh):
            for j in range(kw):
                fatia = (slice(None), slice(None), slice(i, i + sh * (oh - 1) + 1, sh), slice(j, j + sw * (ow - 1) + 1, sw))
                self.dK[:, i, j] = (self.xp[fatia] * dy).sum(axis=(0, 2, 3))
                dxp[fatia] += dy * self.K[None, :, i, j, None, None]
        H, W = self.forma[2:]
        return dxp[:, :, ph:ph + H, pw:pw + W]


def cases():
    r = np.random.RandomState(4)
    return {"DepthwiseConv": (DepthwiseConv(3, 3, 2), r.randn(2, 3, 6, 4))}
