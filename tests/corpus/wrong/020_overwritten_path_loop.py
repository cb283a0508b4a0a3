# expect: 9 overwritten-path
w = [0.4, 1.5, -0.8]
t = 0.6
f = 0.0
for wi in w:
    f += wi * t ** 2
dt = 0.0
for wi in w:
    dt = wi * 2 * t
dw = [t ** 2 for _ in w]
