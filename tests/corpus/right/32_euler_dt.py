# position after five Euler steps, derivative with respect to v0
v0 = 3.3
a = -1.7
dt = 0.1
pos = 0.0
v = v0
for _ in range(5):
    pos += v * dt
    v += a * dt

dpos_dv0 = 0.0
for _ in range(5):
    dpos_dv0 += dt
