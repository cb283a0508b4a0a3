import numpy as np


def two_layer_loss(W1, b1, W2, b2, X, y, reg):
    N, D = X.shape
    # forward
    z1 = X.dot(W1) + b1
    h1 = np.maximum(0, z1)
    scores = h1.dot(W2) + b2
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exp_scores = np.exp(shifted)
    probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
    correct_logprobs = -np.log(probs[range(N), y])
    loss = np.sum(correct_logprobs) / N
    loss += 0.5 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    # backward
    grads = {}
    dscores = probs
    dscores[range(N), y] -= 1
    dscores /= N
    grads["W2"] = np.dot(h1.T, dscores)
    grads["b2"] = np.sum(dscores, axis=0)
    dhidden = np.dot(dscores, W2.T)
    dhidden[h1 <= 0] = 0
    grads["W1"] = np.dot(X.T, dhidden)
    grads["b1"] = np.sum(dhidden, axis=0)
    grads["W2"] += reg * W2
    grads["W1"] += reg * W1
    return loss, grads


def cases():
    rng = np.random.default_rng(22)
    N, D, H, C = 5, 4, 6, 3
    W1, b1 = rng.normal(size=(D, H)), rng.normal(size=H)
    W2, b2 = rng.normal(size=(H, C)), rng.normal(size=C)
    X, y = rng.normal(size=(N, D)), np.array([0, 1, 2, 2, 1])
    return {"two_layer_loss": (W1, b1, W2, b2, X, y, 0.07)}
