# expect: 10 missing-path
import math
x = [1.1, 0.2, -1.5]
g = [0.6, 2.0, -0.7]
mu = (x[0] + x[1] + x[2]) / 3
xc = [v - mu for v in x]
L = sum(gi * ci ** 2 for gi, ci in zip(g, xc))
dxc = [2 * gi * ci for gi, ci in zip(g, xc)]
dmu = -sum(dxc)
dx = [d for d in dxc]
