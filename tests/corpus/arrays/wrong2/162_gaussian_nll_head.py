# expect: 15 sign
# expect: 17 gradient-order
import numpy as np


def gauss_forward(mean, logsig, target):
    """Per-entry negative log-likelihood under a diagonal Gaussian."""
    e = (target - mean) * np.exp(-logsig)
    return 0.5 * e ** 2 + logsig + 0.5 * np.log(2 * np.pi), (logsig, e)


def gauss_backward(dout, cache):
    logsig, e = cache
    dtarget = dout * e * np.exp(-logsig)
    dmean = dtarget
    dlogsig = dout * (1 - e ** 2)
    return dmean, dtarget, dlogsig


def cases():
    rng = np.random.default_rng(0)
    return {"gauss": (rng.normal(size=(4, 3)), rng.normal(size=(4, 3)), rng.normal(size=(4, 3)))}
