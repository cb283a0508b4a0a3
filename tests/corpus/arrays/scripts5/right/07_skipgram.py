import numpy as np

text = "the cat sat on the mat the dog sat on the rug".split()
vocab = sorted(set(text))
idx = {w: i for i, w in enumerate(vocab)}
ids = [idx[w] for w in text]
rng = np.random.default_rng(5)
V, D = len(vocab), 3
Win, Wout = rng.normal(0, .3, (V, D)), rng.normal(0, .3, (V, D))
pairs = [(ids[i], ids[j]) for i in range(len(ids)) for j in (i - 1, i + 1) if 0 <= j < len(ids)]
c, o = np.array(pairs).T
for epoch in range(30):
    neg = rng.integers(0, V, size=(len(c), 2))
    v = Win[c]
    sp = 1 / (1 + np.exp(-np.sum(v * Wout[o], axis=1)))
    sn = 1 / (1 + np.exp(-np.einsum('bd,bkd->bk', v, Wout[neg])))
    loss = -np.log(sp).sum() - np.log(1 - sn).sum()
    dWin, dWout = np.zeros_like(Win), np.zeros_like(Wout)
    np.add.at(dWin, c, (sp - 1)[:, None] * Wout[o] + np.einsum('bk,bkd->bd', sn, Wout[neg]))
    np.add.at(dWout, o, (sp - 1)[:, None] * v)
    np.add.at(dWout, neg, sn[:, :, None] * v[:, None, :])
    Win -= 0.05 * dWin
    Wout -= 0.05 * dWout
print("loss", loss)
