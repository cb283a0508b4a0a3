"""Two-layer graph convolution on a two-community graph, only 4 labelled nodes."""
import numpy as np

rng = np.random.default_rng(23)
n = 20
comm = np.repeat([0, 1], 10)
prob = np.where(comm[:, None] == comm[None, :], 0.5, 0.06)
upper = np.triu(rng.random((n, n)) < prob, 1)
A = (upper | upper.T).astype(float) + np.eye(n)
deg = A.sum(1)
A_hat = A / np.sqrt(np.outer(deg, deg))
F = np.eye(n)
mask = np.zeros(n)
mask[[0, 1, 10, 11]] = 1
Y = np.eye(2)[comm]

W0 = rng.normal(0, .3, (n, 6))
W1 = rng.normal(0, .3, (6, 2))
wd = 5e-3
for epoch in range(100):
    AF = A_hat @ F
    H = np.maximum(AF @ W0, 0)
    AH = A_hat @ H
    S = AH @ W1
    S = S - S.max(axis=1, keepdims=True)
    logp = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    loss = -(mask[:, None] * Y * logp).sum() / mask.sum() + 0.5 * wd * (W0 ** 2).sum()

    gS = mask[:, None] * (np.exp(logp) - Y) / mask.sum()
    gW1 = AH.T @ gS
    gH = A_hat.T @ (gS @ W1.T)
    gH = gH * (H > 0)
    gW0 = AF.T @ gH + wd * W0
    W0 = W0 - 0.5 * gW0
    W1 = W1 - 0.5 * gW1
    if epoch % 25 == 0:
        hits = logp.argmax(1) == comm
        print(f"{epoch:3d} loss={loss:.4f} unlabelled acc={hits[mask == 0].mean():.2f}")
