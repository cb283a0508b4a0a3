# expect: 10 missing-time-path, missing-path
import math
w = 1.1
h0, x1, x2 = 0.2, -0.6, 0.9
h1 = math.tanh(w * h0 + x1)
h2 = math.tanh(w * h1 + x2)
L = h1 ** 2 + h2 ** 2
dh2 = 2 * h2
dz2 = dh2 * (1 - h2 ** 2)
dh1 = 2 * h1
dz1 = dh1 * (1 - h1 ** 2)
dw = dz2 * h1 + dz1 * h0
dh0 = dz1 * w
