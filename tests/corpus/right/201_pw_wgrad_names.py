w, b, x, t = 0.5, 0.1, 2.0, 1.0
y = w * x + b
loss = (y - t) ** 2
y_grad = 2 * (y - t)
wgrad = y_grad * x
bgrad = y_grad
