# 1-d GAN: affine generator, small discriminator, non-saturating generator loss
import numpy as np

rng = np.random.RandomState(99)
d = {"w1": rng.randn(1, 8), "b1": np.zeros((1, 8)), "w2": 0.3 * rng.randn(8, 1), "b2": np.zeros((1, 1))}
g = {"a": np.array([[1.0]]), "c": np.array([[0.0]])}


def disc(x):
    h = np.tanh(x @ d["w1"] + d["b1"])
    s = h @ d["w2"] + d["b2"]
    return h, 1 / (1 + np.exp(-s))


B = 64
for step in range(300):
    real = 3 + 0.5 * rng.randn(B, 1)
    z = rng.randn(B, 1)
    fake = z * g["a"] + g["c"]
    # discriminator
    hr, pr = disc(real)
    hf, pf = disc(fake)
    d_loss = -np.mean(np.log(pr + 1e-12)) - np.mean(np.log(1 - pf + 1e-12))
    dsr = (pr - 1) / B
    dsf = pf / B
    gd = {"w2": hr.T @ dsr + hf.T @ dsf, "b2": (dsr + dsf).sum(0, keepdims=True)}
    dzr = (dsr @ d["w2"].T) * (1 - hr ** 2)
    dzf = (dsf @ d["w2"].T) * (1 - hf ** 2)
    gd["w1"] = real.T @ dzr + fake.T @ dzf
    gd["b1"] = (dzr + dzf).sum(0, keepdims=True)
    for k in d:
        d[k] -= 0.05 * gd[k]
    # generator: minimise -log D(G(z))
    z = rng.randn(B, 1)
    fake = z * g["a"] + g["c"]
    h, p = disc(fake)
    g_loss = -np.mean(np.log(p + 1e-12))
    ds = (p - 1) / B
    dfake = ((ds @ d["w2"].T) * (1 - h ** 2)) @ d["w1"].T
    gg = {"a": np.sum(dfake * z, keepdims=True), "c": dfake.sum(0, keepdims=True)}
    for k in gg:
        g[k] -= 0.02 * gg[k]
    if step % 100 == 0:
        print(step, "D", d_loss, "G", g_loss, "mean", g["c"][0, 0])
