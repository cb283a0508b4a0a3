import numpy as np


def soft_dtw_loss(x, y, gamma):
    """soft dynamic time warping between (n, d) and (m, d); gradient of x"""
    n, m = len(x), len(y)
    D = ((x[:, None] - y[None]) ** 2).sum(-1)
    R = np.full((n + 1, m + 1), np.inf)
    R[0, 0] = 0
    for i in range(n):
        for j in range(m):
            a = -np.array([R[i, j], R[i, j + 1], R[i + 1, j]]) / gamma
            R[i + 1, j + 1] = D[i, j] - gamma * (a.max() + np.log(np.exp(a - a.max()).sum()))
    E = np.zeros((n + 1, m + 1))
    E[n - 1, m - 1] = 1
    P = R[1:, 1:]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            for p, q in ((i + 1, j), (i, j + 1), (i + 1, j + 1)):
                if p < n and q < m:
                    E[i, j] += E[p, q] * np.exp((P[p, q] - P[i, j] - D[p, q]) / gamma)
    E = E[:n, :m]
    return P[-1, -1], 2 * (E.sum(1)[:, None] * x - E @ y)


def sinkhorn_loss(x, y, eps, n_iter):
    """entropic transport, dual value after n_iter exact scalings; envelope theorem is
    avoided: the gradient is propagated through every iteration"""
    n, m = len(x), len(y)
    diff = x[:, None] - y[None]
    C = (diff ** 2).sum(-1)
    K = np.exp(-C / eps)
    us, vs = [], [np.ones(m)]
    for _ in range(n_iter):
        us.append(1 / n / (K @ vs[-1]))
        vs.append(1 / m / (K.T @ us[-1]))
    u, v = us[-1], vs[-1]
    P = u[:, None] * K * v
    loss = (P * C).sum()
    dC = P.copy()
    dP = C
    du, dv = (dP * K) @ v, (dP * K).T @ u
    dK = dP * np.outer(u, v)
    for it in range(n_iter - 1, -1, -1):
        t = -dv * vs[it + 1] ** 2 * m            # v = 1 / (m K'u)
        dK += np.outer(us[it], t)
        du = du + K @ t
        s = -du * us[it] ** 2 * n                # u = 1 / (n K v)
        dK += np.outer(s, vs[it])
        dv, du = K.T @ s, 0.0
    dC += -dK * K / eps
    return loss, 2 * np.einsum('ij,ijd->id', dC, diff)


def cases():
    r = np.random.default_rng(38)
    return {'soft_dtw_loss': (r.normal(size=(5, 2)), r.normal(size=(4, 2)), .7),
            'sinkhorn_loss': (r.normal(size=(4, 2)), r.normal(size=(3, 2)), 2.0, 6)}
