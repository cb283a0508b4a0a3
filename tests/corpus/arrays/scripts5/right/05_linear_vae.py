import numpy as np

rng = np.random.default_rng(3)
data = rng.normal(size=(30, 2)) @ rng.normal(size=(2, 5))


class VAE:
    def __init__(self, d, z):
        self.We, self.Ws, self.Wd = (rng.normal(0, .2, s) for s in ((d, z), (d, z), (z, d)))

    def step(self, x, eps):
        n = len(x)
        mu, lv = x @ self.We, x @ self.Ws
        sd = np.exp(lv / 2)
        z = mu + sd * eps
        e = z @ self.Wd - x
        loss = (0.5 * np.sum(e * e) + 0.5 * np.sum(mu ** 2 + sd ** 2 - lv - 1)) / n
        self.gWd = z.T @ e / n
        dz = e @ self.Wd.T / n
        self.gWe = x.T @ (dz + mu / n)
        self.gWs = x.T @ (dz * eps * sd / 2 + (sd ** 2 - 1) / (2 * n))
        return loss


net = VAE(5, 2)
for epoch in range(40):
    loss = net.step(data, rng.normal(size=(30, 2)))
    net.We -= 0.02 * net.gWe
    net.Ws -= 0.02 * net.gWs
    net.Wd -= 0.02 * net.gWd
print("elbo", -loss)
