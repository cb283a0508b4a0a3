import numpy as np
rng = np.random.default_rng(30)
L, D = 3, 5

def lse(a, axis):
    m = a.max(axis, keepdims=True)
    return (m + np.log(np.exp(a - m).sum(axis, keepdims=True))).squeeze(axis)

def crf(W, Tr, x, y):
    """negative log likelihood and its gradients, log domain"""
    T = len(x)
    U = x @ W
    f = np.empty((T, L)); f[0] = U[0]
    for t in range(1, T):
        f[t] = U[t] + lse(f[t - 1][:, None] + Tr, 0)
    b = np.zeros((T, L))
    for t in range(T - 2, -1, -1):
        b[t] = lse(Tr + (U[t + 1] + b[t + 1])[None], 1)
    logZ = lse(f[-1], 0)
    score = U[np.arange(T), y].sum() + Tr[y[:-1], y[1:]].sum()
    node = np.exp(f + b - logZ)
    node[np.arange(T), y] -= 1
    edge = np.exp(f[:-1, :, None] + Tr + (U + b)[1:, None, :] - logZ).sum(0)
    np.subtract.at(edge, (y[:-1], y[1:]), 1)
    return logZ - score, x.T @ node, edge

trueT = np.array([[2., -1, 0], [0, 2., -1], [-1, 0, 2.]])
trueW = rng.normal(size=(D, L))
dataset = []
for _ in range(30):
    x = rng.normal(size=(rng.integers(4, 10), D))
    y = [int(np.argmax(x[0] @ trueW))]
    for xt in x[1:]:
        y.append(int(np.argmax(xt @ trueW + trueT[y[-1]] + rng.gumbel(size=L))))
    dataset.append((x, np.array(y)))

W, Tr = np.zeros((D, L)), np.zeros((L, L))
for epoch in range(12):
    cost = 0
    for i in rng.permutation(30):
        x, y = dataset[i]
        nll, gW, gTr = crf(W, Tr, x, y)
        W -= .05 * gW
        Tr -= .05 * gTr
        cost += nll
    print(epoch, cost / 30)
