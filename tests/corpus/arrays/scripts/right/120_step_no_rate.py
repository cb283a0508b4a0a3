import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(20, 3))
y = X @ np.array([1.0, -2.0, 0.5]) + 0.1 * rng.normal(size=20)

w = np.zeros(3); lr = 0.05
for it in range(6):
    erro = X @ w - y
    custo = (erro ** 2).mean()
    dw = lr * (2 / len(y)) * X.T @ erro
    w -= dw
print(custo)
