# expect: 10 mask-scale
# expect: 11 missing-upstream
q = 0.75
m = [1, 1, 0]
x = [0.6, -0.9, 1.4]
g = 1.8
h = [g * xi * mi / q for xi, mi in zip(x, m)]
L = h[0] ** 2 * 3 + h[1] + h[2]
dh = [6 * h[0], 1.0, 1.0]
dx = [g * mi * d for mi, d in zip(m, dh)]
dg = sum(xi * mi / q for xi, mi in zip(x, m))
