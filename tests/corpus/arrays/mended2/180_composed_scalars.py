# right
import numpy as np


def decay_forward(t, rate, amp):
    """amp * exp(-rate * t) pushed through a sine, sample by sample."""
    inner = amp * np.exp(-rate * t)
    return np.sin(inner), (t, rate, amp, inner)


def decay_backward(dout, cache):
    t, rate, amp, inner = cache
    dinner = dout * np.cos(inner)
    dt = dinner * inner * -rate
    drate = dinner * inner * -t
    damp = dinner * inner / amp
    return dt, drate, damp


def cases():
    rng = np.random.default_rng(0)
    return {"decay": (rng.uniform(0, 2, size=4), rng.uniform(0.5, 1, size=4), rng.uniform(1, 2, size=4))}
