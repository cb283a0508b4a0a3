import numpy as np


def cox_loss(beta, Z, event):
    """Rows sorted by falling time, so the risk set of row i is rows 0..i."""
    s = Z @ beta
    e = np.exp(s)
    risk = np.cumsum(e)
    loss = -np.sum(event * (s - np.log(risk)))
    # Each subject j is in the risk sets of i >= j: a reversed cumulative sum
    haz = np.cumsum((event / risk)[::-1])[::-1]
    return loss, Z.T @ (e * haz - event)


def cases():
    r = np.random.default_rng(13)
    return {"cox_loss": (r.normal(size=3), r.normal(size=(7, 3)), np.array([1., 0, 1, 1, 0, 1, 1]))}
