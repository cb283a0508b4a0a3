# expect: 13 missing-time-path
# expect: 16 constant-factor
import math
xs = [0.4, 1.3, -0.6, 0.9]
w, u = 0.55, -0.75
hs = [0.0]
for x in xs:
    hs.append(math.tanh(w * hs[-1] + u * x))
loss = 0.5 * sum(v * v for v in hs[1:])

dw, du, back = 0.0, 0.0, 0.0
for t in (3, 2, 1, 0):
    dh = hs[t + 1]
    dz = dh * (1 - hs[t + 1] ** 2)
    dw += dz * hs[t]
    du += 0.5 * dz * xs[t]
    back = dz * w
