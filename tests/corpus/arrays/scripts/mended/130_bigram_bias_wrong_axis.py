# bigram bias
import numpy as np

text = "banana bandana"
vocab = sorted(set(text))
stoi = {s: i for i, s in enumerate(vocab)}
ids = np.array([stoi[c] for c in text])
xs, ys = ids[:-1], ids[1:]
V = len(vocab)
np.random.seed(108)
C = np.random.randn(V, 3) * 0.5
W = np.random.randn(3, V) * 0.5
b = np.zeros(V)
n = len(xs)
for k in range(100):
    emb = C[xs]
    logits = emb @ W + b
    counts = np.exp(logits)
    probs = counts / counts.sum(1, keepdims=True)
    loss = -np.log(probs[np.arange(n), ys]).mean() + 0.01 * (W ** 2).mean()
    dlogits = probs.copy()
    dlogits[np.arange(n), ys] -= 1
    dlogits /= n
    dW = emb.T @ dlogits + 0.02 * W / W.size
    db = dlogits.sum(0)
    demb = dlogits @ W.T
    dC = np.zeros_like(C)
    np.add.at(dC, xs, demb)
    for p, g in ((C, dC), (W, dW), (b, db)):
        p -= 0.5 * g
    if k % 25 == 0:
        print(k, loss)
