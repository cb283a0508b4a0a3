# expect: 10/12 in-place-damage
h = [1.3, 0.4]
u = [-0.6, 1.1]
w = [0.9, -1.7]
s = 0.0
for i in range(2):
    s += (h[i] + u[i] ** 2) * w[i]
f = s * s
ds = 2 * s
dh = w
for i in range(2):
    dh[i] *= ds
du = [ds * w[i] * 2 * u[i] for i in range(2)]
