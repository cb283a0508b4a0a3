# expect: 16 broadcast-not-summed, wrong-axis
import numpy as np


def scale_forward(fmap, gamma, beta):
    """Per-channel affine on NCHW maps."""
    g = gamma.reshape(1, -1, 1, 1)
    b = beta.reshape(1, -1, 1, 1)
    return g * fmap + b, (fmap, g)


def scale_backward(dout, cache):
    fmap, g = cache
    dfmap = dout * g
    dgamma = np.sum(dout * fmap, axis=(0, 2, 3))
    dbeta = np.sum(dout, axis=0)
    return dfmap, dgamma, dbeta


def cases():
    rng = np.random.default_rng(0)
    return {"scale": (rng.normal(size=(2, 3, 4, 5)), rng.normal(size=3), rng.normal(size=3))}
