# expect: 4 constant-factor
import math
act = lambda v: math.tanh(v / 2)
dact = lambda a: 1 - a ** 2
x, w = 1.6, -0.55
a = act(w * x)
L = a ** 2 + a
da = 2 * a + 1
dw = da * dact(a) * x
dx = da * dact(a) * w
