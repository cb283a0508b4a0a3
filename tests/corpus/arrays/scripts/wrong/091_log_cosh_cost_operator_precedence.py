# expect: 12/13 operator-precedence, constant-factor
import numpy as np

rng = np.random.default_rng(12)
A = rng.normal(size=(18, 4))
y = A @ rng.normal(size=4) + rng.standard_t(2, size=18) * 0.3
w = np.zeros(4)
vel = np.zeros(4)
m = len(y)
for it in range(150):
    r = A @ w - y
    J = 1 / 2 * m * np.sum(r ** 2) + 0.1 * np.sum(np.log(np.cosh(w)))
    dw = A.T @ r / m + 0.1 * np.tanh(w)
    vel = 0.9 * vel - 0.02 * dw
    w = w + vel
    if it % 50 == 0:
        print(it, J)
