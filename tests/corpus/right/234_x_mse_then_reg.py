w = 0.5
x, t = 2.0, 3.0
mse = (w * x - t) ** 2
l2 = 0.1 * w ** 2
loss = mse + l2
dmse_dw = 2 * (w * x - t) * x
dl2_dw = 0.2 * w
dw = dmse_dw + dl2_dw
