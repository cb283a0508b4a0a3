import numpy as np

rng = np.random.default_rng(70)
A = rng.normal(size=(12, 5))
B = A @ rng.normal(size=(5, 4)) + 0.1 * rng.normal(size=(12, 4))
P = rng.normal(size=(5, 3)) * 0.5
Q = rng.normal(size=(4, 3)) * 0.5
lr = 0.2
for step in range(100):
    u = A @ P
    v = B @ Q
    nu = np.linalg.norm(u, axis=1, keepdims=True)
    nv = np.linalg.norm(v, axis=1, keepdims=True)
    un, vn = u / nu, v / nv
    cos = (un * vn).sum(axis=1)
    loss = np.mean(1 - cos)
    dcos = -1.0 / len(A)
    dun, dvn = dcos * vn, dcos * un
    du = (dun - un * (un * dun).sum(axis=1, keepdims=True)) / nu
    dv = (dvn - vn * (vn * dvn).sum(axis=1, keepdims=True)) / nv
    dP = A.T @ du
    dQ = B.T @ dv
    P -= lr * dP
    Q -= lr * dQ
    if step % 25 == 0:
        print(step, loss)
