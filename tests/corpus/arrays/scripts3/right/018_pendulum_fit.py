"""Fit length and damping of a pendulum from an observed swing: adjoint of explicit Euler."""
import numpy as np

dt, steps, g0 = 0.02, 150, 9.81


def simulate(length, damp):
    th = np.empty(steps + 1)
    om = np.empty(steps + 1)
    th[0], om[0] = 0.8, 0.0
    for n in range(steps):
        acc = -g0 / length * np.sin(th[n]) - damp * om[n]
        th[n + 1] = th[n] + dt * om[n]
        om[n + 1] = om[n] + dt * acc
    return th, om


rng = np.random.RandomState(6)
observed = simulate(1.3, 0.25)[0] + 0.01 * rng.randn(steps + 1)
params = np.array([1.0, 0.1])


def loss_and_grad(params):
    length, damp = params
    th, om = simulate(length, damp)
    r = th - observed
    loss = 0.5 * np.sum(r ** 2) * dt
    lam_th, lam_om = r[steps] * dt, 0.0
    g_len = g_damp = 0.0
    for n in range(steps - 1, -1, -1):
        g_len += lam_om * dt * g0 / length ** 2 * np.sin(th[n])
        g_damp += lam_om * dt * (-om[n])
        new_th = lam_th + lam_om * dt * (-g0 / length * np.cos(th[n])) + r[n] * dt
        new_om = lam_om + lam_th * dt - lam_om * dt * damp
        lam_th, lam_om = new_th, new_om
    return loss, np.array([g_len, g_damp])


while_limit = 120
for k in range(while_limit):
    loss, grad = loss_and_grad(params)
    params -= np.array([0.05, 0.05]) * np.clip(grad, -1, 1)
    if k % 40 == 0:
        print(k, loss, params)
print('length %.3f damping %.3f' % tuple(params))
