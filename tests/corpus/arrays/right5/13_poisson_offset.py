import numpy as np


def nll(w, X, counts, exposure, l2):
    eta = X.dot(w) + np.log(exposure)
    mu = np.exp(eta)
    penal = l2 * np.dot(w[1:], w[1:])
    loss = np.sum(mu - counts * eta) + penal
    grad = X.T.dot(mu - counts)
    grad[1:] += 2 * l2 * w[1:]
    return loss, grad


def neg_binomial(params, X, y):
    """r is the (fixed) dispersion, log link."""
    mu = np.exp(X @ params["w"] + params["b"])
    r = 2.5
    loss = np.sum((y + r) * np.log(mu + r) - y * np.log(mu))
    d = r * (mu - y) / (mu + r)
    return loss, {"w": d @ X, "b": d.sum()}


def cases():
    r = np.random.default_rng(12)
    X = np.column_stack([np.ones(6), r.normal(size=(6, 2))])
    y = r.poisson(3., size=6).astype(float)
    return {"nll": (r.normal(size=3), X, y, r.uniform(1, 3, 6), 0.7),
            "neg_binomial": ({"w": r.normal(size=3), "b": np.array(0.2)}, X, y)}
