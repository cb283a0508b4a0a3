#!/usr/bin/env python
# coding: utf-8
# # House prices - from scratch NN baseline
import numpy as np

SEED, EPOCHS, LR = 42, 60, 0.01
np.random.seed(SEED)

# ## fake data (the real csv is not public)
area = np.random.uniform(40, 250, 140)
rooms = np.round(area / 30 + np.random.randn(140))
age = np.random.uniform(0, 80, 140)
price = 1500 * area + 8000 * rooms - 500 * age + 20000 * np.random.randn(140)
X = np.stack([area, rooms, age], 1)
X = (X - X.mean(0)) / X.std(0)
y = np.log1p(np.clip(price, 1000, None))[:, None]
y = (y - y.mean()) / y.std()
Xtrain, ytrain, Xval, yval = X[:100], y[:100], X[100:], y[100:]


def init(sizes):
    p = {}
    for l in range(1, len(sizes)):
        p['W%d' % l] = np.random.randn(sizes[l - 1], sizes[l]) * np.sqrt(2. / sizes[l - 1])
        p['b%d' % l] = np.zeros((1, sizes[l]))
    return p


def forward(p, X):
    A, cache = X, [X]
    for l in range(1, 4):
        Z = A @ p['W%d' % l] + p['b%d' % l]
        A = np.maximum(Z, 0) if l < 3 else Z
        cache.append(A)
    return A, cache


def train(X, y):
    params = init([3, 16, 8, 1])
    m = {k: 0. for k in params}
    v = {k: 0. for k in params}
    for epoch in range(EPOCHS):
        out, cache = forward(params, X)
        loss = np.mean((out - y) ** 2)
        grads = {}
        dA = 2 * (out - y) / y.shape[0]
        for l in (3, 2, 1):
            dZ = dA if l == 3 else dA * (cache[l] > 0)
            grads['W%d' % l] = cache[l - 1].T @ dZ
            grads['b%d' % l] = dZ.sum(axis=0, keepdims=True)
            dA = dZ @ params['W%d' % l].T
        for k in params:
            m[k] = .9 * m[k] + .1 * grads[k]
            v[k] = .999 * v[k] + .001 * grads[k] ** 2
            mh, vh = m[k] / (1 - .9 ** (epoch + 1)), v[k] / (1 - .999 ** (epoch + 1))
            params[k] -= LR * mh / (np.sqrt(vh) + 1e-8)
        if epoch % 20 == 0:
            print('epoch', epoch, 'train', loss, 'val', np.mean((forward(params, Xval)[0] - yval) ** 2))
    return params


train(Xtrain, ytrain)
