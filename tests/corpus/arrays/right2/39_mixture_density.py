import numpy as np

LOG2PI = np.log(2 * np.pi)


def mdn_loss(W, H, y, K):
    """last layer of a mixture density network: H (N, d) hidden, W (d, 3K)"""
    o = H @ W
    a, m, s = o[:, :K], o[:, K:2 * K], o[:, 2 * K:]
    la = a - np.logaddexp.reduce(a, axis=1, keepdims=True)
    z = (y[:, None] - m) * np.exp(-s)
    joint = la - s - .5 * LOG2PI - .5 * z ** 2
    ll = np.logaddexp.reduce(joint, axis=1)
    r = np.exp(joint - ll[:, None])
    do = np.concatenate([np.exp(la) - r, -r * z * np.exp(-s), r * (1 - z ** 2)], axis=1) / len(y)
    return -ll.mean(), H.T @ do


def mvn_loss(params, X):
    """full covariance gaussian, precision factor L (lower, log diagonal)"""
    mu, A = params['mu'], params['A']
    L = np.tril(A, -1) + np.diag(np.exp(np.diag(A)))
    Z = (X - mu) @ L
    n, d = X.shape
    nll = .5 * (Z ** 2).sum() / n - np.trace(A) + .5 * d * LOG2PI
    dL = (X - mu).T @ Z / n
    dA = np.tril(dL, -1) + np.diag(np.diag(dL) * np.diag(L) - 1)
    return nll, {'mu': -(Z @ L.T).mean(0), 'A': dA}


def elbo_loss(params, x, eps):
    """q = N(m, exp(s)^2), unit prior, likelihood N(x | sin z, 0.3^2), fixed noise"""
    m, s = params['m'], params['s']
    z = m + np.exp(s) * eps
    r = (np.sin(z) - x) / .3
    kl = .5 * (m ** 2 + np.exp(2 * s) - 1 - 2 * s)
    dz = r * np.cos(z) / .3
    return .5 * (r ** 2).sum() + kl.sum(), {'m': dz + m, 's': dz * eps * np.exp(s) + np.exp(2 * s) - 1}


def dirichlet_multinomial_loss(theta, counts):
    """Polya likelihood without the multinomial constant, integer counts: finite products, no gamma"""
    alpha = np.exp(theta)
    A = alpha.sum()
    loss, g = 0.0, np.zeros_like(theta)
    for row in counts:
        for k, c in enumerate(row):
            i = np.arange(c)
            loss -= np.log(alpha[k] + i).sum()
            g[k] -= (1 / (alpha[k] + i)).sum()
        i = np.arange(row.sum())
        loss += np.log(A + i).sum()
        g += (1 / (A + i)).sum()
    return loss, g * alpha


def cases():
    r = np.random.default_rng(39)
    return {'mdn_loss': (r.normal(size=(4, 6)) * .4, r.normal(size=(7, 4)), r.normal(size=7), 2),
            'mvn_loss': ({'mu': r.normal(size=3), 'A': r.normal(size=(3, 3)) * .4}, r.normal(size=(9, 3))),
            'elbo_loss': ({'m': r.normal(size=4), 's': r.normal(size=4) * .3}, r.normal(size=4), r.normal(size=4)),
            'dirichlet_multinomial_loss': (r.normal(size=3), r.integers(0, 5, (4, 3)))}
