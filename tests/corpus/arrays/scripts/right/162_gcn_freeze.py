import numpy as np

rng = np.random.RandomState(44)
n, F, H, C = 40, 6, 8, 2
grp = np.repeat([0, 1], n // 2)
adj = (rng.rand(n, n) < np.where(grp[:, None] == grp[None], .25, .03)).astype(float)
adj = np.triu(adj, 1); adj = adj + adj.T + np.eye(n)
dinv = adj.sum(1) ** -.5
S = dinv[:, None] * adj * dinv
X = rng.randn(n, F) + .4 * grp[:, None]
train_mask = np.zeros(n, bool)
train_mask[rng.choice(n, 10, replace=False)] = True

W0 = rng.randn(F, H) * .4
W1 = rng.randn(H, C) * .4
wd = 5e-3

def elu(a): return np.where(a > 0, a, np.exp(np.minimum(a, 0)) - 1)

for epoch in range(150):
    SX = S @ X
    Z = SX @ W0
    A = elu(Z)
    SA = S @ A
    O = SA @ W1
    O = O - O.max(1, keepdims=True)
    P = np.exp(O) / np.exp(O).sum(1, keepdims=True)
    loss = -np.log(P[train_mask, grp[train_mask]]).mean() + wd / 2 * ((W0 ** 2).sum() + (W1 ** 2).sum())

    gO = P - np.eye(C)[grp]
    gO[~train_mask] = 0
    gO /= train_mask.sum()
    grad_W1 = SA.T @ gO + wd * W1
    gZ = S.T @ gO @ W1.T * np.where(Z > 0, 1, A + 1)
    grad_W0 = SX.T @ gZ + wd * W0

    W1 -= .5 * grad_W1
    if epoch >= 30:                 # first layer frozen during warm-up
        W0 -= .5 * grad_W0
    if epoch % 30 == 0:
        print(epoch, loss, (P.argmax(1) == grp)[~train_mask].mean())
