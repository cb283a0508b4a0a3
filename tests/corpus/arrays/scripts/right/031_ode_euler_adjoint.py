# fit drag k and gravity g of a falling body: v' = g - k v**2, explicit Euler, adjoint by hand
import numpy as np

np.random.seed(3)
dt = 0.1
n = 25
def simulate(g, k):
    v = np.zeros(n + 1)
    for i in range(n):
        v[i + 1] = v[i] + dt * (g - k * v[i] ** 2)
    return v

obs = simulate(9.81, 0.35) + 0.02 * np.random.randn(n + 1)
g, k = 8.0, 0.2
for step in range(300):
    v = simulate(g, k)
    r = v - obs
    J = 0.5 * np.sum(r ** 2) / n
    dg, dk = 0.0, 0.0
    dv = 0.0
    for i in range(n - 1, -1, -1):
        dv = dv + r[i + 1] / n           # adjoint of v[i+1]
        dg += dv * dt
        dk += -dv * dt * v[i] ** 2
        dv = dv * (1 - 2 * dt * k * v[i])
    g -= 0.5 * dg
    k -= 0.002 * dk
    if step % 100 == 0:
        print("step %3d J=%.5f g=%.3f k=%.3f" % (step, J, g, k))
