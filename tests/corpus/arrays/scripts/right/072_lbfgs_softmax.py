import numpy as np
from collections import deque

rng = np.random.RandomState(1234)
means = rng.randn(3, 4) * 1.5
Y = rng.randint(3, size=120)
X = np.c_[means[Y] + rng.randn(120, 4), np.ones(120)]
T = np.eye(3)[Y]
C = 0.01

def fun_grad(v):
    W = v.reshape(5, 3)
    S = X @ W
    S -= S.max(1, keepdims=True)
    logZ = np.log(np.exp(S).sum(1))
    f = np.mean(logZ - (S * T).sum(1)) + 0.5 * C * np.sum(W ** 2)
    P = np.exp(S - logZ[:, None])
    G = X.T @ (P - T) / len(X) + C * W
    return f, G.ravel()

def two_loop(g, mem):
    q, alphas = g.copy(), []
    for s, yv in reversed(mem):
        a = s @ q / (yv @ s)
        q -= a * yv
        alphas.append(a)
    if mem:
        s, yv = mem[-1]
        q *= s @ yv / (yv @ yv)
    for (s, yv), a in zip(mem, reversed(alphas)):
        q += s * (a - yv @ q / (yv @ s))
    return -q

x = rng.randn(15)
mem = deque(maxlen=5)
f, g = fun_grad(x)
for k in range(60):
    d = two_loop(g, mem)
    step = 1.0
    while True:
        f_new, g_new = fun_grad(x + step * d)
        if f_new <= f + 1e-4 * step * (g @ d) or step < 1e-8:
            break
        step *= 0.5
    if (g_new - g) @ d > 1e-10:
        mem.append((step * d, g_new - g))
    x, f, g = x + step * d, f_new, g_new
    if k % 5 == 0:
        print(k, f, np.abs(g).max())
    if np.abs(g).max() < 1e-6:
        break
print('done', k, f)
