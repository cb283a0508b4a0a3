import numpy as np
from math import sqrt, pi

np.random.seed(0)
C0 = sqrt(2 / pi)

def gelu(x):
    u = C0 * (x + 0.044715 * x**3)
    return 0.5 * x * (1 + np.tanh(u))

def gelu_prime(x):
    th = np.tanh(C0 * (x + 0.044715 * x**3))
    return 0.5 * (1 + th) + 0.5 * x * (1 - th**2) * C0 * (1 + 3 * 0.044715 * x**2)

X = np.random.uniform(-3, 3, (256, 2))
Y = np.sin(X[:, :1]) * np.cos(X[:, 1:])

H = 24
params = {'W1': np.random.randn(2, H) / sqrt(2), 'b1': np.zeros((1, H)),
          'W2': np.random.randn(H, H) / sqrt(H), 'b2': np.zeros((1, H)),
          'W3': np.random.randn(H, 1) / sqrt(H), 'b3': np.zeros((1, 1))}
m = {k: np.zeros_like(v) for k, v in params.items()}
v = {k: np.zeros_like(p) for k, p in params.items()}
lr, b1, b2, eps, wd = 3e-3, 0.9, 0.999, 1e-8, 1e-2

for step in range(1, 301):
    idx = np.random.randint(0, 256, 64)
    x, y = X[idx], Y[idx]
    z1 = x @ params['W1'] + params['b1']; h1 = gelu(z1)
    z2 = h1 @ params['W2'] + params['b2']; h2 = gelu(z2)
    out = h2 @ params['W3'] + params['b3']
    mse = np.mean((out - y) ** 2)

    grads = {}
    d = 2 * (out - y) / y.size
    grads['W3'] = h2.T @ d
    grads['b3'] = d.sum(0, keepdims=True)
    d = d @ params['W3'].T * gelu_prime(z2)
    grads['W2'] = h1.T @ d
    grads['b2'] = d.sum(0, keepdims=True)
    d = d @ params['W2'].T * gelu_prime(z1)
    grads['W1'] = x.T @ d
    grads['b1'] = d.sum(0, keepdims=True)

    for k in params:
        m[k] = b1 * m[k] + (1 - b1) * grads[k]
        v[k] = b2 * v[k] + (1 - b2) * grads[k] ** 2
        mh, vh = m[k] / (1 - b1 ** step), v[k] / (1 - b2 ** step)
        params[k] -= lr * mh / (np.sqrt(vh) + eps)
        if k.startswith('W'):
            params[k] -= lr * wd * params[k]
    if step % 100 == 0:
        print(step, mse)
