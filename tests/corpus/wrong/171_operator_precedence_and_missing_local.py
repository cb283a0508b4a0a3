# expect: 8 operator-precedence
# expect: 9 missing-local-derivative
import math
x, w, t = 0.35, 2.1, 0.8
a = w * x
h = math.sin(a)
E = (h - t) ** 2
dh = 2 * h - t
da = dh
dw = da * x
dx = da * w
