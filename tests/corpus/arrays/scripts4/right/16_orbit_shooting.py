"""Find the launch velocity that makes a projectile with drag hit a target: adjoint of explicit Euler."""
import numpy as np

dt, steps, drag = 0.05, 30, 0.1
g = np.array([0.0, -9.8])
target = np.array([6.0, 1.0])
v = np.array([4.0, 7.0])

for it in range(40):
    p, u = np.zeros(2), v.copy()
    us = []
    for k in range(steps):
        us.append(u)
        speed = np.sqrt(u @ u)
        p = p + dt * u
        u = u + dt * (g - drag * speed * u)
    miss = p - target
    loss = 0.5 * miss @ miss
    lp = miss
    lu = np.zeros(2)
    for u in reversed(us):
        speed = np.sqrt(u @ u)
        lu = lu - dt * drag * (speed * lu + u * (u @ lu) / speed) + dt * lp
    dv = lu
    v = v - 0.4 * dv
    if it % 10 == 0:
        print(it, loss, v)
