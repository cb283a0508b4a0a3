import numpy as np


def cox_loss(beta, X, time, event):
    """negative partial log-likelihood, Breslow, through reverse cumulative sums"""
    order = np.argsort(-time)
    Xs, ev = X[order], event[order].astype(bool)
    eta = Xs @ beta
    w = np.exp(eta - eta.max())
    S0 = np.cumsum(w)
    S1 = np.cumsum(w[:, None] * Xs, axis=0)
    loss = -(eta[ev] - np.log(S0[ev]) - eta.max()).sum() / ev.sum()
    grad = -(Xs[ev] - S1[ev] / S0[ev, None]).sum(0) / ev.sum()
    return loss, grad


def weibull_loss(b, X, t, d, log_k):
    """accelerated failure times, log shape given; gradient of b"""
    k = np.exp(log_k)
    u = k * (np.log(t) - X @ b)
    loss = np.sum(np.exp(u) - d * (u + log_k - np.log(t)))
    return loss, -k * X.T @ (np.exp(u) - d)


def discrete_hazard_loss(params, x, bucket, event):
    """logistic hazards per interval, shared slope"""
    a, s = params['a'], params['s']
    T = len(a)
    h = a[None, :] + (x @ s)[:, None]
    at_risk = np.arange(T)[None, :] <= bucket[:, None]
    dies = (np.arange(T)[None, :] == bucket[:, None]) & (event[:, None] == 1)
    loss = ((np.logaddexp(0, h) - dies * h) * at_risk).sum() / len(x)
    dh = (1 / (1 + np.exp(-h)) - dies) * at_risk / len(x)
    return loss, {'a': dh.sum(0), 's': x.T @ dh.sum(1)}


def cases():
    r = np.random.default_rng(37)
    X = r.normal(size=(10, 3))
    t = r.exponential(1, 10)
    d = (r.random(10) < .7).astype(float)
    return {'cox_loss': (r.normal(size=3) * .5, X, t, d), 'weibull_loss': (r.normal(size=3) * .3, X, t, d, .3),
            'discrete_hazard_loss': ({'a': r.normal(size=4), 's': r.normal(size=3)}, X, r.integers(0, 4, 10), d)}
