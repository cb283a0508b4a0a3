import numpy as np


class TimeDistributedAffine:
    def __init__(self, W, b):
        self.W, self.b = W, b
        self.dW, self.db = None, None

    def forward(self, x):
        self.x = x
        steps = [x[:, t] @ self.W + self.b for t in range(x.shape[1])]
        return np.stack(steps, axis=1)

    def backward(self, dout):
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)
        dx = np.zeros_like(self.x)
        for t in range(dout.shape[1]):
            self.dW += self.x[:, t].T @ dout[:, t]
            self.db += dout[:, t].sum(axis=0)
            dx[:, t] = dout[:, t] @ self.W.T
        return dx


def projecao_forward(x, w, b):
    return np.einsum("ntd,dm->ntm", x, w) + b[None, None, :], (x, w)


def projecao_backward(d_saida, cache):
    x, w = cache
    return np.einsum("ntm,dm->ntd", d_saida, w), np.einsum("ntd,ntm->dm", x, d_saida), np.einsum("ntm->m", d_saida)


def cases():
    rng = np.random.default_rng(122)
    x, w, b = rng.normal(size=(2, 6, 4)), rng.normal(size=(4, 3)), rng.normal(size=3)
    return {"TimeDistributedAffine": (TimeDistributedAffine(w.copy(), b.copy()), x), "projecao": (x, w, b)}
