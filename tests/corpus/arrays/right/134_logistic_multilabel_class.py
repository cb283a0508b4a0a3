import numpy as np


class OneVsAll:
    """One logistic regression per class, trained together. Labels are class numbers."""

    def __init__(self, n_features, n_classes, l2=0.05):
        rng = np.random.default_rng(34)
        self.params = {"W": rng.normal(size=(n_features, n_classes)), "b": rng.normal(size=n_classes)}
        self.l2 = l2

    def scores(self, X):
        return X.dot(self.params["W"]) + self.params["b"]

    def loss(self, X, y):
        S = self.scores(X)
        T = np.zeros(S.shape)
        T[range(len(y)), y] = 1
        prob = np.empty_like(S)
        pos = S >= 0
        prob[pos] = 1 / (1 + np.exp(-S[pos]))
        e = np.exp(S[~pos])
        prob[~pos] = e / (1 + e)
        picked = np.where(T == 1, prob, 1 - prob)
        data_loss = -np.log(picked).sum() / len(y)
        loss = data_loss + self.l2 * np.sum(self.params["W"] ** 2)

        delta = (prob - T) / len(y)
        grads = {}
        grads["W"] = X.T.dot(delta)
        grads["W"] += 2 * self.l2 * self.params["W"]
        grads["b"] = delta.sum(axis=0)
        return loss, grads


def cases():
    X = np.random.default_rng(134).normal(size=(5, 4))
    return {"OneVsAll.loss": (OneVsAll(4, 3), X, np.array([2, 0, 1, 2, 0]))}
