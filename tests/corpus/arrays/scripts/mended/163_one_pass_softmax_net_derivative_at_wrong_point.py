# one pass softmax net
import numpy as np

np.random.seed(205)
X = np.random.randn(10, 5)
y = np.random.randint(0, 4, 10)
W1 = np.random.randn(5, 6)
b1 = np.random.randn(6) * 0.1
W2 = np.random.randn(6, 4)
b2 = np.random.randn(4) * 0.1
reg = 0.05
N = X.shape[0]

z1 = X.dot(W1) + b1
h1 = np.where(z1 > 0, z1, np.exp(z1) - 1)     # ELU
scores = h1.dot(W2) + b2
p = np.exp(scores - scores.max(axis=1, keepdims=True))
p /= p.sum(axis=1, keepdims=True)
loss = -np.mean(np.log(p[np.arange(N), y])) + reg * (np.sum(W1 ** 2) + np.sum(W2 ** 2))

grads = {}
dscores = p.copy()
dscores[np.arange(N), y] -= 1
dscores /= N
grads['W2'] = h1.T.dot(dscores) + 2 * reg * W2
grads['b2'] = dscores.sum(axis=0)
dh1 = dscores.dot(W2.T)
dz1 = dh1 * np.where(z1 > 0, 1, np.exp(z1))
grads['W1'] = X.T.dot(dz1) + 2 * reg * W1
grads['b1'] = dz1.sum(axis=0)
dX = dz1.dot(W1.T)
print(loss, {k: v.shape for k, v in grads.items()})
