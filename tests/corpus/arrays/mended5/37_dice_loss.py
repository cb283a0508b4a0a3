# right
# right
import numpy as np


def dice(theta, X, mask, smooth=1.0):
    """Soft Dice of per-pixel logistic predictions. X (B, P, F), mask (B, P)."""
    p = 1 / (1 + np.exp(-(X @ theta)))
    num = 2 * np.sum(p * mask, axis=1) + smooth
    den = np.sum(p, axis=1) + np.sum(mask, axis=1) + smooth
    loss = np.mean(1 - num / den)
    B = len(X)
    dnum = -1 / den / B
    dden = num / den ** 2 / B
    dp = 2 * mask * dnum[:, None] + dden[:, None]
    dz = dp * p * (1 - p)
    return loss, np.einsum('bp,bpf->f', dz, X)


def cases():
    r = np.random.default_rng(38)
    return {"dice": (r.normal(size=3), r.normal(size=(2, 5, 3)), (r.random((2, 5)) > .5) * 1.0)}
