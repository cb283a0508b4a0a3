# right
# right
import numpy as np


def lconv_forward(sig, ker, slope):
    """Valid cross-correlation over the last axis followed by a leaky relu; sig (N, L), ker (K,)."""
    N, L = sig.shape
    K = len(ker)
    pre = np.zeros((N, L - K + 1))
    for k in range(K):
        pre += ker[k] * sig[:, k:k + L - K + 1]
    act = np.where(pre > 0, pre, slope * pre)
    return act, (sig, ker, slope, pre, act)


def lconv_backward(dact, cache):
    sig, ker, slope, pre, act = cache
    M = pre.shape[1]
    dpre = np.where(pre > 0, 1.0, slope) * dact
    dsig = np.zeros_like(sig)
    dker = np.zeros_like(ker)
    for k in range(len(ker)):
        dker[k] = np.sum(dpre * sig[:, k:k + M])
        dsig[:, k:k + M] += dpre * ker[k]
    return dsig, dker


def cases():
    rng = np.random.default_rng(0)
    return {"lconv": (rng.normal(size=(3, 9)), rng.normal(size=4), 0.2)}
