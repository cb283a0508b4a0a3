import numpy as np

np.random.seed(14)
N, D, H, C = 24, 4, 6, 3
X = np.random.randn(N, D) * 3 + 1
y = np.random.randint(0, C, N)
W1 = np.random.randn(D, H) * 0.5
gamma, beta = np.random.uniform(0.5, 1.5, H), np.zeros(H)
W2 = np.random.randn(H, C) * 0.5
eps, lr, momentum = 1e-5, 0.1, 0.9
running_mean, running_var = np.zeros(H), np.ones(H)

for it in range(120):
    a = X.dot(W1)
    mu = a.mean(axis=0)
    var = a.var(axis=0)
    std = np.sqrt(var + eps)
    xhat = (a - mu) / std
    running_mean = momentum * running_mean + (1 - momentum) * mu
    running_var = momentum * running_var + (1 - momentum) * var
    bn = gamma * xhat + beta
    h = np.maximum(0, bn)
    scores = h.dot(W2)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores)
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean()

    dscores = p
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dW2 = h.T.dot(dscores)
    dh = dscores.dot(W2.T)
    dbn = dh * (bn > 0)
    dgamma = np.sum(dbn * xhat, axis=0)
    dbeta = np.sum(dbn, axis=0)
    dxhat = dbn * gamma
    da = (1.0 / N) / std * (N * dxhat - dxhat.sum(axis=0) - xhat * (dxhat * xhat).sum(axis=0))
    dW1 = X.T.dot(da)

    W1 -= lr * dW1
    W2 -= lr * dW2
    gamma -= lr * dgamma
    beta -= lr * dbeta
    if it % 40 == 0:
        print(it, loss)
