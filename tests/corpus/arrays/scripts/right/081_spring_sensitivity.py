"""Fit stiffness k and damping c of m x'' = -k x - c x' by forward sensitivities (semi-implicit Euler)."""
import numpy as np

dt, steps, mass = 0.02, 250, 1.0

def simulate(k, c):
    x, v = 1.0, 0.0
    dx = np.zeros(2)      # d x / d (k, c)
    dv = np.zeros(2)
    xs, sens = [], []
    for _ in range(steps):
        acc = (-k * x - c * v) / mass
        dacc = (-k * dx - c * dv + np.array([-x, -v])) / mass
        v, dv = v + dt * acc, dv + dt * dacc
        x, dx = x + dt * v, dx + dt * dv
        xs.append(x)
        sens.append(dx)
    return np.array(xs), np.array(sens)

rng = np.random.default_rng(0)
observed = simulate(4.0, 0.5)[0] + 0.01 * rng.normal(size=steps)

k, c = 3.0, 0.2
lr = np.array([4.0, 1.0])
for it in range(120):
    xs, sens = simulate(k, c)
    misfit = xs - observed
    loss = np.mean(misfit ** 2)
    gk, gc = 2 * misfit @ sens / steps
    k -= lr[0] * gk
    c -= lr[1] * gc
    if it % 30 == 0:
        print(f"it {it} loss {loss:.6f} k {k:.3f} c {c:.3f}")
print("fitted", k, c)
