import numpy as np

np.random.seed(50)
N, D, C = 30, 6, 4
X = np.random.randn(N, D)
y = np.argmax(X @ np.random.randn(D, C), axis=1)

theta = np.zeros((D + 1, C))
Xb = np.hstack([np.ones((N, 1)), X])
cache = np.zeros_like(theta)
lr0, decay, rho = 0.05, 0.01, 0.9
lam = 0.1
Y = np.zeros((N, C))
Y[np.arange(N), y] = 1

for k in range(120):
    lr = lr0 / (1 + decay * k)
    s = Xb @ theta
    mx = s.max(axis=1, keepdims=True)
    lse = mx + np.log(np.exp(s - mx).sum(axis=1, keepdims=True))
    nll = np.sum(lse) - np.sum(s * Y)
    # no penalty on the intercept row
    obj = nll + 0.5 * lam * np.sum(theta[1:] ** 2)
    p = np.exp(s - lse)
    g = Xb.T @ (p - Y)
    g[1:] += lam * theta[1:]
    cache = rho * cache + (1 - rho) * g ** 2
    theta -= lr * g / (np.sqrt(cache) + 1e-7)
    if k % 40 == 0:
        print(k, obj / N, np.mean(s.argmax(1) == y))
