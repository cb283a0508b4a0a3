import numpy as np


def huber(r, delta):
    a = np.abs(r)
    return np.where(a <= delta, 0.5 * r * r, delta * (a - 0.5 * delta))


def train(X, y, delta=1.0, lr=0.1, beta=0.9, steps=150):
    n, d = X.shape
    w = np.zeros(d)
    b = 0.0
    vw, vb = np.zeros(d), 0.0
    losses = []
    for t in range(steps):
        r = X @ w + b - y
        loss = huber(r, delta).mean()
        psi = np.clip(r, -delta, delta)
        gw = X.T.dot(psi) / n
        gb = psi.sum() / n
        vw = beta * vw + gw
        vb = beta * vb + gb
        w = w - lr * vw
        b = b - lr * vb
        losses.append(loss)
    return w, b, losses


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 4))
    y = X @ np.array([1.0, -2.0, 0.5, 3.0]) + 0.7 + 0.1 * rng.normal(size=200)
    y[::17] += 25 * rng.normal(size=y[::17].shape)
    w, b, losses = train(X, y)
    print(w.round(3), round(b, 3), losses[0], losses[-1])
