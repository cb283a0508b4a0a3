# expect: 8 broadcast-not-summed
import math
x = [0.3, 1.4, -0.8, 0.5]
g = 1.7
h = [math.tanh(g * v) for v in x]
s = h[0] + 2 * h[1] - h[2] + 0.5 * h[3]
dh = [1.0, 2.0, -1.0, 0.5]
dg = [dh[i] * (1 - h[i] ** 2) * x[i] for i in range(4)]
dx = [dh[i] * (1 - h[i] ** 2) * g for i in range(4)]
