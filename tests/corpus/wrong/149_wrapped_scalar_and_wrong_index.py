# expect: 6 wrapped-scalar
# expect: 10 wrong-index
import math
w = [1.25, 0.45]
x = [-0.3, 0.8]
s = [w[0] * x[0] + w[1] * x[1]]
y = math.exp(-s)
ds = -y
dw = [x[0] * ds, x[1] * ds]
dx = [w[0] * ds, w[0] * ds]
