import numpy as np

rng = np.random.RandomState(16)
pts = np.vstack([rng.randn(20, 2) * 0.3 + c for c in ([0, 0], [2, 1], [-1, 2])])
C = rng.randn(3, 2)
beta = 3.0
for step in range(100):
    d2 = ((pts[:, None] - C[None]) ** 2).sum(-1)
    lo = d2.min(axis=1, keepdims=True)
    e = np.exp(-beta * (d2 - lo))
    soft_min = lo[:, 0] - np.log(e.sum(axis=1)) / beta
    loss = soft_min.mean()
    resp = e / e.sum(axis=1, keepdims=True)
    # sum_n r_nk * 2 (c_k - x_n)
    dC = 2 * (resp.sum(axis=0)[:, None] * C - resp.T @ pts) / len(pts)
    C -= 0.3 * dC
    if step % 25 == 0:
        print(step, loss)
print(C)
