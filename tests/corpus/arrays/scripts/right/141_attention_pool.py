import numpy as np
rng = np.random.default_rng(21)

# multiple-instance learning: a bag is positive when it holds an instance near mu
mu = np.array([1.5, -1.0, 0.5])
bags, labels = [], []
for _ in range(60):
    k = rng.integers(3, 8)
    bag = rng.normal(size=(k, 3))
    pos = rng.random() < .5
    if pos:
        bag[0] = mu + .2 * rng.normal(size=3)
    bags.append(bag); labels.append(float(pos))

V = rng.normal(size=(3, 5)) * .5      # attention projection
w = rng.normal(size=5) * .5           # attention vector
C = rng.normal(size=(3, 6)) * .5
u = rng.normal(size=6) * .5
b = 0.

lr = .05
for epoch in range(25):
    nlls = []
    for i in rng.permutation(60):
        X, y = bags[i], labels[i]
        T = np.tanh(X @ V)
        s = T @ w
        a = np.exp(s - s.max()); a /= a.sum()
        E = np.tanh(X @ C)
        pooled = a @ E
        z = pooled @ u + b
        nll = np.logaddexp(0, z) - y * z
        nlls.append(nll)

        dz = 1 / (1 + np.exp(-z)) - y
        grad_u, grad_b = dz * pooled, dz
        dpool = dz * u
        dE = np.outer(a, dpool)
        grad_C = X.T @ (dE * (1 - E ** 2))
        da = E @ dpool
        ds = a * (da - a @ da)
        grad_w = T.T @ ds
        grad_V = X.T @ (np.outer(ds, w) * (1 - T ** 2))

        V -= lr * grad_V; w -= lr * grad_w; C -= lr * grad_C
        u -= lr * grad_u; b -= lr * grad_b
    if epoch % 6 == 0:
        print(epoch, np.mean(nlls))
