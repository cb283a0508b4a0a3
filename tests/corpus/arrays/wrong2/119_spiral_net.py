# expect: 21 forward-value-for-gradient, wrong-variable
import numpy as np


def spiral_loss(W1, b1, W2, b2, X, y, reg):
    num = X.shape[0]
    hidden_layer = np.maximum(0, np.dot(X, W1) + b1)
    scores = np.dot(hidden_layer, W2) + b2
    ex = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = ex / np.sum(ex, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[range(num), y])) / num
    loss = data_loss + 0.5 * reg * np.sum(W1 * W1) + 0.5 * reg * np.sum(W2 * W2)

    dscores = probs.copy()
    dscores[range(num), y] -= 1
    dscores /= num
    dW2 = np.dot(hidden_layer.T, dscores)
    db2 = np.sum(dscores, axis=0)
    dhidden = np.dot(dscores, W2.T)
    dhidden[hidden_layer <= 0] = 0
    dW1 = np.dot(X.T, hidden_layer)
    db1 = np.sum(dhidden, axis=0)
    dW2 += reg * W2
    dW1 += reg * W1
    return loss, dW1, db1, dW2, db2


def cases():
    rng = np.random.default_rng(0)
    return {
        "spiral_loss": (
            rng.normal(size=(2, 6)), rng.normal(size=6), rng.normal(size=(6, 3)), rng.normal(size=3),
            rng.normal(size=(5, 2)), np.array([0, 1, 2, 1, 0]), 1e-2,
        )
    }
