# expect: 18 summed-components
import numpy as np


def beacon_forward(points, centre):
    """Euclidean distance of planar points to one beacon."""
    gx = points[:, 0] - centre[0]
    gy = points[:, 1] - centre[1]
    r = np.hypot(gx, gy)
    return r, (gx, gy, r)


def beacon_backward(dr, cache):
    gx, gy, r = cache
    px = dr * gx / r
    py = dr * gy / r
    dpoints = np.stack([px, py], axis=1)
    dcentre = np.array([-np.sum(px) - np.sum(py)])
    return dpoints, dcentre


def cases():
    rng = np.random.default_rng(0)
    return {"beacon": (rng.normal(size=(5, 2)), rng.normal(size=2))}
