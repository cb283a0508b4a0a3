w = 5.0
x, t = 3.0, 2.0
lr = 0.01
for i in range(10):
    loss = (w * x - t) ** 2
    dw = 2 * (w * x - t) * x
    delta_w = -lr * dw
    w += delta_w
print(w)
