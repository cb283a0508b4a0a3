import numpy as np
import random

random.seed(2)
np.random.seed(2)
xs = np.linspace(0, 4, 20)
ys = 3 * xs - 2 + np.random.normal(0, 0.1, 20)
m = 0
b = 0
L = 0.01  # learning rate
epochs = 30
epoch = 0
while epoch < epochs:
    order = list(range(len(xs)))
    random.shuffle(order)
    cost = 0
    for k in order:
        x, y = xs[k], ys[k]
        y_hat = m * x + b
        error = (y_hat - y) ** 2
        cost += error
        dm = 2 * (y_hat - y) * x
        db = 2 * (y_hat - y)
        m = m - L * dm
        b = b - L * db
    epoch += 1
    if epoch % 10 == 0:
        print("epoch", epoch, "mse", cost / len(xs))
print(m, b)
