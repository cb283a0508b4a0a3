# expect: 8 mask-scale
p = 0.7
keep = [1, 1, 0, 1]
x = [0.5, -1.3, 2.2, 0.9]
h = [v * k / p for v, k in zip(x, keep)]
L = h[0] ** 2 + h[1] * h[3] + h[2]
dh = [2 * h[0], h[3], 1.0, h[1]]
dx = [g * k for g, k in zip(dh, keep)]
