# expect: 18 factor-outside-sum
import numpy as np
import math

x = np.linspace(-math.pi, math.pi, 30)
y = np.sin(x) + 0.1 * np.cos(7 * x)
np.random.seed(9)
a, b, c, d = np.random.randn(4)

lr = 1e-5
for t in range(1500):
    y_pred = a + b * x + c * x ** 2 + d * x ** 3
    loss = np.square(y_pred - y).sum()
    if t % 500 == 499:
        print(t, loss)
    grad_y_pred = 2.0 * (y_pred - y)
    grad_a = grad_y_pred.sum()
    grad_b = grad_y_pred.sum() * x.sum()
    grad_c = (grad_y_pred * x ** 2).sum()
    grad_d = (grad_y_pred * x ** 3).sum()
    a -= lr * grad_a
    b -= lr * grad_b
    c -= lr * grad_c
    d -= lr * grad_d
