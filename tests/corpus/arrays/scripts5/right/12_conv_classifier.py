import numpy as np


class Conv1D:
    def __init__(self, cin, cout, k, rng):
        self.W = rng.normal(size=(k, cin, cout)) / np.sqrt(k * cin)
        self.b = np.zeros(cout)

    def forward(self, x):
        self.x, k = x, len(self.W)
        self.out_len = x.shape[1] - k + 1
        return sum(x[:, i:i + self.out_len] @ self.W[i] for i in range(k)) + self.b

    def backward(self, d):
        self.dW = np.stack([np.einsum('nlc,nlo->co', self.x[:, i:i + self.out_len], d) for i in range(len(self.W))])
        self.db = d.sum(axis=(0, 1))
        return None


rng = np.random.default_rng(9)
X = rng.normal(size=(16, 9, 2))
y = (X[:, 2:5, 0].sum(1) > 0).astype(float)
conv, head = Conv1D(2, 3, 3, rng), rng.normal(size=3)
for ep in range(60):
    z = conv.forward(X)
    a = z * (1 / (1 + np.exp(-1.5 * z)))          # swish
    feat = a.mean(axis=1)
    logits = feat @ head
    loss = np.mean(np.logaddexp(0, logits) - y * logits)
    dl = (1 / (1 + np.exp(-logits)) - y) / len(y)
    dhead = feat.T @ dl
    da = np.broadcast_to(np.outer(dl, head)[:, None, :] / a.shape[1], a.shape)
    s = 1 / (1 + np.exp(-1.5 * z))
    conv.backward(da * (s + 1.5 * a * (1 - s)))
    conv.W -= 0.5 * conv.dW
    conv.b -= 0.5 * conv.db
    head -= 0.5 * dhead
print("loss", loss, "acc", np.mean((logits > 0) == (y > 0)))
