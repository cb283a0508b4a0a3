import numpy as np

np.random.seed(26)
n_pos, n_neg = 20, 180
X = np.vstack([np.random.randn(n_pos, 3) + 1.2, np.random.randn(n_neg, 3) - 0.3])
y = np.r_[np.ones(n_pos), np.zeros(n_neg)]
gamma, alpha = 2.0, 0.75
w, b = np.zeros(3), 0.0
for it in range(300):
    z = X @ w + b
    p = 1 / (1 + np.exp(-z))
    pt = np.where(y == 1, p, 1 - p)
    at = np.where(y == 1, alpha, 1 - alpha)
    loss = np.mean(-at * (1 - pt) ** gamma * np.log(pt))
    # d/dpt of -(1-pt)^g log pt
    dpt = at * (gamma * (1 - pt) ** (gamma - 1) * np.log(pt) - (1 - pt) ** gamma / pt)
    dz = dpt * pt * (1 - pt) * np.where(y == 1, 1, -1) / len(y)
    gw, gb = X.T @ dz, dz.sum()
    w -= 2.0 * gw
    b -= 2.0 * gb
    if it % 100 == 0:
        print(it, loss)
pred = X @ w + b > 0
print('recall', pred[y == 1].mean(), 'false alarms', pred[y == 0].mean())
