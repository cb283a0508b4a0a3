import numpy as np


def logistic_loss(w, X, y, reg):
    """Labels in {-1, +1}; one closed form for the loss and one for the gradient."""
    m = y * (X @ w)
    loss = np.logaddexp(0, -m).mean() + 0.5 * reg * w @ w
    dw = -(y / (1 + np.exp(m))) @ X / len(y) + reg * w
    return loss, dw


def logistic_loss_naive(w, X, y, reg):
    num, dim = X.shape
    loss = 0.0
    dw = np.zeros(dim)
    for i in range(num):
        s = 0.0
        for j in range(dim):
            s += w[j] * X[i, j]
        p = 1.0 / (1.0 + np.exp(-s))
        if y[i] > 0:
            loss -= np.log(p)
            coef = p - 1.0
        else:
            loss -= np.log(1.0 - p)
            coef = p
        for j in range(dim):
            dw[j] += coef * X[i, j]
    loss /= num
    dw /= num
    for j in range(dim):
        loss += 0.5 * reg * w[j] ** 2
        dw[j] += reg * w[j]
    return loss, dw


def cases():
    rng = np.random.default_rng(133)
    w, X = rng.normal(size=4), rng.normal(size=(6, 4))
    y = np.array([1, -1, -1, 1, 1, -1])
    return {"logistic_loss": (w, X, y, 0.3), "logistic_loss_naive": (w, X, y, 0.3)}
