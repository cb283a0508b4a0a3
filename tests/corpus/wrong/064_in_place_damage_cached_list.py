# expect: 7 in-place-damage
h = [1.3, 0.4]
w = [0.9, -1.7]
s = h[0] * w[0] + h[1] * w[1]
f = s * s
ds = 2 * s
dh = w
for i in range(2):
    dh[i] *= ds
dw = [ds * h[0], ds * h[1]]
g = f + 0.5 * w[0] * w[1]
dg_dw0 = ds * h[0] + 0.5 * w[1]
