import numpy as np

rs = np.random.RandomState(5)
x = np.linspace(-2, 2, 50)
y = 3.0 * x - 1.0 + 0.3 * rs.randn(50)

w, b = 0.0, 0.0
lr = 0.05
for t in range(100):
    y_hat = w * x + b
    r = y_hat - y
    dw, db = 2 * np.mean(r * x), 2 * np.mean(r)
    w, b = w - lr * dw, b - lr * db
    loss = np.mean((w * x + b - y) ** 2)
    if t % 20 == 0:
        print(t, loss, w, b)
print("w = %.3f  b = %.3f" % (w, b))
