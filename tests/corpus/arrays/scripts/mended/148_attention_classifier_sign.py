# attention classifier
import numpy as np

rng = np.random.default_rng(201)
N, T, C = 12, 4, 3
X = rng.normal(size=(N, T, C))
y = X.max(axis=1).argmax(axis=1)
query = rng.normal(size=C)
Wv = rng.normal(size=(C, C)) * 0.5
bv = np.zeros(C)
lr = 0.3
for step in range(80):
    score = X @ query                                   # (N, T)
    e = np.exp(score - score.max(axis=1, keepdims=True))
    alpha = e / e.sum(axis=1, keepdims=True)
    ctx = (alpha[:, :, None] * X).sum(axis=1)           # (N, C)
    logits = ctx @ Wv + bv
    logp = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()

    dlogits = np.exp(logp)
    dlogits[np.arange(N), y] -= 1
    dlogits /= N
    dWv = ctx.T @ dlogits
    dbv = dlogits.sum(axis=0)
    dctx = dlogits @ Wv.T
    dalpha = (X * dctx[:, None, :]).sum(axis=2)
    dscore = alpha * (dalpha - (alpha * dalpha).sum(axis=1, keepdims=True))
    dquery = (dscore[:, :, None] * X).sum(axis=(0, 1))

    query = query - lr * dquery
    Wv = Wv - lr * dWv
    bv = bv - lr * dbv
    if step % 20 == 0:
        print(step, loss, (logits.argmax(1) == y).mean())
