# expect: 10 wrong-mask
import math
x = [0.9, -1.6, 0.4]
w = [1.2, 0.7, -0.5]
r = [max(0, v) for v in x]
y = 0.0
for a, b in zip(r, w):
    y += b * (a + a ** 2)
dr = [b * (1 + 2 * a) for a, b in zip(r, w)]
dx = [g if a >= 0 else 0 for g, a in zip(dr, r)]
