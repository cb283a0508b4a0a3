import numpy as np
x, v, dt = 1.0, 0.0, 0.01
for k in range(10):
    dv = -x * dt
    v = v + dv
    dx = v * dt
    x = x + dx
    energy = 0.5 * v * v + 0.5 * x * x
print(np.sqrt(energy))
