# expect: 12 missing-path
# the same weight on both layers
w = 1.18
x = -0.66
h = w * x
h2 = h ** 2
y = w * h2
dy = 1.0
dh2 = dy * w
dh = dh2 * 2 * h
dx = dh * w
dw = dh * x
