import numpy as np
from collections import deque

rng = np.random.default_rng(9)
X = rng.normal(size=(80, 3))
Y = np.tanh(X @ rng.normal(size=(3, 2))) ** 2
D, H, O = 3, 6, 2

def unpack(theta):
    i = 0
    W1 = theta[i:i + D * H].reshape(D, H); i += D * H
    b1 = theta[i:i + H]; i += H
    W2 = theta[i:i + H * O].reshape(H, O); i += H * O
    return W1, b1, W2, theta[i:]

def fun(theta):
    W1, b1, W2, b2 = unpack(theta)
    h = np.tanh(X @ W1 + b1)
    e = h @ W2 + b2 - Y
    J = 0.5 * np.sum(e * e) / len(X) + 1e-4 * (np.sum(W1**2) + np.sum(W2**2))
    de = e / len(X)
    dpre = de @ W2.T * (1 - h * h)
    g = np.concatenate([(X.T @ dpre + 2e-4 * W1).ravel(), dpre.sum(0),
                        (h.T @ de + 2e-4 * W2).ravel(), de.sum(0)])
    return J, g

def two_loop(g, mem):
    q, al = g.copy(), []
    for s, y in reversed(mem):
        a = s @ q / (s @ y)
        q -= a * y
        al.append(a)
    if mem:
        s, y = mem[-1]
        q *= s @ y / (y @ y)
    for (s, y), a in zip(mem, reversed(al)):
        q += s * (a - y @ q / (s @ y))
    return -q

theta = 0.5 * rng.normal(size=D * H + H + H * O + O)
mem = deque(maxlen=8)
J, g = fun(theta)
for it in range(60):
    p = two_loop(g, list(mem))
    t = 1.0
    while True:
        Jn, gn = fun(theta + t * p)
        if Jn <= J + 1e-4 * t * (g @ p) or t < 1e-10:
            break
        t *= 0.5
    s, yv = t * p, gn - g
    if s @ yv > 1e-12:
        mem.append((s, yv))
    theta, J, g = theta + s, Jn, gn
    if it % 20 == 0:
        print(it, J, np.linalg.norm(g))
