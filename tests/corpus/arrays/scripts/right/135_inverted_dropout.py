import numpy as np

rng = np.random.default_rng(8)
X = rng.normal(size=(300, 10))
labels = (X[:, :3].sum(1) > 0).astype(int) + 2 * (X[:, 3] > 0.5)
onehot = np.eye(4)[labels]
keep = 0.8

def softmax(s):
    e = np.exp(s - s.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)

theta = {}
theta["W1"] = rng.normal(size=(10, 32)) * np.sqrt(2 / 10)
theta["b1"] = np.zeros(32)
theta["W2"] = rng.normal(size=(32, 4)) * np.sqrt(2 / 32)
theta["b2"] = np.zeros(4)
G2 = {name: np.full_like(p, 1e-8) for name, p in theta.items()}   # adagrad accumulators

for epoch in range(20):
    perm = rng.permutation(300)
    running = 0.0
    for s in range(0, 300, 50):
        xb, tb = X[perm[s:s + 50]], onehot[perm[s:s + 50]]
        pre = xb @ theta["W1"] + theta["b1"]
        mask = (rng.random(pre.shape) < keep) / keep
        hid = np.maximum(0, pre) * mask
        prob = softmax(hid @ theta["W2"] + theta["b2"])
        nll = -np.sum(tb * np.log(prob + 1e-300)) / len(xb)
        running += nll

        delta2 = (prob - tb) / len(xb)
        delta1 = (delta2 @ theta["W2"].T) * mask * (pre > 0)
        grad = {"W2": hid.T @ delta2, "b2": delta2.sum(0),
                "W1": xb.T @ delta1, "b1": delta1.sum(0)}
        for name in theta:
            G2[name] += grad[name] ** 2
            theta[name] -= 0.1 * grad[name] / np.sqrt(G2[name])
    if epoch % 5 == 4:
        test = np.maximum(0, X @ theta["W1"] + theta["b1"]) @ theta["W2"] + theta["b2"]
        print(epoch, running / 6, (test.argmax(1) == labels).mean())
