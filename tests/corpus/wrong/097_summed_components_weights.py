# expect: 8 summed-components
import math
w = [0.8, -1.7]
x = [1.4, 0.6]
s = w[0] * x[0] + w[1] * x[1]
f = math.tanh(s)
ds = 1 - f ** 2
dw = [x[0] * ds + x[1] * ds]
dx = [w[0] * ds, w[1] * ds]
