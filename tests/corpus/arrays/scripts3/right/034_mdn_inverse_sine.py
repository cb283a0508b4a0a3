import numpy as np

# Mixture density network on x = y + 0.3 sin(2 pi y) (Bishop's inverse problem)

class RMSProp:
    def __init__(self, params, lr=0.01, rho=0.9):
        self.params, self.lr, self.rho = params, lr, rho
        self.s = [np.zeros_like(q) for q in params]

    def step(self, grads):
        for q, s, gr in zip(self.params, self.s, grads):
            s *= self.rho
            s += (1 - self.rho) * gr * gr
            q -= self.lr * gr / (np.sqrt(s) + 1e-7)

rng = np.random.default_rng(101)
t = rng.uniform(0, 1, (150, 1))
x = t + 0.3 * np.sin(2 * np.pi * t) + rng.uniform(-0.1, 0.1, (150, 1))
K, H, N = 3, 15, 150
W1 = rng.normal(0, 1, (1, H)); b1 = rng.normal(0, 1, H)
W2 = rng.normal(0, .3, (H, 3 * K)); b2 = np.zeros(3 * K)
b2[K:2 * K] = [0.2, 0.5, 0.8]
opt = RMSProp([W1, b1, W2, b2])
for it in range(200):
    h = np.tanh(x @ W1 + b1)
    o = h @ W2 + b2
    a, m, ls = o[:, :K], o[:, K:2 * K], o[:, 2 * K:]
    la = a - a.max(1, keepdims=True)
    la = la - np.log(np.exp(la).sum(1, keepdims=True))
    u = (t - m) * np.exp(-ls)
    lj = la - ls - 0.5 * u ** 2 - 0.5 * np.log(2 * np.pi)
    top = lj.max(1, keepdims=True)
    lp = top + np.log(np.exp(lj - top).sum(1, keepdims=True))
    nll = -lp.mean()
    post = np.exp(lj - lp)
    da = (np.exp(la) - post) / N
    dm = -post * u * np.exp(-ls) / N
    dls = post * (1 - u ** 2) / N
    do = np.concatenate([da, dm, dls], axis=1)
    dh = do @ W2.T * (1 - h ** 2)
    g = [x.T @ dh, dh.sum(0), h.T @ do, do.sum(0)]
    opt.step(g)
    if it % 50 == 0:
        print(it, round(nll, 4))
