import numpy as np


def triplet_loss(anchor, positive, negative, margin):
    d_pos = np.sum((anchor - positive) ** 2, axis=1)
    d_neg = np.sum((anchor - negative) ** 2, axis=1)
    hinge = np.maximum(0, d_pos - d_neg + margin)
    loss = np.mean(hinge)

    active = (hinge > 0).astype(float)[:, None] / len(anchor)
    danchor = 2 * active * (negative - positive)
    dpositive = 2 * active * (positive - anchor)
    dnegative = 2 * active * (anchor - negative)
    return loss, danchor, dpositive, dnegative


def cases():
    rng = np.random.default_rng(126)
    N, D = 5, 3
    anchor = rng.normal(size=(N, D))
    positive = anchor + 0.5 * rng.normal(size=(N, D))
    negative = anchor + 0.9 * rng.normal(size=(N, D))
    return {"triplet_loss": (anchor, positive, negative, 0.5)}
