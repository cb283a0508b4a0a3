# expect: 15/24 wrong-axis, near-miss
import numpy as np

np.random.seed(8)
X = np.random.randn(24, 5)
Y = np.eye(3)[np.argmax(X[:, :3], axis=1)]

params = {"W1": 0.3 * np.random.randn(5, 7), "b1": np.zeros(7),
          "W2": 0.3 * np.random.randn(7, 3), "b2": np.zeros(3)}
ms = {k: np.zeros_like(v) for k, v in params.items()}
vs = {k: np.zeros_like(v) for k, v in params.items()}

def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)

for step in range(1, 151):
    h = np.tanh(X @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"])
    loss = -np.sum(Y * np.log(p + 1e-12)) / len(X)
    acc = np.mean(p.argmax(1) == Y.argmax(1))

    grads = {}
    dz2 = (p - Y) / len(X)
    grads["W2"] = h.T @ dz2
    grads["b2"] = dz2.sum(axis=0)
    dz1 = (dz2 @ params["W2"].T) * (1 - h ** 2)
    grads["W1"] = X.T @ dz1
    grads["b1"] = dz1.sum(axis=0)
    for k in params:
        ms[k] = 0.9 * ms[k] + 0.1 * grads[k]
        vs[k] = 0.999 * vs[k] + 0.001 * grads[k] ** 2
        params[k] -= 0.01 * (ms[k] / (1 - 0.9 ** step)) / (np.sqrt(vs[k] / (1 - 0.999 ** step)) + 1e-8)
    if step % 50 == 0:
        print(step, loss, acc)
