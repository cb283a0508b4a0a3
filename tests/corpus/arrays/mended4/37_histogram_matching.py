# right
# right
import numpy as np


def soft_hist(theta, x, alvo, centros):
    """gaussian soft histogram of theta*x, squared distance to a target histogram"""
    z = theta * x
    d = z[:, None] - centros
    k = np.exp(-0.5 * d * d)
    h = k.mean(axis=0)
    loss = np.sum((h - alvo) ** 2)
    dh = 2 * (h - alvo)
    dk = np.ones_like(k) * dh / len(x)
    dz = (dk * k * -d).sum(axis=1)
    return loss, np.array([dz @ x])


def count_model(w, X, n_visits):
    """Poisson regression, sum"""
    m = np.exp(X @ w)
    grad = np.zeros(w.shape)
    for j in range(len(w)):
        grad[j] = ((m - n_visits) * X[:, j]).sum()
    return (m - n_visits * np.log(m)).sum(), grad


def cases():
    r = np.random.default_rng(11)
    return {"soft_hist": (np.array([1.2]), r.normal(size=7), np.array([.2, .5, .3]), np.array([-1., 0., 1.])),
            "count_model": (r.normal(size=3) * .4, r.normal(size=(6, 3)), r.poisson(2, 6))}
