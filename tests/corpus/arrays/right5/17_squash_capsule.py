import numpy as np


def squash_forward(s):
    n2 = (s * s).sum(-1, keepdims=True)
    n = np.sqrt(n2)
    return s * n / (1 + n2), (s, n)


def squash_backward(dv, cache):
    s, n = cache
    f = n / (1 + n ** 2)
    # f'(n)/n times s s^T, plus f on the diagonal
    fp = (1 - n ** 2) / (1 + n ** 2) ** 2
    unit = s / n
    return f * dv + fp * n * unit * (unit * dv).sum(-1, keepdims=True)


def votes_forward(u, W):
    """u (B, I, P), W (I, J, P, Q) -> (B, I, J, Q)"""
    return np.einsum('bip,ijpq->bijq', u, W), (u, W)


def votes_backward(d, cache):
    u, W = cache
    du = np.einsum('bijq,ijpq->bip', d, W, optimize=True)
    dW = np.einsum('bijq,bip->ijpq', d, u)
    return {"du": du, "dW": dW}


def cases():
    r = np.random.default_rng(16)
    return {"squash": (r.normal(size=(2, 3, 4)),), "votes": (r.normal(size=(2, 3, 4)), r.normal(size=(3, 2, 4, 5)))}
