# right
import numpy as np


def objective(params, X, t, lam):
    hid_in = X @ params["W1"] + params["b1"]
    hid = np.tanh(hid_in)
    scores = hid @ params["W2"] + params["b2"]
    scores = scores - scores.max(axis=1, keepdims=True)
    logp = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    rows = np.arange(len(t))
    decay = 0.5 * lam * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
    loss = -logp[rows, t].mean() + decay

    grads = {}
    delta = np.exp(logp)
    delta[rows, t] -= 1
    delta /= len(t)
    grads["W2"] = hid.T @ delta + lam * params["W2"]
    grads["b2"] = delta.sum(axis=0)
    delta = (delta @ params["W2"].T) * (1 - hid ** 2)
    grads["W1"] = X.T @ delta + lam * params["W1"]
    grads["b1"] = delta.sum(axis=0)
    return loss, grads


def cases():
    rng = np.random.default_rng(0)
    params = {
        "W1": rng.normal(size=(5, 6)),
        "b1": rng.normal(size=6),
        "W2": rng.normal(size=(6, 3)),
        "b2": rng.normal(size=3),
    }
    X = rng.normal(size=(4, 5))
    return {"objective": (params, X, np.array([2, 0, 1, 2]), 0.3)}
