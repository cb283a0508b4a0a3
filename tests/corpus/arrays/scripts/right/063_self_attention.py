import numpy as np

rng = np.random.default_rng(0)
B, T, d = 16, 5, 4

def softmax(s):
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)

Wq, Wk, Wv = (rng.normal(size=(d, d)) / np.sqrt(d) for _ in range(3))
Wo = rng.normal(size=(d, 1)) / np.sqrt(d)
causal = np.tril(np.ones((T, T), dtype=bool))
# target: running max of first coordinate
X = rng.normal(size=(B, T, d))
Y = np.maximum.accumulate(X[:, :, :1], axis=1)

for step in range(301):
    Q, K, V = X @ Wq, X @ Wk, X @ Wv
    S = Q @ K.transpose(0, 2, 1) / np.sqrt(d)
    S = np.where(causal, S, -1e9)
    A = softmax(S)
    Z = A @ V
    out = Z @ Wo
    loss = np.mean((out - Y) ** 2)

    dout = 2 * (out - Y) / out.size
    dWo = np.einsum('btd,bto->do', Z, dout)
    dZ = dout @ Wo.T
    dV = A.transpose(0, 2, 1) @ dZ
    dA = dZ @ V.transpose(0, 2, 1)
    dS = A * (dA - np.sum(dA * A, axis=-1, keepdims=True))
    dS = dS / np.sqrt(d)
    dQ = dS @ K
    dK = dS.transpose(0, 2, 1) @ Q
    dWq = np.einsum('bti,btj->ij', X, dQ)
    dWk = np.einsum('bti,btj->ij', X, dK)
    dWv = np.einsum('bti,btj->ij', X, dV)

    lr = 0.2
    Wq, Wk, Wv, Wo = Wq - lr * dWq, Wk - lr * dWk, Wv - lr * dWv, Wo - lr * dWo
    if step % 100 == 0:
        print(step, loss)
