import numpy as np

def make_data(n=400, d=12, seed=0):
    rng = np.random.default_rng(seed)
    A = rng.normal(size=(n, d))
    coef = rng.normal(size=d)
    return A, A @ coef + 0.1 * rng.normal(size=n), coef

def batches(A, y, size, rng):
    order = rng.permutation(len(y))
    for s in range(0, len(y), size):
        sel = order[s:s + size]
        yield A[sel], y[sel]

A, y, coef = make_data()
rng = np.random.default_rng(99)
lam = 0.01
theta = rng.normal(size=A.shape[1])
lr0 = 0.1
step = 0
for epoch in range(10):
    running = 0.0
    for Ab, yb in batches(A, y, 25, rng):
        resid = Ab @ theta - yb
        loss = 0.5 * np.mean(resid ** 2) + 0.5 * lam * theta @ theta
        g = Ab.T @ resid / len(yb) + lam * theta
        lr = lr0 / (1 + 0.01 * step)
        theta = theta - lr * g
        step += 1
        running += loss * len(yb)
    print("epoch", epoch, "loss", running / len(y))
print("max coef error", np.abs(theta - coef).max())
