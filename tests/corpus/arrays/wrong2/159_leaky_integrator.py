# expect: 22 missing-time-path
# expect: 24 sign
import numpy as np


def filtro_forward(u, a, y0):
    """y[t] = a * y[t-1] + (1 - a) * u[t], um coeficiente a por canal; u (T, C)."""
    y = np.zeros_like(u)
    ant = y0
    for t in range(u.shape[0]):
        y[t] = a * ant + (1 - a) * u[t]
        ant = y[t]
    return y, (u, a, y0, y)


def filtro_backward(dy, cache):
    u, a, y0, y = cache
    du = np.zeros_like(u)
    da = np.zeros_like(a)
    prox = np.zeros_like(y0)
    for t in range(u.shape[0] - 1, -1, -1):
        d = dy[t]
        ant = y[t - 1] if t > 0 else y0
        da += d * (ant + u[t])
        du[t] = d * (1 - a)
        prox = d * a
    return du, da, prox


def cases():
    rng = np.random.default_rng(0)
    return {"filtro": (rng.normal(size=(5, 3)), rng.uniform(0.3, 0.8, size=3), rng.normal(size=3))}
