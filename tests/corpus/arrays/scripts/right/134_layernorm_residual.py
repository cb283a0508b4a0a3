"""Pre-norm residual blocks in a row, trained as a regressor; dataclass params."""
from dataclasses import dataclass, fields
import numpy as np


@dataclass
class Block:
    g: np.ndarray
    b: np.ndarray
    w_in: np.ndarray
    w_out: np.ndarray

    @classmethod
    def create(cls, d, f, rng):
        return cls(np.ones(d), np.zeros(d), rng.normal(0, d ** -.5, (d, f)), rng.normal(0, .3 * f ** -.5, (f, d)))


def block_fwd(p, x):
    xc = x - x.mean(-1, keepdims=True)
    rstd = 1 / np.sqrt((xc ** 2).mean(-1, keepdims=True) + 1e-5)
    n = xc * rstd
    y = n * p.g + p.b
    s = np.tanh(y @ p.w_in)
    return x + s @ p.w_out, (n, rstd, y, s)


def block_bwd(p, dout, cache):
    n, rstd, y, s = cache
    dpre = (dout @ p.w_out.T) * (1 - s ** 2)
    dy = dpre @ p.w_in.T
    grad = Block(g=(dy * n).sum(0), b=dy.sum(0), w_in=y.T @ dpre, w_out=s.T @ dout)
    dn = dy * p.g
    dx = rstd * (dn - dn.mean(-1, keepdims=True) - n * (dn * n).mean(-1, keepdims=True))
    return dout + dx, grad


def train(steps=120, lr=0.1):
    rng = np.random.default_rng(3)
    X = rng.normal(size=(64, 5))
    T = np.c_[X[:, 0] * X[:, 1], np.sin(X[:, 2])]
    blocks = [Block.create(5, 12, rng) for _ in range(3)]
    head = rng.normal(0, .3, (5, 2))
    for it in range(steps):
        h, caches = X, []
        for p in blocks:
            h, c = block_fwd(p, h)
            caches.append(c)
        diff = h @ head - T
        loss = (diff ** 2).sum() / len(X)
        d = 2 * diff / len(X)
        d_head = h.T @ d
        dh = d @ head.T
        grads = [None] * 3
        for i in (2, 1, 0):
            dh, grads[i] = block_bwd(blocks[i], dh, caches[i])
        head -= lr * d_head
        for p, gr in zip(blocks, grads):
            for f in fields(p):
                setattr(p, f.name, getattr(p, f.name) - lr * getattr(gr, f.name))
        if it % 20 == 0:
            print(it, round(loss, 5))


if __name__ == "__main__":
    train()
