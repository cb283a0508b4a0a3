# expect: 14 sign
import numpy as np


def triplet_loss(anchor, pos, neg, alpha=0.9):
    d_ap = np.sum(np.square(anchor - pos), axis=1)
    d_an = np.sum(np.square(anchor - neg), axis=1)
    h = d_ap - d_an + alpha
    active = (h > 0).astype(float)[:, np.newaxis]
    loss = np.sum(h[h > 0])
    grads = {
        "anchor": 2 * active * (neg - pos),
        "pos": 2 * active * (pos - anchor),
        "neg": 2 * active * (neg - anchor),
    }
    return loss, grads


def cases():
    r = np.random.default_rng(20)
    return {"triplet_loss": tuple(r.normal(size=(5, 2)) for _ in range(3))}
