import numpy as np


class TinyVAE:
    def __init__(self, n_x, n_h, n_z, beta=0.4):
        rng = np.random.default_rng(31)
        self.beta = beta
        self.params = {}
        for name, shape in [("W1", (n_x, n_h)), ("Wm", (n_h, n_z)), ("Ws", (n_h, n_z)), ("W2", (n_z, n_x))]:
            self.params[name] = rng.normal(size=shape) * 0.5
        for name, size in [("b1", n_h), ("bm", n_z), ("bs", n_z), ("b2", n_x)]:
            self.params[name] = rng.normal(size=size) * 0.1

    def loss(self, X):
        p = self.params
        N = len(X)
        h = np.tanh(X @ p["W1"] + p["b1"])
        m = h @ p["Wm"] + p["bm"]
        s = h @ p["Ws"] + p["bs"]
        noise = np.random.default_rng(77).normal(size=m.shape)
        sigma = np.exp(s / 2)
        z = m + sigma * noise
        rec = z @ p["W2"] + p["b2"]
        recon = 0.5 * np.sum((rec - X) ** 2) / N
        kl = 0.5 * np.sum(np.exp(s) + m**2 - 1 - s) / N
        loss = recon + self.beta * kl

        grads = {}
        d_rec = (rec - X) / N
        grads["W2"], grads["b2"] = z.T @ d_rec, d_rec.sum(axis=0)
        dz = d_rec @ p["W2"].T
        dm = dz + self.beta * m / N
        ds = dz * noise * sigma / 2 + self.beta * 0.5 * (np.exp(s) - 1) / N
        grads["Wm"], grads["bm"] = h.T @ dm, dm.sum(axis=0)
        grads["Ws"], grads["bs"] = h.T @ ds, ds.sum(axis=0)
        da = (dm @ p["Wm"].T + ds @ p["Ws"].T) * (1 - h**2)
        grads["W1"], grads["b1"] = X.T @ da, da.sum(axis=0)
        return loss, grads


def cases():
    X = np.random.default_rng(131).normal(size=(4, 5))
    return {"TinyVAE.loss": (TinyVAE(5, 3, 2), X)}
