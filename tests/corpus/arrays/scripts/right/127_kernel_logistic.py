import numpy as np

def rbf(A, B, gamma):
    d2 = (A**2).sum(1)[:, None] + (B**2).sum(1)[None] - 2 * A @ B.T
    return np.exp(-gamma * d2)

def main():
    rng = np.random.default_rng(1)
    n = 90
    r = np.r_[rng.normal(1, .1, n // 2), rng.normal(2, .1, n // 2)]
    t = rng.uniform(0, 2 * np.pi, n)
    X = np.c_[r * np.cos(t), r * np.sin(t)]
    y = np.r_[-np.ones(n // 2), np.ones(n // 2)]

    K = rbf(X, X, 0.8)
    alpha = np.zeros(n)
    reg = 1e-2
    step = 1.0 / (0.25 * np.linalg.eigvalsh(K)[-1] ** 2 / n + reg * np.linalg.eigvalsh(K)[-1])
    for it in range(400):
        f = K @ alpha
        obj = np.logaddexp(0, -y * f).mean() + 0.5 * reg * alpha @ f
        s = -y / (1 + np.exp(y * f))
        grad = K @ (s / n + reg * alpha)
        alpha -= step * grad
        if it % 100 == 0:
            print(it, obj, np.mean(np.sign(f) == y))

main()
