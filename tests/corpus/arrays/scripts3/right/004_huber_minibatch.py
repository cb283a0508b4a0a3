import numpy as np

np.random.seed(11)
n_rows, n_cols = 200, 4
A = np.random.randn(n_rows, n_cols)
truth = np.array([1.5, -2.0, 0.0, 0.7])
target = A.dot(truth) + 0.3 + 0.1 * np.random.randn(n_rows)
outliers = np.random.choice(n_rows, 20, replace=False)
target[outliers] += 15 * np.random.randn(20)

delta = 1.0
coef = np.zeros(n_cols)
intercept = 0.0
batch = 25
for epoch in range(20):
    perm = np.random.permutation(n_rows)
    lr = 0.2 / (1 + 0.1 * epoch)
    running = 0.0
    for start in range(0, n_rows, batch):
        idx = perm[start:start + batch]
        xb, yb = A[idx], target[idx]
        err = xb.dot(coef) + intercept - yb
        small = np.abs(err) <= delta
        loss = np.where(small, 0.5 * err ** 2, delta * (np.abs(err) - 0.5 * delta)).mean()
        # derivative of huber: the residual inside, +-delta outside
        psi = np.clip(err, -delta, delta)
        grad_coef = xb.T.dot(psi) / len(idx)
        grad_int = psi.sum() / len(idx)
        coef -= lr * grad_coef
        intercept -= lr * grad_int
        running += loss * len(idx)
    if epoch % 5 == 0:
        print('epoch', epoch, 'huber', running / n_rows)
print(coef, intercept)
