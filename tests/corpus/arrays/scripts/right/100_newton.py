import numpy as np
x = np.array([1.0, 2.0])
for k in range(4):
    loss = np.sum(x ** 4) + np.sum(x ** 2)
    g = 4 * x ** 3 + 2 * x
    h = 12 * x ** 2 + 2
    dx = -g / h
    x = x + dx
print(x, loss)
