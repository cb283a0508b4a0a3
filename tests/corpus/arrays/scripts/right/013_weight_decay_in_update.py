import numpy as np

np.random.seed(10)
X = np.random.randn(20, 6)
t = X.dot(np.random.randn(6, 2)) + 0.2 * np.random.randn(20, 2)

W = np.random.randn(6, 2) * 0.1
b = np.zeros(2)
lr, weight_decay = 0.1, 0.01

for step in range(200):
    pred = X.dot(W) + b
    residual = pred - t
    loss = (residual ** 2).sum() / (2 * len(X))
    dpred = residual / len(X)
    dW = X.T.dot(dpred)
    db = dpred.sum(0)
    grad_norm = np.sqrt((dW ** 2).sum() + (db ** 2).sum())
    # decoupled weight decay
    W = (1 - lr * weight_decay) * W - lr * dW
    b = b - lr * db
    if step % 50 == 0:
        print("step", step, "loss", loss, "grad norm", grad_norm)
