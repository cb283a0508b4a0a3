import numpy as np


def fm_loss(V, w, w0, X, y, reg):
    """second order factorisation machine, squared error; gradients in a dict"""
    XV = X @ V
    pair = 0.5 * ((XV ** 2) - (X ** 2) @ (V ** 2)).sum(1)
    e = w0 + X @ w + pair - y
    n = len(y)
    loss = (e @ e) / (2 * n) + 0.5 * reg * ((V ** 2).sum() + w @ w)
    g = e / n
    return loss, {'V': X.T @ (g[:, None] * XV) - ((X ** 2).T @ g)[:, None] * V + reg * V,
                  'w': X.T @ g + reg * w, 'w0': g.sum()}


def mf_masked_loss(U, V, R, M, lam):
    E = M * (U @ V.T - R)
    return (E ** 2).sum() / M.sum() + lam * ((U ** 2).sum() + (V ** 2).sum()), \
        (2 * E @ V / M.sum() + 2 * lam * U, 2 * E.T @ U / M.sum() + 2 * lam * V)


def bpr_loss(params, users, pos, neg, reg):
    """Bayesian personalised ranking, params = {'P': users, 'Q': items}"""
    P, Q = params['P'], params['Q']
    d = Q[pos] - Q[neg]
    x = (P[users] * d).sum(1)
    loss = np.logaddexp(0, -x).mean() + reg * ((P ** 2).sum() + (Q ** 2).sum())
    c = (-1 / (1 + np.exp(x)) / len(x))[:, None]
    dP, dQ = 2 * reg * P, 2 * reg * Q
    np.add.at(dP, users, c * d)
    np.add.at(dQ, pos, c * P[users])
    np.add.at(dQ, neg, -c * P[users])
    return loss, {'P': dP, 'Q': dQ}


def glove_loss(W, C, counts, xmax):
    """W and C hold vectors, the last column of each is the bias"""
    i, j = np.nonzero(counts)
    x = counts[i, j]
    f = np.minimum(1, (x / xmax) ** .75)
    err = (W[i, :-1] * C[j, :-1]).sum(1) + W[i, -1] + C[j, -1] - np.log(x)
    g = (2 * f * err)[:, None]
    one = np.ones((len(i), 1))
    dW, dC = np.zeros_like(W), np.zeros_like(C)
    np.add.at(dW, i, g * np.hstack([C[j, :-1], one]))
    np.add.at(dC, j, g * np.hstack([W[i, :-1], one]))
    return f @ err ** 2, (dW, dC)


def cases():
    r = np.random.RandomState(36)
    return {'fm_loss': (r.randn(5, 2), r.randn(5), 0.3, r.randn(7, 5), r.randn(7), .1),
            'mf_masked_loss': (r.randn(4, 2), r.randn(5, 2), r.randn(4, 5), r.rand(4, 5) < .6, .05),
            'bpr_loss': ({'P': r.randn(3, 2), 'Q': r.randn(5, 2)}, np.array([0, 1, 1, 2]), np.array([0, 2, 3, 3]), np.array([1, 4, 0, 4]), .01),
            'glove_loss': (r.randn(4, 3), r.randn(4, 3), r.poisson(1.5, (4, 4)).astype(float), 5.0)}
