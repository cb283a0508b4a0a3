import numpy as np

rng = np.random.RandomState(40)
X = rng.randn(45, 5)
X[:, 3:] *= 4               # two nuisance dimensions
cls = (X[:, 0] > 0.3).astype(int) + (X[:, 1] > 0).astype(int)
W = rng.randn(5, 2) * 0.3
margin = 0.5
losses = []
for step in range(150):
    anchors, positives, negatives = [], [], []
    for _ in range(40):
        a = rng.randint(45)
        same = np.flatnonzero((cls == cls[a]) & (np.arange(45) != a))
        diff = np.flatnonzero(cls != cls[a])
        anchors.append(a)
        positives.append(rng.choice(same))
        negatives.append(rng.choice(diff))
    ea, ep, en = X[anchors] @ W, X[positives] @ W, X[negatives] @ W
    dp = ((ea - ep) ** 2).sum(1)
    dn = ((ea - en) ** 2).sum(1)
    viol = dp - dn + margin
    loss = np.maximum(viol, 0).mean()
    on = (viol > 0)[:, None] / len(viol)
    g_a = on * 2 * (en - ep)
    g_p = on * -2 * (ea - ep)
    g_n = on * 2 * (ea - en)
    dW = X[anchors].T @ g_a + X[positives].T @ g_p + X[negatives].T @ g_n
    W -= 0.02 * dW
    losses.append(loss)
print('first', np.mean(losses[:10]), 'last', np.mean(losses[-10:]))
print(np.round(W, 2))
