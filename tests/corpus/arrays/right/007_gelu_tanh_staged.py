import numpy as np

ROOT = np.sqrt(2.0 / np.pi)
CUBIC = 0.044715


def gelu_forward(x):
    x2 = x * x
    x3 = x2 * x
    inner = x + CUBIC * x3
    u = ROOT * inner
    t = np.tanh(u)
    s = 1.0 + t
    half = 0.5 * x
    out = half * s
    return out, (x, x2, t, s, half)


def gelu_backward(dout, cache):
    x, x2, t, s, half = cache
    # out = half * s
    dhalf = dout * s
    ds = dout * half
    # half = 0.5 x
    dx = 0.5 * dhalf
    # s = 1 + t
    dt = ds
    # t = tanh(u)
    du = dt * (1.0 - t**2)
    # u = ROOT * inner
    dinner = ROOT * du
    # inner = x + CUBIC * x3
    dx += dinner
    dx3 = CUBIC * dinner
    # x3 = x2 * x
    dx2 = dx3 * x
    dx += dx3 * x2
    # x2 = x * x
    dx += 2.0 * x * dx2
    return dx


def cases():
    rng = np.random.default_rng(7)
    return {"gelu": (rng.normal(size=(4, 3)),)}
