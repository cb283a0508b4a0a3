# expect: 16 wrong-variable
import numpy as np


def triplet_loss(anchor, pos, neg, margin):
    dp = np.sum((anchor - pos) ** 2, axis=1)
    dn = np.sum((anchor - neg) ** 2, axis=1)
    viol = dp - dn + margin
    active = (viol > 0).astype(float)
    n = anchor.shape[0]
    loss = np.sum(active * viol) / n

    a = active[:, None] / n
    danchor = 2 * a * (neg - pos)
    dpos = 2 * a * (pos - anchor)
    dneg = 2 * a * (anchor - pos)
    return loss, danchor, dpos, dneg


def cases():
    rng = np.random.default_rng(1)
    return {"triplet_loss": (rng.normal(size=(5, 3)), rng.normal(size=(5, 3)), rng.normal(size=(5, 3)), 2.5)}
