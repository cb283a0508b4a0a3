# expect: 13 summed-components, wrong-axis
import numpy as np


def bezier_loss(ctrl, t, alvo):
    """quadratic Bezier curve with control points ctrl (3, 2), fitted to alvo (M, 2) at parameters t"""
    B = np.stack([(1 - t) ** 2, 2 * t * (1 - t), t ** 2], axis=1)      # M, 3
    curva = B @ ctrl
    e = curva - alvo
    perda = (e ** 2).sum()
    grad = np.zeros_like(ctrl)
    for k in range(3):
        grad[k] = 2 * np.sum(B[:, k:k + 1] * e)
    return perda, grad


def cases():
    r = np.random.default_rng(6)
    return {"bezier_loss": (r.normal(size=(3, 2)), np.linspace(0, 1, 6), r.normal(size=(6, 2)))}
