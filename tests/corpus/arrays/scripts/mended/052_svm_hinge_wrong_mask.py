# svm hinge
import numpy as np

np.random.seed(20)
y = np.where(np.arange(30) % 2 == 0, 1, -1)
X = np.random.randn(30, 3) + 0.6 * y[:, None]
w = np.random.randn(3) * 0.2
b = 0.05
C = 1
lr = 0.01

for epoch in range(100):
    margin = y * (X.dot(w) + b)
    hinge = np.maximum(0, 1 - margin)
    loss = 0.5 * w.dot(w) + C * hinge.sum()
    active = margin < 1
    dw = w - C * (y[active] @ X[active])
    db = -C * y[active].sum()
    w -= lr * dw
    b -= lr * db
    if epoch % 25 == 0:
        print(epoch, loss, np.mean(margin > 0))
