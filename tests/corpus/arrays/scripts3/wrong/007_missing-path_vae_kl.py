# expect: 29 missing-path
# gaussian-output VAE on a noisy ring; one tanh encoder layer, linear decoder on cos/sin-like features
import numpy as np

rng = np.random.RandomState(44)
ang = rng.uniform(0, 2 * np.pi, 80)
X = np.c_[np.cos(ang), np.sin(ang)] + 0.05 * rng.randn(80, 2)
n = len(X)
We = rng.randn(2, 10)
Wmu = rng.randn(10, 2) * .3
Wlv = rng.randn(10, 2) * .1
Wd = rng.randn(2, 2)
beta, s2 = 0.5, 0.1
for it in range(120):
    h = np.tanh(X @ We)
    mu, lv = h @ Wmu, h @ Wlv
    noise = rng.randn(n, 2)
    sd = np.exp(lv / 2)
    z = mu + sd * noise
    xr = np.tanh(z) @ Wd
    rec = ((xr - X) ** 2).sum() / (2 * s2 * n)
    kl = 0.5 * (mu ** 2 + np.exp(lv) - lv - 1).sum() / n
    loss = rec + beta * kl

    dxr = (xr - X) / (s2 * n)
    gWd = np.tanh(z).T @ dxr
    dz = (dxr @ Wd.T) * (1 - np.tanh(z) ** 2)
    dmu = dz + beta * mu / n
    dlv = dz * noise * sd / 2
    gWmu = h.T @ dmu
    gWlv = h.T @ dlv
    dh = (dmu @ Wmu.T + dlv @ Wlv.T) * (1 - h ** 2)
    gWe = X.T @ dh
    for p, g in [(We, gWe), (Wmu, gWmu), (Wlv, gWlv), (Wd, gWd)]:
        p -= 0.02 * np.clip(g, -5, 5)
    if it % 30 == 0:
        print(f"{it}: rec {rec:.3f} kl {kl:.3f}")
