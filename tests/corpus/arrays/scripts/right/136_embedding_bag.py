# sentiment toy: mean of word embeddings -> logistic, sparse updates with np.add.at
import numpy as np

rng = np.random.RandomState(4)
V, E, PAD = 30, 6, 0
lengths = rng.randint(3, 9, size=120)
docs = np.zeros((120, 8), dtype=int)
for i, l in enumerate(lengths):
    docs[i, :l] = rng.randint(1, V, size=l)
polarity = rng.randn(V)
polarity[PAD] = 0
y = (polarity[docs].sum(1) > 0).astype(float)

emb = rng.randn(V, E) * 0.1
emb[PAD] = 0
w = rng.randn(E) * 0.1
b = 0.0
lr = 1.0

for epoch in range(30):
    total = 0
    for lot in np.split(rng.permutation(120), 6):
        ids = docs[lot]
        mask = (ids != PAD).astype(float)
        cnt = mask.sum(1, keepdims=True)
        pooled = (emb[ids] * mask[..., None]).sum(1) / cnt
        logit = pooled @ w + b
        p = 1 / (1 + np.exp(-logit))
        bce = -(y[lot] * np.log(p) + (1 - y[lot]) * np.log(1 - p)).mean()
        total += bce

        dlogit = (p - y[lot]) / len(lot)
        dw = pooled.T @ dlogit
        db = dlogit.sum()
        dpooled = dlogit[:, None] * w
        dtok = (dpooled / cnt)[:, None, :] * mask[..., None]
        demb = np.zeros_like(emb)
        np.add.at(demb, ids, dtok)

        emb -= lr * demb
        w -= lr * dw
        b -= lr * db
    if epoch % 10 == 9:
        print(epoch, total / 6)
