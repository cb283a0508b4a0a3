# expect: 14 overflow
# softmax regression on raw (unscaled) measurements in millimetres
import numpy as np

np.random.seed(64)
size_mm = np.concatenate([np.random.normal(m, 40, 20) for m in (300, 600, 900)])
weight_g = size_mm * 1.5 + 60 * np.random.randn(60)
X = np.column_stack([size_mm, weight_g, np.ones(60)])
label = np.repeat([0, 1, 2], 20)
W = np.random.randn(3, 3)
lr = 1e-6
for it in range(50):
    scores = X @ W
    lse = np.log(np.exp(scores).sum(axis=1))
    prob = np.exp(scores - lse[:, None])
    loss = np.mean(lse - scores[np.arange(60), label])
    d = prob.copy()
    d[np.arange(60), label] -= 1
    gW = X.T @ d / 60
    W = W - lr * gW
    if it % 10 == 0:
        print('iteration', it, 'loss', loss)
