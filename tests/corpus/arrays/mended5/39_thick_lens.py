# right
# right
import numpy as np


def lens_loss(shape, n, d, target):
    """Lensmaker's equation with thickness; shape = curvatures (c1, c2) of many lenses."""
    c1, c2 = shape[:, 0], shape[:, 1]
    power = (n - 1) * (c1 - c2 + (n - 1) * d / n * c1 * c2)
    e = power - target
    loss = np.sum(e ** 2)
    k = (n - 1) * d / n
    dP = 2 * e
    g = np.empty_like(shape)
    g[:, 0] = dP * (n - 1) * (1 + k * c2)
    g[:, 1] = dP * (n - 1) * (k * c1 - 1)
    return loss, g


def cases():
    return {"lens_loss": (np.array([[.8, -.5], [1.4, .3], [-.2, -1.1]]), 1.52, 0.6, np.array([.5, .2, .9]))}
