import numpy as np


def cox_breslow(beta, X, time, event):
    """negative partial log-likelihood, Breslow, with an L2 penalty of 0.05 |beta|^2"""
    order = np.argsort(-time, kind="stable")
    X, event = X[order], event[order]
    eta = X @ beta
    w = np.exp(eta)
    cum = np.cumsum(w)                            # sum over the risk set (times are distinct)
    cumX = np.cumsum(w[:, None] * X, axis=0)
    ev = event.astype(bool)
    loss = -(eta - np.log(cum))[ev].sum() + 0.05 * beta @ beta
    grad = -(X - cumX / cum[:, None])[ev].sum(axis=0) + 0.1 * beta
    return loss, grad


def cox_breslow_reverse(beta, X, time, event):
    # the same by a reverse sweep over d eta: each subject collects 1/cum of all later events
    order = np.argsort(-time, kind="stable")
    Z, e = X[order], event[order]
    eta = Z @ beta
    shift = eta.max()
    w = np.exp(eta - shift)
    cum = np.cumsum(w)
    loss = np.sum(e * (np.log(cum) + shift - eta))
    tail = np.cumsum((e / cum)[::-1])[::-1]
    return loss, Z.T @ (w * tail - e)


def cases():
    r = np.random.default_rng(14)
    X, t = r.normal(size=(8, 3)), r.permutation(8) + 0.5
    e = np.array([1, 0, 1, 1, 0, 1, 0, 1])
    return {"cox_breslow": (r.normal(size=3), X, t, e), "cox_breslow_reverse": (r.normal(size=3), X, t, e)}
