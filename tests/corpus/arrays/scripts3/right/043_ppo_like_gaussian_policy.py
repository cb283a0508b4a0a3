# Gaussian policy for a one-step LQR, score-function gradient with a batch-mean baseline
import numpy as np

rng = np.random.default_rng(77)
wm, bm, ls = 0.0, 0.0, 0.0
N = 256
for it in range(300):
    s = rng.normal(size=N)
    mean, sd = s * wm + bm, np.exp(ls)
    u = mean + sd * rng.normal(size=N)
    cost = (s + u) ** 2 + 0.1 * u ** 2
    A = -(cost - cost.mean())
    A = A / (A.std() + 1e-8)
    # ascend E[A * log pi]  ->  descend its negative
    score_mean = (u - mean) / sd ** 2
    score_ls = ((u - mean) / sd) ** 2 - 1
    gm = -np.mean(A * score_mean * s)
    gbm = -np.mean(A * score_mean)
    gls = -np.mean(A * score_ls)
    wm -= 0.02 * gm
    bm -= 0.02 * gbm
    ls = max(ls - 0.02 * gls, -2.0)
    if it % 100 == 0:
        print('iter', it, 'mean cost', cost.mean(), 'gain', wm, 'sd', sd)
