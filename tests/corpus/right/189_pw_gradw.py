w, b, x, t = 0.5, 0.1, 2.0, 1.0
y = w * x + b
loss = (y - t) ** 2
grad_y = 2 * (y - t)
gradW = grad_y * x
gradB = grad_y
