"""Identify an unknown FIR filter from input/output, batch gradient descent."""
import numpy as np

rng = np.random.default_rng(8)
true_h = np.array([0.5, -0.3, 0.8, 0.1])
u = rng.normal(size=500)
d = np.convolve(u, true_h, mode='valid') + 0.05 * rng.normal(size=497)

h = np.zeros(4)
mu = 0.2
J = []
for n in range(80):
    y = np.convolve(u, h, mode='valid')
    err = d - y
    J.append(0.5 * np.mean(err ** 2))
    # dJ/dh_k = -mean(err[n] * u[n + K-1-k])
    grad = -np.array([np.mean(err * u[3 - k:len(u) - k]) for k in range(4)])
    h = h - mu * grad
print('estimated', h)
print('J first/last', J[0], J[-1])
