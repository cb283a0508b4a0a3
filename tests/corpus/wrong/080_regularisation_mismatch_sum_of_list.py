# expect: 8 regularisation-mismatch, missing-path
w = [1.1, -0.4]
x = [0.9, 2.3]
reg = 0.15
z = w[0] * x[0] + w[1] * x[1]
loss = z ** 2 + reg * (w[0] ** 2 + w[1] ** 2)
dz = 2 * z
dw = [dz * xi for xi in x]
dx = [dz * wi for wi in w]
