import numpy as np

np.random.seed(11)

# toy data: two interleaved spirals, badly scaled
n = 100
th = np.linspace(0.3, 3 * np.pi, n)
pts = np.concatenate([np.c_[th * np.cos(th), th * np.sin(th)],
                      -np.c_[th * np.cos(th), th * np.sin(th)]])
lab = np.concatenate([np.zeros(n), np.ones(n)])
pts = pts * [3.0, 0.2]

hidden, eps = 20, 1e-5
W1 = np.random.randn(2, hidden) * .3
gamma, beta = np.ones(hidden), np.zeros(hidden)
W2 = np.random.randn(hidden) * .3
b2 = 0.0
run_mean, run_var = np.zeros(hidden), np.ones(hidden)
alpha = 0.5

for epoch in range(60):
    order = np.random.permutation(2 * n)
    for chunk in np.array_split(order, 4):
        x, y = pts[chunk], lab[chunk]
        m = len(chunk)
        u = x.dot(W1)
        mu = u.mean(0)
        var = u.var(0)
        inv = 1 / np.sqrt(var + eps)
        xhat = (u - mu) * inv
        a = gamma * xhat + beta
        h = np.maximum(a, 0)
        z = h.dot(W2) + b2
        loss = np.mean(np.logaddexp(0, z) - y * z)

        dz = (1 / (1 + np.exp(-z)) - y) / m
        dW2 = h.T.dot(dz)
        db2 = dz.sum()
        da = np.outer(dz, W2) * (a > 0)
        dgamma = (da * xhat).sum(0)
        dbeta = da.sum(0)
        dxhat = da * gamma
        du = inv * (dxhat - dxhat.mean(0) - xhat * (dxhat * xhat).mean(0))
        dW1 = x.T.dot(du)

        W1 -= alpha * dW1
        gamma -= alpha * dgamma
        beta -= alpha * dbeta
        W2 -= alpha * dW2
        b2 -= alpha * db2
        run_mean = .9 * run_mean + .1 * mu
        run_var = .9 * run_var + .1 * var * m / (m - 1)
    if epoch % 10 == 0:
        print(epoch, loss)
