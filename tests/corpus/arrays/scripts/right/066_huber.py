import numpy as np

np.random.seed(6)
x = np.random.uniform(-3, 3, 120)
y = 1.7 * x + 0.4 + 0.2 * np.random.randn(120)
y[::15] += 12     # outliers

delta = 1.0
w = np.random.randn()
b = np.random.randn()
eta = 0.1

def huber(r):
    return np.where(np.abs(r) <= delta, 0.5 * r ** 2, delta * (np.abs(r) - 0.5 * delta))

def huber_grad(r):
    return np.where(np.abs(r) <= delta, r, delta * np.sign(r))

for epoch in range(200):
    residual = w * x + b - y
    L = huber(residual).mean()
    dr = huber_grad(residual) / len(x)
    dL_dw = (dr * x).sum()
    dL_db = dr.sum()
    w -= eta * dL_dw
    b -= eta * dL_db
    if not epoch % 40:
        print("epoch", epoch, "L", L)
print(w, b)
