import numpy as np

rng = np.random.default_rng(3)
X = np.c_[np.ones(120), rng.normal(size=(120, 4))]
true = np.array([0.3, 2, -1, 0, 1.5])
y = (rng.random(120) < 1 / (1 + np.exp(-X @ true))).astype(int)
sign = 2 * y - 1

theta = np.zeros(5)
velocity = np.zeros(5)
l2 = 0.01
for epoch in range(15):
    order = rng.permutation(len(y))
    total = 0
    for start in range(0, len(y), 20):
        rows = order[start:start + 20]
        A = X[rows] * sign[rows, None]
        m = A @ theta
        loss = np.logaddexp(0, -m).mean() + l2 * theta[1:] @ theta[1:]
        grad = -A.T @ (1 / (1 + np.exp(m))) / len(rows)
        grad[1:] += 2 * l2 * theta[1:]
        velocity = 0.9 * velocity - 0.1 * grad
        theta = theta + velocity
        total += loss
    print(epoch, total / 6)
