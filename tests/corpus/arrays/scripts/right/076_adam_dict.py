import numpy as np

class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = params, lr, betas, eps
        self.m = {k: np.zeros_like(v) for k, v in params.items()}
        self.v = {k: np.zeros_like(v) for k, v in params.items()}
        self.t = 0

    def step(self, grads):
        self.t += 1
        b1, b2 = self.betas
        for k, g in grads.items():
            self.m[k] = b1 * self.m[k] + (1 - b1) * g
            self.v[k] = b2 * self.v[k] + (1 - b2) * g ** 2
            mh = self.m[k] / (1 - b1 ** self.t)
            vh = self.v[k] / (1 - b2 ** self.t)
            self.params[k] -= self.lr * mh / (np.sqrt(vh) + self.eps)

def silu(x):
    s = 1 / (1 + np.exp(-x))
    return x * s, s * (1 + x * (1 - s))

rng = np.random.default_rng(0)
x = np.linspace(-3, 3, 64).reshape(-1, 1)
y = np.sin(2 * x)
net = {"w1": rng.normal(size=(1, 32)), "b1": rng.normal(size=32),
       "w2": rng.normal(size=(32, 32)) / 6, "b2": np.zeros(32),
       "w3": rng.normal(size=(32, 1)) / 6, "b3": np.zeros(1)}
opt = Adam(net, lr=0.01)
for i in range(500):
    h1, g1 = silu(x @ net["w1"] + net["b1"])
    h2, g2 = silu(h1 @ net["w2"] + net["b2"])
    pred = h2 @ net["w3"] + net["b3"]
    loss = ((pred - y) ** 2).mean()
    d3 = 2 * (pred - y) / y.size
    d2 = d3 @ net["w3"].T * g2
    d1 = d2 @ net["w2"].T * g1
    opt.step({"w3": h2.T @ d3, "b3": d3.sum(0), "w2": h1.T @ d2, "b2": d2.sum(0),
              "w1": x.T @ d1, "b1": d1.sum(0)})
    if i % 100 == 0:
        print(i, float(loss))
