# soft k-means by gradient: E = -1/beta * mean log sum_k exp(-beta |x-c_k|^2)
import numpy as np
rng = np.random.default_rng(8)
pts = np.vstack([rng.normal(m, .5, (40, 2)) for m in ([0, 0], [3, 1], [1, 4])])
C = pts[rng.choice(len(pts), 3, replace=False)] + 0.01
beta = 0.5
for sweep in range(60):
    diff = pts[:, None, :] - C[None]
    d2 = (diff ** 2).sum(-1)
    lo = d2.min(1, keepdims=True)
    ex = np.exp(-beta * (d2 - lo))
    energy = np.mean(lo[:, 0] - np.log(ex.sum(1)) / beta)
    resp = ex / ex.sum(1, keepdims=True)
    dC = -2 * (resp[..., None] * diff).mean(axis=0)
    C = C - 0.3 * dC
    beta = min(beta * 1.05, 4)
    if sweep % 20 == 0:
        print(sweep, energy, beta)
for k in range(3):
    print('centre', k, C[k], 'members', int((resp.argmax(1) == k).sum()))
