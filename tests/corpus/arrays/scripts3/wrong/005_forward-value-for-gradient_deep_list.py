# expect: 26 forward-value-for-gradient, wrong-variable
import numpy as np


def sigmoid(t):
    return 1.0 / (1.0 + np.exp(-t))


rng = np.random.RandomState(12)
X = rng.randint(0, 2, (64, 6)).astype(float)
y = (X.sum(axis=1) % 3 == 0).astype(float).reshape(-1, 1)

sizes = [6, 8, 5, 1]
weights = [rng.randn(a, b) * np.sqrt(1 / a) for a, b in zip(sizes, sizes[1:])]
for epoch in range(200):
    outs = [X]
    for W in weights:
        outs.append(sigmoid(outs[-1] @ W))
    cost = 0.5 * np.sum((outs[-1] - y) ** 2) / len(X)

    grads = [None] * len(weights)
    delta = (outs[-1] - y) / len(X) * outs[-1] * (1 - outs[-1])
    for l in range(len(weights) - 1, -1, -1):
        grads[l] = outs[l].T @ delta
        if l > 0:
            delta = (outs[l + 1] @ weights[l].T) * outs[l] * (1 - outs[l])
    for W, g in zip(weights, grads):
        W -= 1.0 * g
    if epoch % 50 == 0:
        print(epoch, cost)
