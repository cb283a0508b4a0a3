# expect: 14 missing-time-path
import math
xs = [0.7, -0.4, 1.1]
w, u = 0.8, 0.5
h = [0.3]
for t in range(3):
    h.append(math.tanh(w * h[t] + u * xs[t]))
loss = sum(v ** 2 for v in h[1:])

dw = 0.0
du = 0.0
dh_next = 0.0
for t in reversed(range(3)):
    dh = 2 * h[t + 1]
    dz = dh * (1 - h[t + 1] ** 2)
    dw += dz * h[t]
    du += dz * xs[t]
    dh_next = dz * w
