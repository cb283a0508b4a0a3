"""Small conv net on 8x8 pictures, gradient accumulation over micro-batches."""
import numpy as np

class TinyCNN:
    def __init__(self, rng):
        self.K = rng.normal(0, 0.3, (3, 1, 3, 3))
        self.bK = np.zeros(3)
        self.W = rng.normal(0, 0.1, (3 * 9, 2))
        self.b = np.zeros(2)
        self.zero_grad()

    def zero_grad(self):
        self.gK, self.gbK = np.zeros_like(self.K), np.zeros_like(self.bK)
        self.gW, self.gb = np.zeros_like(self.W), np.zeros_like(self.b)

    def step(self, lr):
        for n in ('K', 'bK', 'W', 'b'):
            setattr(self, n, getattr(self, n) - lr * getattr(self, 'g' + n))
        self.zero_grad()

    def accumulate(self, x, y, scale):
        n = len(x)
        c = np.zeros((n, 3, 6, 6))
        for i in range(3):
            for j in range(3):
                c += np.einsum('ncHW,fc->nfHW', x[:, :, i:i + 6, j:j + 6], self.K[:, :, i, j])
        c += self.bK[None, :, None, None]
        r = np.maximum(c, 0)
        pool = r.reshape(n, 3, 3, 2, 3, 2).mean(axis=(3, 5))
        flat = pool.reshape(n, -1)
        s = flat @ self.W + self.b
        s = s - s.max(1, keepdims=True)
        logp = s - np.log(np.exp(s).sum(1, keepdims=True))
        loss = -logp[np.arange(n), y].sum() * scale

        ds = np.exp(logp)
        ds[np.arange(n), y] -= 1
        ds *= scale
        self.gW += flat.T @ ds
        self.gb += ds.sum(0)
        dpool = (ds @ self.W.T).reshape(n, 3, 3, 3)
        dc = np.repeat(np.repeat(dpool, 2, 2), 2, 3) / 4 * (c > 0)
        self.gbK += dc.sum((0, 2, 3))
        for i in range(3):
            for j in range(3):
                self.gK[:, :, i, j] += np.einsum('nfHW,ncHW->fc', dc, x[:, :, i:i + 6, j:j + 6])
        return loss

def main():
    rng = np.random.default_rng(0)
    x = rng.normal(0, 0.5, (60, 1, 8, 8))
    y = rng.integers(0, 2, 60)
    for i in range(60):
        k = rng.integers(0, 8)
        if y[i]:
            x[i, 0, k, :] += 1
        else:
            x[i, 0, :, k] += 1
    net = TinyCNN(rng)
    for it in range(80):
        loss = 0.0
        for part in np.array_split(np.arange(60), 3):
            loss += net.accumulate(x[part], y[part], 1 / 60)
        net.step(0.5)
        if it % 20 == 0:
            print(it, loss)

if __name__ == '__main__':
    main()
