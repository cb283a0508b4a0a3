import numpy as np

# Boltzmann-like sequence labeller (linear chain): gradient = expected minus observed, by forward-backward
rng = np.random.default_rng(17)
T, D, K = 7, 3, 3
X = rng.normal(size=(T, D))
y = rng.integers(0, K, T)
W = np.zeros((D, K))
b = np.zeros((K, K))


def lse(a, axis):
    m = a.max(axis=axis, keepdims=True)
    return np.squeeze(m, axis) + np.log(np.exp(a - m).sum(axis=axis))


for epoch in range(60):
    emit = X @ W
    alpha = [emit[0]]
    for t in range(1, T):
        alpha.append(emit[t] + lse(alpha[-1][:, None] + b, 0))
    logZ = lse(alpha[-1], 0)
    gold = emit[np.arange(T), y].sum() + b[y[:-1], y[1:]].sum()
    loss = logZ - gold
    beta = np.zeros((T, K))
    for t in range(T - 2, -1, -1):
        beta[t] = lse(b + emit[t + 1] + beta[t + 1], 1)
    demit = np.exp(np.array(alpha) + beta - logZ)
    db = np.zeros_like(b)
    for t in range(T - 1):
        db += np.exp(alpha[t][:, None] + b + emit[t + 1] + beta[t + 1] - logZ)
        db[y[t], y[t + 1]] -= 1
    demit[np.arange(T), y] -= 1
    dW = X.T @ demit
    W -= 0.3 * dW
    b -= 0.3 * db
    if epoch % 15 == 0:
        print(epoch, loss)
