"""Training: steps of optimisers, in place and out of place; the last loss as a function of the first weights."""

# The code is as people write it.
# ruff: noqa: N806, PLW2901

from __future__ import annotations

import numpy as np

from tests.tracing.constructs.case import case, positive, real, small

X = np.array([[0.5, -1.2, 0.3], [1.1, 0.4, -0.7], [-0.6, 0.9, 1.5], [0.2, -0.3, -1.4]])
Y = np.array([0.7, -0.2, 1.1, 0.4])
LABELS = np.array([0, 1, 1, 0])


def mse(w):
    return np.mean((X @ w - Y) ** 2)


def mse_gradient(w):
    return 2 * X.T @ (X @ w - Y) / len(Y)


def sgd_momentum(w, dw, config=None):
    if config is None:
        config = {}
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("momentum", 0.9)
    v = config.get("velocity", np.zeros_like(w))
    v = config["momentum"] * v - config["learning_rate"] * dw
    next_w = w + v
    config["velocity"] = v
    return next_w, config


def adam(w, dw, config):
    config["t"] += 1
    config["m"] = config["beta1"] * config["m"] + (1 - config["beta1"]) * dw
    config["v"] = config["beta2"] * config["v"] + (1 - config["beta2"]) * dw**2
    m_hat = config["m"] / (1 - config["beta1"] ** config["t"])
    v_hat = config["v"] / (1 - config["beta2"] ** config["t"])
    return w - config["learning_rate"] * m_hat / (np.sqrt(v_hat) + config["epsilon"]), config


@case(small(3))
def gradient_descent(w):
    for _ in range(5):
        w = w - 0.1 * mse_gradient(w)
    return mse(w)


@case(small(3))
def gradient_descent_in_place(w):
    for _ in range(5):
        w -= 0.1 * mse_gradient(w)
    return mse(w)


@case(small(3), 0.1)
def by_the_learning_rate(w, lr):
    losses = []
    for _ in range(4):
        losses.append(mse(w))
        w = w - lr * mse_gradient(w)
    return losses, w


@case(small(3))
def momentum_in_place(w):
    v = np.zeros_like(w)
    for _ in range(5):
        v *= 0.9
        v -= 0.05 * mse_gradient(w)
        w += v
    return mse(w)


@case(small(3))
def nesterov(w):
    v = np.zeros(3)
    for _ in range(4):
        v_prev = v.copy()
        v = 0.9 * v - 0.05 * mse_gradient(w)
        w += -0.9 * v_prev + 1.9 * v
    return mse(w)


@case(small(3))
def adagrad_and_rmsprop(w):
    cache, mean = np.zeros_like(w), np.zeros_like(w)
    u = w.copy()
    for _ in range(4):
        g = mse_gradient(w)
        cache += g**2
        w -= 0.1 * g / (np.sqrt(cache) + 1e-7)
        g = mse_gradient(u)
        mean = 0.9 * mean + 0.1 * np.square(g)
        u -= 0.05 * g / np.sqrt(mean + 1e-8)
    return mse(w), mse(u)


@case(small(3))
def adam_in_place(w):
    m, v = np.zeros_like(w), np.zeros_like(w)
    b1, b2, lr = 0.9, 0.999, 0.05
    for t in range(1, 5):
        g = mse_gradient(w)
        m[:] = b1 * m + (1 - b1) * g
        v[:] = b2 * v + (1 - b2) * g * g
        w -= lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + 1e-8)
    return mse(w)


@case(small(3))
def update_rules_with_config(w):
    config = {"learning_rate": 0.05, "momentum": 0.8}
    for _ in range(3):
        w, config = sgd_momentum(w, mse_gradient(w), config)
    return mse(w), config["velocity"]


@case(
    small(3),
    constants=({"learning_rate": 0.05, "beta1": 0.9, "beta2": 0.99, "epsilon": 1e-8, "m": np.zeros(3), "v": np.zeros(3), "t": 0},),
)
def adam_with_a_config_that_is_passed(w, config):
    for _ in range(3):
        w, config = adam(w, mse_gradient(w), config)
    return mse(w), config["t"]


