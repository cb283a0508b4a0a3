import numpy as np
rng = np.random.default_rng(0)
sig = lambda z: 1 / (1 + np.exp(-z))
wd, bd, wg, bg = 0.1, 0.2, 1.0, 0.3
for it in range(3):
    real = rng.normal(3, 1, size=8)
    z = rng.normal(size=8)
    fake = wg * z + bg
    pr, pf = sig(wd * real + bd), sig(wd * fake + bd)
    d_loss = -np.mean(np.log(pr) + np.log(1 - pf))
    dwd = np.mean(-(1 - pr) * real + pf * fake)
    dbd = np.mean(-(1 - pr) + pf)
    wd -= 0.1 * dwd
    bd -= 0.1 * dbd
    z = rng.normal(size=8)
    fake = wg * z + bg
    pf = sig(wd * fake + bd)
    g_loss = -np.mean(np.log(pf))
    dfake = -(1 - pf) * wd / 8
    dwg = np.sum(dfake * z)
    dbg = np.sum(dfake)
    wg -= 0.1 * dwg
    bg -= 0.1 * dbg
print(wg, bg)
