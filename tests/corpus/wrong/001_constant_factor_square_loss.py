# expect: 6 constant-factor, wrong-power
x = 1.7
w = -0.9
pred = w * x
loss = (pred - 2.3) ** 2
dpred = pred - 2.3
dw = dpred * x
dx = dpred * w
print(loss, dw, dx)