@case({"W1": small(3, 4), "b1": small(4), "W2": small(4, 2), "b2": small(2)})
def network_trained(params):
    velocity = {name: np.zeros_like(value) for name, value in params.items()}
    losses = []
    for _ in range(3):
        h = np.tanh(X @ params["W1"] + params["b1"])
        scores = h @ params["W2"] + params["b2"]
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        losses.append(-np.mean(np.log(p[np.arange(4), LABELS])))
        d = p.copy()
        d[np.arange(4), LABELS] -= 1
        d /= 4
        dh = d @ params["W2"].T * (1 - h**2)
        grads = {"W1": X.T @ dh, "b1": dh.sum(axis=0), "W2": h.T @ d, "b2": d.sum(axis=0)}
        for name in params:
            velocity[name] = 0.9 * velocity[name] - 0.1 * grads[name]
            params[name] += velocity[name]
    return losses[-1], np.array(losses)


@case(small(3), factory=True)
def a_trainer_class():
    class Model:
        def __init__(self):
            self.w = None

        def forward(self, x):
            self.x = x
            return x @ self.w

        def backward(self, dout):
            self.dw = self.x.T @ dout

    class Trainer:
        def __init__(self, model, lr=0.1):
            self.model, self.lr, self.history = model, lr, []

        def step(self, k):
            batch = slice(2 * (k % 2), 2 * (k % 2) + 2)
            out = self.model.forward(X[batch])
            error = out - Y[batch]
            self.model.backward(2 * error / len(error))
            self.model.w -= self.lr * self.model.dw
            self.history.append((error**2).mean())

    def train(w):
        trainer = Trainer(Model())
        trainer.model.w = w.copy()
        for k in range(4):
            trainer.step(k)
        return trainer.history[-1]

    return train


@case(small(3), constants=(np.array([2, 0, 3, 1]),))
def stochastic_with_shuffled_batches(w, order):
    np.random.seed(1)
    for epoch in range(2):
        index = np.random.permutation(4) if epoch else order
        for start in range(0, 4, 2):
            rows = index[start : start + 2]
            xb, yb = X[rows], Y[rows]
            w = w - 0.1 * xb.T.dot(xb.dot(w) - yb) / len(yb)
    return mse(w)


@case(small(3))
def perceptron_like_updates(w):
    b = 0.0
    for x, t in zip(X, LABELS, strict=True):
        y = 1 / (1 + np.exp(-(np.dot(w, x) + b)))
        delta = (t - y) * y * (1 - y)
        for i in range(len(w)):
            w[i] += 0.5 * delta * x[i]
        b += 0.5 * delta
    return w, b


@case(small(3), small(3))
def several_parameters_zipped(w, b):
    params, caches = [w, b], [np.zeros(3), np.zeros(3)]
    for _ in range(3):
        grads = [params[0] * params[1] ** 2, params[0] ** 2 * params[1]]
        for param, grad, cache in zip(params, grads, caches, strict=True):
            cache += grad**2
            param += -0.1 * grad / np.sqrt(cache + 1e-2)
    return np.sum(w * b), w


@case(small(3))
def clipped_and_decayed(w):
    lr = 0.5
    for t in range(4):
        g = mse_gradient(w) + 0.01 * w
        norm = np.sqrt(np.sum(g**2))
        if norm > 0.8:
            g = g * (0.8 / norm)
        g = np.clip(g, -0.7, 0.7)
        w = w - lr * g
        lr *= 0.9 if t % 2 else 1.0
    return mse(w)


@case(small(3))
def line_search(w):
    g = mse_gradient(w)
    step = 1.0
    while mse(w - step * g) > mse(w) - 0.3 * step * np.dot(g, g):
        step *= 0.5
    return mse(w - step * g)


@case(small(3))
def newton_steps(w):
    for _ in range(2):
        p = 1 / (1 + np.exp(-X @ w))
        g = X.T @ (p - LABELS) + 0.1 * w
        H = X.T @ np.diag(p * (1 - p)) @ X + 0.1 * np.eye(3)
        w = w - np.linalg.solve(H, g)
    return w


@case(small(3), small(3))
def averaged_weights(w, average):
    for k in range(3):
        w -= 0.1 * mse_gradient(w)
        average += (w - average) / (k + 1)
    return mse(average)


@case(positive(2, 2), real(2, 2))
def gradient_accumulated_over_batches(w, x):
    grad = np.zeros_like(w)
    total = 0
    for row in x:
        z = row @ w
        total += np.sum(z**2)
        grad += 2 * np.outer(row, z)
    grad /= len(x)
    return total, grad
