# expect: 23 missing-time-path, wrong-variable
import numpy as np


def integrate_forward(u, v0, tau, dt):
    T = u.shape[0]
    v = np.zeros_like(u)
    prev = v0
    for t in range(T):
        v[t] = prev + dt / tau * (u[t] - prev)
        prev = v[t]
    return v, (tau, dt, v0)


def integrate_backward(dout, cache):
    tau, dt, v0 = cache
    decay = 1 - dt / tau
    du = np.zeros_like(dout)
    carry = np.zeros_like(v0)
    for t in range(dout.shape[0] - 1, -1, -1):
        dv = dout[t] + carry
        du[t] = dt / tau * dv
        carry = decay * dout[t]
    return du, carry


def cases():
    rng = np.random.default_rng(0)
    return {"integrate": (rng.normal(size=(5, 3)), rng.normal(size=3), 0.8, 0.1)}
