# tell horizontal from vertical bars with one conv layer, plain loops
import numpy as np

np.random.seed(14)
n, s, f, ks = 24, 6, 2, 3
imgs = 0.1 * np.random.randn(n, s, s)
labels = np.zeros(n)
for q in range(n):
    pos = np.random.randint(s)
    if q % 2:
        imgs[q, pos, :] += 1
        labels[q] = 1
    else:
        imgs[q, :, pos] += 1

K = np.random.randn(f, ks, ks) * 0.3
bk = np.zeros(f)
o = s - ks + 1
Wf = np.random.randn(f * o * o) * 0.1
bf = 0.0

for it in range(12):
    conv = np.zeros((n, f, o, o))
    for c in range(f):
        for i in range(o):
            for j in range(o):
                conv[:, c, i, j] = np.sum(imgs[:, i:i + ks, j:j + ks] * K[c], axis=(1, 2)) + bk[c]
    act = np.maximum(conv, 0)
    flat = act.reshape(n, -1)
    logit = flat @ Wf + bf
    p = 1 / (1 + np.exp(-logit))
    loss = -np.mean(labels * np.log(p) + (1 - labels) * np.log(1 - p))

    dlogit = (p - labels) / n
    dWf = flat.T @ dlogit
    dbf = dlogit.sum()
    dact = np.outer(dlogit, Wf).reshape(act.shape)
    dconv = dact * (conv > 0)
    dK = np.zeros_like(K)
    dbk = np.zeros_like(bk)
    for c in range(f):
        dbk[c] = dconv[:, c].sum()
        for i in range(o):
            for j in range(o):
                dK[c] += np.tensordot(dconv[:, c, i, j], imgs[:, i:i + ks, j:j + ks], axes=1)
    K -= 1.0 * dK
    bk -= 1.0 * dbk
    Wf -= 1.0 * dWf
    bf -= 1.0 * dbf
    if it % 4 == 0:
        print(it, loss, ((p > 0.5) == labels).mean())
