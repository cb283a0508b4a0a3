"""Character RNN on one sentence, truncated to its whole length, Adagrad."""
import numpy as np

text = "o rato roeu a roupa do rei de roma "
chars = sorted(set(text))
ix = {c: i for i, c in enumerate(chars)}
V, H = len(chars), 12
rng = np.random.RandomState(2)
Wxh = rng.randn(H, V) * 0.2
Whh = rng.randn(H, H) * 0.2
Why = rng.randn(V, H) * 0.2
bh = np.zeros((H, 1))
by = np.zeros((V, 1))
mem = [np.zeros_like(p) for p in (Wxh, Whh, Why, bh, by)]

inputs = [ix[c] for c in text[:-1]]
targets = [ix[c] for c in text[1:]]
for it in range(40):
    xs, hs, ps = {}, {-1: np.zeros((H, 1))}, {}
    loss = 0
    for t, (i, j) in enumerate(zip(inputs, targets)):
        xs[t] = np.zeros((V, 1))
        xs[t][i] = 1
        hs[t] = np.tanh(Wxh @ xs[t] + Whh @ hs[t - 1] + bh)
        y = Why @ hs[t] + by
        e = np.exp(y - y.max())
        ps[t] = e / e.sum()
        loss -= np.log(ps[t][j, 0])
    dWxh, dWhh, dWhy = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(Why)
    dbh, dby = np.zeros_like(bh), np.zeros_like(by)
    dhnext = np.zeros((H, 1))
    for t in reversed(range(len(inputs))):
        dy = ps[t].copy()
        dy[targets[t]] -= 1
        dWhy += dy @ hs[t].T
        dby += dy
        dh = Why.T @ dy + dhnext
        draw = (1 - hs[t] ** 2) * dh
        dbh += draw
        dWxh += draw @ xs[t].T
        dWhh += draw @ hs[t - 1].T
        dhnext = Whh.T @ draw
    for p, d, m in zip((Wxh, Whh, Why, bh, by), (dWxh, dWhh, dWhy, dbh, dby), mem):
        d = np.clip(d, -5, 5)
        m += d * d
        p -= 0.1 * d / np.sqrt(m + 1e-8)
    if it % 10 == 0:
        print(it, loss / len(inputs))
