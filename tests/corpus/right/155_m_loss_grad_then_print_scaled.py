w = 2.0
x = 3.0
loss = (w * x - 1.0) ** 2
loss_percent = 100 * loss
dw = 2 * (w * x - 1.0) * x
