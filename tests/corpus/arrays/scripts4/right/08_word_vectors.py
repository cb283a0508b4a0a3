import numpy as np

corpus = "the cat sat on the mat the dog sat on the rug a cat and a dog".split()
vocab = sorted(set(corpus))
w2i = {w: i for i, w in enumerate(vocab)}
ids = np.array([w2i[w] for w in corpus])

# CBOW: two words on each side predict the middle
ctx, mid = [], []
for i in range(2, len(ids) - 2):
    ctx.append(np.r_[ids[i - 2:i], ids[i + 1:i + 3]])
    mid.append(ids[i])
ctx, mid = np.array(ctx), np.array(mid)

rng = np.random.default_rng(7)
V, D, B = len(vocab), 5, len(mid)
E = rng.normal(size=(V, D)) * 0.3
C = rng.normal(size=(D, V)) * 0.3
for epoch in range(100):
    h = E[ctx].mean(axis=1)
    s = h @ C
    s -= s.max(axis=1, keepdims=True)
    p = np.exp(s)
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(B), mid]).sum() / B
    p[np.arange(B), mid] -= 1
    p /= B
    dC = h.T @ p
    dh = p @ C.T
    dE = np.zeros_like(E)
    for k in range(4):
        np.add.at(dE, ctx[:, k], dh / 4)
    E -= 1.0 * dE
    C -= 1.0 * dC
    if epoch % 25 == 0:
        print(epoch, loss)
