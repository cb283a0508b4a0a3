w = 3.0
loss = w ** 3
dw = 3 * w ** 2
dw *= 0.01
w -= dw
