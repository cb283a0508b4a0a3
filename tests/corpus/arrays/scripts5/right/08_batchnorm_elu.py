import numpy as np

np.random.seed(6)
X = np.random.randn(20, 4) * 3 + 1
Y = (X[:, :1] * X[:, 1:2] > 0) * 2.0 - 1
W1 = np.random.randn(4, 5) * 0.5
gamma, beta = np.ones(5) * 1.1, np.zeros(5)
W2 = np.random.randn(5, 1) * 0.5
N = X.shape[0]
for i in range(100):
    a = X.dot(W1)
    mu = a.mean(0)
    ac = a - mu
    istd = 1 / np.sqrt((ac ** 2).mean(0) + 1e-5)
    n = ac * istd
    s = gamma * n + beta
    h = np.where(s > 0, s, np.exp(np.minimum(s, 0)) - 1)
    score = h.dot(W2)
    hinge = np.maximum(0, 1 - Y * score)
    loss = (hinge ** 2).mean()

    dscore = -2 * Y * hinge / N
    dW2 = h.T.dot(dscore)
    ds = dscore.dot(W2.T) * np.where(s > 0, 1, h + 1)
    dgamma, dbeta = (ds * n).sum(0), ds.sum(0)
    dn = ds * gamma
    da = istd * (dn - dn.mean(0) - n * (dn * n).mean(0))
    dW1 = X.T.dot(da)
    W1 -= 0.1 * dW1
    gamma -= 0.1 * dgamma
    beta -= 0.1 * dbeta
    W2 -= 0.1 * dW2
print(loss)
