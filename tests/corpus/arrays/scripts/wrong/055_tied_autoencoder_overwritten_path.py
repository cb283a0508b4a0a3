# expect: 23 overwritten-path
import numpy as np

rng = np.random.RandomState(7)
X = rng.rand(15, 6)
W = rng.randn(6, 3) * 0.4
b = np.zeros(3)
c = np.zeros(6)
eta = 0.5

def sigm(a):
    return 1. / (1. + np.exp(-a))

for it in range(200):
    H = sigm(X.dot(W) + b)
    R = sigm(H.dot(W.T) + c)
    loss = np.mean(np.sum((R - X) ** 2, axis=1))
    dR = 2 * (R - X) / X.shape[0]
    dA2 = dR * R * (1 - R)
    dH = dA2.dot(W)
    dA1 = dH * H * (1 - H)
    dW = X.T.dot(dA1)
    dW = dA2.T.dot(H)
    db = dA1.sum(axis=0)
    dc = dA2.sum(axis=0)
    W -= eta * dW
    b -= eta * db
    c -= eta * dc
    if it % 50 == 0:
        print(it, loss)
