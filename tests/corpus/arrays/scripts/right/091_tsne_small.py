import numpy as np
np.random.seed(1)

# three clusters in 10-D
X = np.vstack([np.random.randn(15, 10) * .5 + c for c in np.random.randn(3, 10) * 3])
n = X.shape[0]

def sq_dists(Z):
    s = np.sum(Z ** 2, 1)
    return s[:, None] + s[None, :] - 2 * Z @ Z.T

D = sq_dists(X)
P = np.exp(-D / (2 * np.median(D) * 0.1))
np.fill_diagonal(P, 0)
P /= P.sum(axis=1, keepdims=True)
P = np.maximum((P + P.T) / (2 * n), 1e-12)
np.fill_diagonal(P, 0)
P /= P.sum()

Y = np.random.randn(n, 2) * 1e-1
iY = np.zeros_like(Y)
off = ~np.eye(n, dtype=bool)
for it in range(250):
    num = 1 / (1 + sq_dists(Y))
    np.fill_diagonal(num, 0)
    Q = num / num.sum()
    C = np.sum(P[off] * np.log(P[off] / Q[off]))
    PQ = (P - Q) * num
    dY = 4 * (PQ.sum(axis=1)[:, None] * Y - PQ @ Y)
    mom = 0.5 if it < 50 else 0.8
    iY = mom * iY - 5.0 * dY
    Y = Y + iY
    Y = Y - Y.mean(axis=0)
    if it % 50 == 0:
        print("Iteration %d: KL %f" % (it, C))
