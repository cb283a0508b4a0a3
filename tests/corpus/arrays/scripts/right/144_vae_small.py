"""Gaussian VAE with reparametrisation, minimising the negative ELBO."""
import numpy as np

rng = np.random.default_rng(24)
Z, Hd, Xd = 2, 16, 6
A = rng.normal(size=(2, Xd))
X = np.tanh(rng.normal(size=(256, 2)) @ A) + .05 * rng.normal(size=(256, Xd))

def glorot(a, b):
    return rng.uniform(-1, 1, (a, b)) * np.sqrt(6 / (a + b))

enc_W, enc_b = glorot(Xd, Hd), np.zeros(Hd)
mu_W, mu_b = glorot(Hd, Z), np.zeros(Z)
lv_W, lv_b = glorot(Hd, Z) * .1, np.zeros(Z)
dec_W, dec_b = glorot(Z, Hd), np.zeros(Hd)
out_W, out_b = glorot(Hd, Xd), np.zeros(Xd)
theta = [enc_W, enc_b, mu_W, mu_b, lv_W, lv_b, dec_W, dec_b, out_W, out_b]
state = [(np.zeros_like(t), np.zeros_like(t)) for t in theta]
kl_weight = 0.05

for it in range(1, 301):
    x = X[rng.integers(0, 256, 32)]
    n = len(x)
    h = np.tanh(x @ enc_W + enc_b)
    mu, logvar = h @ mu_W + mu_b, h @ lv_W + lv_b
    eps = rng.normal(size=mu.shape)
    sd = np.exp(.5 * logvar)
    z = mu + sd * eps
    g = np.tanh(z @ dec_W + dec_b)
    xr = g @ out_W + out_b
    rec = .5 * ((xr - x) ** 2).sum() / n
    kl = -.5 * (1 + logvar - mu ** 2 - np.exp(logvar)).sum() / n
    total_loss = rec + kl_weight * kl

    dxr = (xr - x) / n
    dpre_g = dxr @ out_W.T * (1 - g ** 2)
    dz = dpre_g @ dec_W.T
    dmu = dz + kl_weight * mu / n
    dlogvar = .5 * dz * eps * sd + .5 * kl_weight * (np.exp(logvar) - 1) / n
    dpre_h = (dmu @ mu_W.T + dlogvar @ lv_W.T) * (1 - h ** 2)
    grads = [x.T @ dpre_h, dpre_h.sum(0), h.T @ dmu, dmu.sum(0), h.T @ dlogvar, dlogvar.sum(0),
             z.T @ dpre_g, dpre_g.sum(0), g.T @ dxr, dxr.sum(0)]

    for t, gr, (m, v) in zip(theta, grads, state):
        m += .1 * (gr - m)
        v += .001 * (gr ** 2 - v)
        t -= .005 * (m / (1 - .9 ** it)) / (np.sqrt(v / (1 - .999 ** it)) + 1e-8)
    if it % 75 == 0:
        print(it, total_loss, rec, kl)
