import numpy as np

np.random.seed(19)
sizes = [3, 8, 8, 6, 2]
Ws = [np.random.randn(i, o) * np.sqrt(1.0 / i) for i, o in zip(sizes[:-1], sizes[1:])]
bs = [np.zeros(o) for o in sizes[1:]]
X = np.random.randn(20, 3)
T = np.stack([np.sin(X[:, 0]), X[:, 1] * X[:, 2]], axis=1)
lr, max_norm = 0.05, 0.5

for epoch in range(150):
    acts = [X]
    for l in range(len(Ws)):
        z = acts[-1] @ Ws[l] + bs[l]
        acts.append(np.tanh(z) if l < len(Ws) - 1 else z)
    err = acts[-1] - T
    loss = 0.5 * np.sum(err ** 2) / X.shape[0]

    dWs = [None] * len(Ws)
    dbs = [None] * len(bs)
    delta = err / X.shape[0]
    for l in range(len(Ws) - 1, -1, -1):
        dWs[l] = acts[l].T @ delta
        dbs[l] = delta.sum(axis=0)
        if l > 0:
            delta = (delta @ Ws[l].T) * (1 - acts[l] ** 2)

    total_norm = np.sqrt(sum(np.sum(g ** 2) for g in dWs + dbs))
    scale = min(1.0, max_norm / (total_norm + 1e-6))
    for l in range(len(Ws)):
        Ws[l] -= lr * scale * dWs[l]
        bs[l] -= lr * scale * dbs[l]
    if epoch % 50 == 0:
        print(epoch, loss, total_norm)
