# expect: 11 integer-array
import numpy as np

# linear classifier, one sample after another, gradient added up and used at the end of the epoch
rng = np.random.default_rng(9)
X = rng.integers(-3, 5, size=(15, 3))      # counts
y = np.where(X @ np.array([1., -2, .5]) > 0, 1., -1.)
w = rng.normal(size=3) * .1
for epoch in range(40):
    total = 0.0
    grad = np.zeros_like(X[0])
    for xi, yi in zip(X, y):
        margin = yi * (w @ xi)
        total += np.log1p(np.exp(-margin))
        for j in range(3):
            grad[j] = grad[j] - yi * xi[j] / (1 + np.exp(margin))
    w -= 0.05 * grad
print("loss %.4f acc %.2f" % (total, np.mean(np.sign(X @ w) == y)))
