# expect: 13 double-derivative
import numpy as np


def sgns(Win, Wout, centre, context, negatives):
    """Skip-gram with negative sampling, one pair."""
    s = lambda t: 1.0 / (1.0 + np.exp(-t))
    v = Win[centre]
    up, un = Wout[context], Wout[negatives]
    p, q = s(v @ up), s(un @ v)
    loss = -np.log(p) - np.log(1 - q).sum()
    dWin, dWout = np.zeros_like(Win), np.zeros_like(Wout)
    gp = (p - 1) * p * (1 - p)
    dWin[centre] = gp * up + q @ un
    dWout[context] += gp * v
    np.add.at(dWout, negatives, np.outer(q, v))
    return loss, {"Win": dWin, "Wout": dWout}


def cases():
    r = np.random.default_rng(30)
    return {"sgns": (r.normal(size=(5, 3)), r.normal(size=(6, 3)), 2, 1, np.array([0, 3, 3, 5]))}
