# expect: 7 missing-path
w = 0.95
x = 1.7
t = 0.4
pred = w * x
loss = (pred - t) ** 2 + 0.5 * pred
dpred = 2 * (pred - t)
dw = dpred * x
dx = dpred * w
