import numpy as np


def softplus(a):
    return np.logaddexp(0.0, a)


class BCELogits:
    """Layer with one loss per example; pos_weight multiplies the positive term."""

    def __init__(self, pos_weight):
        self.pos_weight = pos_weight

    def forward(self, scores, labels):
        self.s, self.y = scores, labels
        self.pos, self.neg = labels == 1, labels == 0
        out = np.zeros(scores.shape)
        out[self.pos] = self.pos_weight * softplus(-scores[self.pos])
        out[self.neg] = softplus(scores[self.neg])
        return out.sum(axis=1)

    def backward(self, dout):
        sig = np.exp(-softplus(-self.s))
        ds = np.zeros_like(self.s)
        ds[self.pos] = self.pos_weight * (sig[self.pos] - 1)
        ds[self.neg] = sig[self.neg]
        ds *= dout[:, None]
        return ds, None


def entropia_loss(W, b, X, y):
    """Uma saida; conta estavel exemplo por exemplo."""
    loss = 0.0
    dW, db = np.zeros_like(W), np.zeros_like(b)
    for x_n, y_n in zip(X, y):
        s = x_n @ W + b[0]
        if s > 0:
            e = np.exp(-s)
            loss += (1 - y_n) * s + np.log(1 + e)
            p = 1 / (1 + e)
        else:
            e = np.exp(s)
            loss += -y_n * s + np.log(1 + e)
            p = e / (1 + e)
        dW += (p - y_n) * x_n
        db += p - y_n
    loss /= len(y)
    dW /= len(y)
    db /= len(y)
    return loss, dW, db


def cases():
    rng = np.random.default_rng(153)
    scores = 2 * rng.normal(size=(4, 3))
    labels = np.array([[1, 0, 1], [0, 0, 1], [1, 1, 0], [0, 1, 0]])
    X, W, b = rng.normal(size=(6, 5)), rng.normal(size=5), rng.normal(size=1)
    return {"BCELogits": (BCELogits(1.7), scores, labels), "entropia_loss": (W, b, X, np.array([1, 0, 0, 1, 1, 0]))}
