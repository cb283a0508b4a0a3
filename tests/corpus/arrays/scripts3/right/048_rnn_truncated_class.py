import numpy as np


class ElmanRegressor:
    def __init__(self, n_hidden, rng):
        s = 1 / np.sqrt(n_hidden)
        self.U = rng.uniform(-s, s, n_hidden)
        self.W = rng.uniform(-s, s, (n_hidden, n_hidden))
        self.V = rng.uniform(-s, s, n_hidden)
        self.b = np.zeros(n_hidden)
        self.c = np.zeros(1)

    def unroll(self, series, h0):
        self.series = series
        self.h = [h0]
        preds = []
        for value in series[:-1]:
            self.h.append(np.tanh(self.U * value + self.W @ self.h[-1] + self.b))
            preds.append(self.V @ self.h[-1] + self.c[0])
        self.preds = np.array(preds)
        return self.preds

    def bptt(self):
        T = len(self.preds)
        for name in 'UWVbc':
            setattr(self, 'd' + name, np.zeros_like(getattr(self, name)))
        delta = 2 * (self.preds - self.series[1:]) / T
        carry = np.zeros_like(self.b)
        for t in range(T, 0, -1):
            self.dV += delta[t - 1] * self.h[t]
            self.dc += delta[t - 1]
            dz = (delta[t - 1] * self.V + carry) * (1 - self.h[t] ** 2)
            self.dU += dz * self.series[t - 1]
            self.dW += np.outer(dz, self.h[t - 1])
            self.db += dz
            carry = self.W.T @ dz

    def sgd(self, lr, clip):
        for name in 'UWVbc':
            g = np.clip(getattr(self, 'd' + name), -clip, clip)
            setattr(self, name, getattr(self, name) - lr * g)


rng = np.random.RandomState(30)
wave = np.sin(0.4 * np.arange(400)) + 0.05 * rng.randn(400)
model = ElmanRegressor(8, rng)
h = np.zeros(8)
for step in range(100):
    lo = (step * 20) % 360
    chunk = wave[lo:lo + 21]
    pred = model.unroll(chunk, h)
    loss = np.mean((pred - chunk[1:]) ** 2)
    model.bptt()
    model.sgd(0.1, 1.0)
    h = model.h[-1]              # carried on, no gradient through it
    if step % 25 == 0:
        print(step, loss)
