# right
# right
import numpy as np


def two_layer_loss(params, X, y, reg):
    W1, b1 = params["W1"], params["b1"]
    W2, b2 = params["W2"], params["b2"]
    N = X.shape[0]
    z1 = X.dot(W1) + b1
    hidden = np.maximum(0, z1)
    scores = hidden.dot(W2) + b2
    scores = scores - scores.max(axis=1, keepdims=True)
    exp_scores = np.exp(scores)
    probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[range(N), y])) / N
    loss = data_loss + 0.5 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2))

    grads = {}
    dscores = probs
    dscores[range(N), y] -= 1
    dscores /= N
    grads["W2"] = np.dot(hidden.T, dscores)
    grads["b2"] = np.sum(dscores, axis=0)
    dhidden = np.dot(dscores, W2.T)
    dhidden[hidden <= 0] = 0
    grads["W1"] = np.dot(X.T, dhidden)
    grads["b1"] = np.sum(dhidden, axis=0)
    grads["W2"] += reg * W2
    grads["W1"] += reg * W1
    return loss, grads


def cases():
    rng = np.random.default_rng(0)
    params = {
        "W1": rng.normal(size=(4, 6)),
        "b1": rng.normal(size=6) * 0.3,
        "W2": rng.normal(size=(6, 3)),
        "b2": rng.normal(size=3) * 0.3,
    }
    X = rng.normal(size=(5, 4))
    return {"two_layer_loss": (params, X, np.array([0, 1, 2, 2, 1]), 0.1)}
