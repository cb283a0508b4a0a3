import numpy as np

rng = np.random.default_rng(1)
N, D, H, C = 160, 10, 20, 4
X = rng.normal(size=(N, D))
y = np.argmax(X @ rng.normal(size=(D, C)) + 0.3 * rng.normal(size=(N, C)), axis=1)
smooth, wd, warmup, total, lr_max = 0.1, 1e-2, 20, 300, 0.8
q = np.full((N, C), smooth / C)
q[np.arange(N), y] += 1 - smooth

W1 = rng.normal(size=(D, H)) / np.sqrt(D)
g1, c1 = np.ones(H), np.zeros(H)
W2 = rng.normal(size=(H, C)) / np.sqrt(H)

def schedule(t):
    if t < warmup:
        return lr_max * (t + 1) / warmup
    return 0.5 * lr_max * (1 + np.cos(np.pi * (t - warmup) / (total - warmup)))

for t in range(total):
    a = X @ W1
    # layer norm over features
    a_mean = a.mean(axis=1, keepdims=True)
    a_std = np.sqrt(a.var(axis=1, keepdims=True) + 1e-5)
    ah = (a - a_mean) / a_std
    h = np.tanh(g1 * ah + c1)
    logits = h @ W2
    m = logits.max(axis=1, keepdims=True)
    logp = logits - m - np.log(np.exp(logits - m).sum(axis=1, keepdims=True))
    ce = -(q * logp).sum(axis=1).mean()
    loss = ce + 0.5 * wd * ((W1 ** 2).sum() + (W2 ** 2).sum())

    dlogits = (np.exp(logp) - q) / N
    dW2 = h.T @ dlogits + wd * W2
    du = dlogits @ W2.T * (1 - h ** 2)
    dg1, dc1 = (du * ah).sum(0), du.sum(0)
    dah = du * g1
    da = (dah - dah.mean(1, keepdims=True) - ah * (dah * ah).mean(1, keepdims=True)) / a_std
    dW1 = X.T @ da + wd * W1

    lr = schedule(t)
    W1 -= lr * dW1; W2 -= lr * dW2; g1 -= lr * dg1; c1 -= lr * dc1
    if t % 60 == 0:
        print(f"{t} lr={lr:.3f} ce={ce:.4f} loss={loss:.4f} acc={np.mean(logits.argmax(1) == y):.3f}")
