# expect: 30 missing-time-path, missing-path, overwritten-path
import numpy as np

# fit damping and stiffness of an oscillator, integrated with semi-implicit Euler, by the adjoint
dt, T = 0.05, 40
truth = np.array([0.4, 3.0])


def simulate(theta):
    x, v = [1.0], [0.0]
    for t in range(T):
        acc = -theta[1] * np.sin(x[t]) - theta[0] * v[t]
        v.append(v[t] + dt * acc)
        x.append(x[t] + dt * v[t + 1])
    return np.array(x), np.array(v)


measured, _ = simulate(truth)
theta = np.array([0.1, 2.0])
for it in range(80):
    x, v = simulate(theta)
    r = x - measured
    loss = 0.5 * np.sum(r ** 2)
    lx, lv = r[T], 0.0
    grad = np.zeros(2)
    for t in range(T - 1, -1, -1):
        lv = lv + dt * lx
        grad[0] -= dt * lv * v[t]
        grad[1] -= dt * lv * np.sin(x[t])
        lx = -dt * lv * theta[1] * np.cos(x[t]) + r[t]
        lv = lv - dt * lv * theta[0]
    theta = theta - 0.02 * grad
print(theta, loss)
