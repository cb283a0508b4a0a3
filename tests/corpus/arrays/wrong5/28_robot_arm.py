# expect: 14 missing-path
import numpy as np


def ik_loss(q, l1, l2, target):
    """Two-link arm. Second angle is relative to the first link."""
    a, b = q[0], q[0] + q[1]
    x = l1 * np.cos(a) + l2 * np.cos(b)
    y = l1 * np.sin(a) + l2 * np.sin(b)
    ex, ey = x - target[0], y - target[1]
    loss = ex ** 2 + ey ** 2
    db = 2 * ex * -l2 * np.sin(b) + 2 * ey * l2 * np.cos(b)
    da = 2 * ex * -l1 * np.sin(a) + 2 * ey * l1 * np.cos(a)
    grad = np.array([da, db])
    return loss, grad


def cases():
    return {"ik_loss": (np.array([0.5, 0.9]), 1.3, 0.8, (0.2, 1.9))}
