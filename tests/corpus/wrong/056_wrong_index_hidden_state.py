# expect: 14 wrong-index
import math
x = [0.9, -0.3, 1.2]
w = 0.65
h = [0.1]
for t in range(3):
    h.append(math.tanh(w * h[t] + x[t]))
L = h[3]

dw = 0.0
dh = 1.0
for t in (2, 1, 0):
    dz = dh * (1 - h[t + 1] ** 2)
    dw += dz * h[t + 1]
    dh = dz * w
