"""Fit x(t) = A exp(-g t) cos(w t) to noisy data by plain gradient descent."""
import numpy as np

rng = np.random.default_rng(1)
dt = 0.25
t = np.arange(0, 8, dt)
data = 2.0 * np.exp(-0.3 * t) * np.cos(1.9 * t) + 0.05 * rng.standard_normal(t.size)

A, g, w = 1.5, 0.2, 2.0
lr = 0.02
it = 0
loss = 1e9
while it < 400 and loss > 1e-4:
    e = np.exp(-g * t)
    c = np.cos(w * t)
    model = A * e * c
    d = model - data
    loss = np.sum(d ** 2) * dt
    dmodel = 2 * d * dt
    dA = np.sum(dmodel * e * c)
    dg = np.sum(dmodel * A * e * c * -t)
    dw = np.sum(dmodel * A * e * -np.sin(w * t) * t)
    A -= lr * dA
    g -= lr * dg
    w -= lr * dw
    it += 1
print("A=%.3f gamma=%.3f omega=%.3f after %d its" % (A, g, w, it))
