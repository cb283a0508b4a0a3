# expect: 17 forward-value-for-gradient, missing-upstream
import numpy as np


def bilinear_forward(left, M, right):
    """score[n] = left[n] . M . right[n]"""
    proj = left @ M
    score = np.sum(proj * right, axis=1)
    return score, (left, M, right, proj)


def bilinear_backward(dscore, cache):
    left, M, right, proj = cache
    dright = dscore[:, None] * proj
    dproj = dscore[:, None] * right
    dM = left.T @ dproj
    dleft = right @ M.T
    return dleft, dM, dright


def cases():
    rng = np.random.default_rng(0)
    return {"bilinear": (rng.normal(size=(4, 5)), rng.normal(size=(5, 3)), rng.normal(size=(4, 3)))}
