import numpy as np

rng = np.random.default_rng(55)
X = rng.uniform(-1, 1, (256, 3))
Y = np.sin(3 * X[:, [0]]) + X[:, [1]] * X[:, [2]]
keep = 0.8
sizes = [3, 24, 24, 1]
Ws = [rng.normal(0, np.sqrt(2 / m), (m, n)) for m, n in zip(sizes, sizes[1:])]
bs = [0.1 * rng.normal(size=n) for n in sizes[1:]]

def predict(X):
    for W, b in zip(Ws[:-1], bs[:-1]):
        X = np.maximum(X @ W + b, 0)
    return X @ Ws[-1] + bs[-1]

lr = 0.03
for epoch in range(30):
    for idx in np.array_split(rng.permutation(256), 8):
        acts, masks = [X[idx]], []
        for W, b in zip(Ws[:-1], bs[:-1]):
            h = np.maximum(acts[-1] @ W + b, 0)
            m = (rng.random(h.shape) < keep) / keep      # inverted dropout
            masks.append(m * (h > 0))
            acts.append(h * m)
        out = acts[-1] @ Ws[-1] + bs[-1]
        loss = np.mean((out - Y[idx]) ** 2)
        delta = 2 * (out - Y[idx]) / len(idx)
        gW, gb = [], []
        for l in (2, 1, 0):
            gW.insert(0, acts[l].T @ delta)
            gb.insert(0, delta.sum(axis=0))
            if l > 0:
                delta = (delta @ Ws[l].T) * masks[l - 1]
        for l in range(3):
            Ws[l] -= lr * gW[l]
            bs[l] -= lr * gb[l]
    if epoch % 10 == 9:
        print('epoch', epoch + 1, 'eval mse', np.mean((predict(X) - Y) ** 2))
