# right
# right
import numpy as np


def spdrop_forward(x, gain, p):
    """Drops whole channels of (N, C, L) with probability p, then scales by a per-channel gain."""
    gen = np.random.default_rng(42)
    alive = (gen.random((x.shape[0], x.shape[1], 1)) > p).astype(float)
    kept = x * alive / (1 - p)
    return kept * gain[:, None], (kept, gain, alive, p)


def spdrop_backward(dout, cache):
    kept, gain, alive, p = cache
    dgain = np.sum(dout * kept, axis=(0, 2))
    dkept = dout * gain[:, None]
    dx = dkept * alive / (1 - p)
    return dx, dgain


def cases():
    rng = np.random.default_rng(0)
    return {"spdrop": (rng.normal(size=(4, 5, 3)), rng.normal(size=5), 0.3)}
