import numpy as np

rng = np.random.default_rng(10)
X = rng.normal(size=(64, 3)) * np.array([1, 5, 0.2]) + 2
Y = np.sin(X[:, :1]) + 0.2 * X[:, 1:2]
P = {"W1": rng.normal(size=(3, 10)), "gamma": np.ones(10), "beta": np.zeros(10), "W2": rng.normal(size=(10, 1)) * 0.3}


def forward(P, X):
    z = X @ P["W1"]
    c = z - z.mean(0)
    istd = 1 / np.sqrt((c * c).mean(0) + 1e-5)
    xh = c * istd
    y = P["gamma"] * xh + P["beta"]
    a = np.maximum(y, 0)
    return a @ P["W2"], (X, xh, istd, y, a)


def backward(P, dout, cache):
    X, xh, istd, y, a = cache
    G = {"W2": a.T @ dout}
    dy = (dout @ P["W2"].T) * (y > 0)
    G["gamma"] = (dy * xh).sum(0)
    G["beta"] = dy.sum(0)
    # dgamma and dbeta are exactly the two sums which dx needs
    dz = P["gamma"] * istd * (dy - G["beta"] / len(X) - xh * G["gamma"] / len(X))
    G["W1"] = X.T @ dz
    return G


for epoch in range(120):
    out, cache = forward(P, X)
    loss = np.mean((out - Y) ** 2)
    G = backward(P, 2 * (out - Y) / out.size, cache)
    for k in P:
        P[k] -= 0.05 * G[k]
    if epoch % 30 == 0:
        print(epoch, loss)
