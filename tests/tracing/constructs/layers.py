"""Layers with the backward passes that people write for them: affine, activations, dropout, normalisation, embedding, losses."""

# The code is as people write it.
# ruff: noqa: N803, N806, RUF059

from __future__ import annotations

import numpy as np

from tests.tracing.constructs.case import case, positive, real, small, unit


def affine_forward(x, w, b):
    n = x.shape[0]
    out = x.reshape(n, -1) @ w + b
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    dx = (dout @ w.T).reshape(x.shape)
    dw = x.reshape(x.shape[0], -1).T @ dout
    db = np.sum(dout, axis=0)
    return dx, dw, db


@case(real(2, 2, 3), small(6, 4), small(4))
def affine(x, w, b):
    out, _ = affine_forward(x, w, b)
    return out


@case(real(2, 4), real(2, 2, 3), small(6, 4), small(4))
def affine_gradients(dout, x, w, b):
    _, cache = affine_forward(x, w, b)
    return affine_backward(dout, cache)


@case(real(3, 4), real(3, 4))
def relu_gradients(x, dout):
    out, cache = np.maximum(0, x), x
    dx = np.where(cache > 0, dout, 0)
    other = dout.copy()
    other[cache <= 0] = 0
    return out, dx, dout * (cache > 0), other


@case(real(3, 4), real(3, 4))
def activation_gradients(z, da):
    s = 1 / (1 + np.exp(-z))
    t = np.tanh(z)
    return da * s * (1 - s), da * (1 - t**2), da * np.where(z > 0, 1, 0.01), da * np.where(z > 0, 1, np.exp(z))


@case(real(3, 4), real(3, 4))
def softmax_gradient(z, dout):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    s = e / e.sum(axis=1, keepdims=True)
    return s * (dout - (dout * s).sum(axis=1, keepdims=True))


@case(real(4))
def softmax_jacobian(z):
    s = np.exp(z) / np.sum(np.exp(z))
    by_hand = np.zeros((4, 4))
    for i in range(4):
        for j in range(4):
            by_hand[i, j] = s[i] * (1 - s[i]) if i == j else -s[i] * s[j]
    return by_hand, np.diag(s) - np.outer(s, s), np.diagflat(s) - s.reshape(-1, 1) @ s.reshape(1, -1)


@case(real(4, 5), constants=({"mode": "train", "p": 0.6, "seed": 3},))
def dropout_with_a_seed(x, dropout_param):
    p, mode = dropout_param["p"], dropout_param["mode"]
    if "seed" in dropout_param:
        np.random.seed(dropout_param["seed"])
    mask = None
    out = None
    if mode == "train":
        mask = (np.random.rand(*x.shape) < p) / p
        out = x * mask
    elif mode == "test":
        out = x
    cache = (dropout_param, mask)
    out = out.astype(x.dtype, copy=False)
    return out, 2 * out * cache[1]


@case(real(2, 3), constants=(np.array([[1, 0, 1], [0, 1, 1]]),))
def dropout_with_a_mask(x, mask):
    keep = 0.8
    return x * mask / keep, np.multiply(x, mask.astype(bool)) / keep


@case(real(5, 3), positive(3), real(3), constants=({"mode": "train", "eps": 1e-5, "momentum": 0.9},))
def batchnorm_with_running_statistics(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    _, d = x.shape
    running_mean = bn_param.get("running_mean", np.zeros(d, dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(d, dtype=x.dtype))
    if mode == "train":
        mu = x.mean(axis=0)
        var = x.var(axis=0)
        xhat = (x - mu) / np.sqrt(var + eps)
        out = gamma * xhat + beta
        running_mean = momentum * running_mean + (1 - momentum) * mu
        running_var = momentum * running_var + (1 - momentum) * var
    else:
        out = gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta
    bn_param["running_mean"] = running_mean
    bn_param["running_var"] = running_var
    return out


@case(real(5, 3), positive(3), real(3), constants=({"mode": "test", "running_mean": np.ones(3), "running_var": np.full(3, 2.0)},))
def batchnorm_at_test_time(x, gamma, beta, bn_param):
    xhat = (x - bn_param["running_mean"]) / np.sqrt(bn_param["running_var"] + 1e-5)
    return gamma * xhat + beta


@case(real(5, 3), positive(3), real(3), constants=({"running_mean": np.zeros(3), "running_var": np.ones(3)},))
def batchnorm_in_place(x, gamma, beta, state):
    mu, var = np.mean(x, axis=0), np.var(x, axis=0)
    state["running_mean"] *= 0.9
    state["running_mean"] += 0.1 * mu
    state["running_var"] = state["running_var"] * 0.9 + 0.1 * var
    return gamma * (x - mu) / np.sqrt(var + 1e-5) + beta


@case(real(5, 3), real(5, 3), positive(3))
def batchnorm_gradients_step_by_step(dout, x, gamma):
    n = x.shape[0]
    mu = 1.0 / n * np.sum(x, axis=0)
    xmu = x - mu
    sq = xmu**2
    var = 1.0 / n * np.sum(sq, axis=0)
    sqrtvar = np.sqrt(var + 1e-5)
    ivar = 1.0 / sqrtvar
    xhat = xmu * ivar
    dgamma = np.sum(dout * xhat, axis=0)
    dxhat = dout * gamma
    divar = np.sum(dxhat * xmu, axis=0)
    dxmu1 = dxhat * ivar
    dsqrtvar = -1.0 / (sqrtvar**2) * divar
    dvar = 0.5 * 1.0 / np.sqrt(var + 1e-5) * dsqrtvar
    dsq = 1.0 / n * np.ones(x.shape) * dvar
    dxmu2 = 2 * xmu * dsq
    dx1 = dxmu1 + dxmu2
    dmu = -1 * np.sum(dxmu1 + dxmu2, axis=0)
    dx2 = 1.0 / n * np.ones(x.shape) * dmu
    return dx1 + dx2, dgamma, np.sum(dout, axis=0)


@case(real(5, 3), real(5, 3), positive(3))
def batchnorm_gradients_in_one_formula(dout, x, gamma):
    n = x.shape[0]
    std = np.sqrt(x.var(axis=0) + 1e-5)
    xhat = (x - x.mean(axis=0)) / std
    dgamma = (dout * xhat).sum(axis=0)
    return gamma / (n * std) * (n * dout - dout.sum(axis=0) - xhat * dgamma)


@case(real(2, 3, 2, 2), positive(3), real(3))
def spatial_batchnorm(x, gamma, beta):
    n, c, h, w = x.shape
    rows = x.transpose(0, 2, 3, 1).reshape(n * h * w, c)
    out = gamma * (rows - rows.mean(0)) / np.sqrt(rows.var(0) + 1e-5) + beta
    return out.reshape(n, h, w, c).transpose(0, 3, 1, 2)


@case(real(4, 5), positive(5), real(5), constants=({"eps": 1e-5},))
def layernorm(x, gamma, beta, ln_param):
    eps = ln_param.get("eps", 1e-5)
    xt = x.T
    mu = np.mean(xt, axis=0)
    xhat = (xt - mu) / np.sqrt(np.var(xt, axis=0) + eps)
    return gamma * xhat.T + beta


@case(real(4, 5), real(4, 5), positive(5))
def layernorm_gradients(dout, x, gamma):
    mu, var = x.mean(1, keepdims=True), x.var(1, keepdims=True)
    std = np.sqrt(var + 1e-5)
    xhat = (x - mu) / std
    dxhat = dout * gamma
    dx = (dxhat - dxhat.mean(1, keepdims=True) - xhat * (dxhat * xhat).mean(1, keepdims=True)) / std
    return dx, (dout * xhat).sum(0), dout.sum(0)


@case(real(2, 4, 2, 2), positive(1, 4, 1, 1), real(1, 4, 1, 1), constants=(2,))
def groupnorm(x, gamma, beta, groups):
    n, c, h, w = x.shape
    xg = x.reshape(n, groups, c // groups, h, w)
    mu = xg.mean(axis=(2, 3, 4), keepdims=True)
    var = xg.var(axis=(2, 3, 4), keepdims=True)
    return ((xg - mu) / np.sqrt(var + 1e-5)).reshape(x.shape) * gamma + beta


@case(real(2, 3, 2, 2))
def instance_and_rms_norm(x):
    instance = (x - np.mean(x, axis=(2, 3), keepdims=True)) / (np.std(x, axis=(2, 3), keepdims=True) + 1e-6)
    return instance, x / np.sqrt(np.mean(x**2, axis=-1, keepdims=True) + 1e-6)


@case(small(5, 3), real(2, 4, 3), constants=(np.array([[0, 3, 3, 1], [4, 0, 2, 3]]),))
def word_embedding(w, dout, x):
    out, cache = w[x], (x, w.shape)
    dw = np.zeros(cache[1])
    np.add.at(dw, cache[0], dout)
    loop = np.zeros_like(w)
    for n in range(x.shape[0]):
        for t in range(x.shape[1]):
            loop[x[n, t]] += dout[n, t]
    return out, dw, loop


@case(real(4, 3), constants=(np.array([0, 2, 1, 1]),))
def softmax_cross_entropy(x, y):
    shifted = x - np.max(x, axis=1, keepdims=True)
    z = np.sum(np.exp(shifted), axis=1, keepdims=True)
    log_probs = shifted - np.log(z)
    probs = np.exp(log_probs)
    n = x.shape[0]
    loss = -np.sum(log_probs[np.arange(n), y]) / n
    dx = probs.copy()
    dx[np.arange(n), y] -= 1
    dx /= n
    return loss, dx


@case(real(4, 3), constants=(np.array([0, 2, 1, 1]),))
def svm_loss(x, y):
    n = x.shape[0]
    correct = x[np.arange(n), y]
    margins = np.maximum(0, x - correct[:, np.newaxis] + 1.0)
    margins[np.arange(n), y] = 0
    loss = np.sum(margins) / n
    num_pos = np.sum(margins > 0, axis=1)
    dx = np.zeros_like(x)
    dx[margins > 0] = 1
    dx[np.arange(n), y] -= num_pos
    dx /= n
    return loss, dx


@case(small(3, 4), constants=(np.array([[0.5, -1.0, 2.0], [1.5, 0.3, -0.2]]), np.array([1, 3]), 0.1))
def svm_loss_by_loops(W, X, y, reg):
    loss = 0.0
    dW = np.zeros(W.shape)
    for i in range(X.shape[0]):
        scores = X[i].dot(W)
        correct = scores[y[i]]
        for j in range(W.shape[1]):
            if j == y[i]:
                continue
            margin = scores[j] - correct + 1
            if margin > 0:
                loss += margin
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    loss /= X.shape[0]
    dW /= X.shape[0]
    loss += reg * np.sum(W * W)
    dW += 2 * reg * W
    return loss, dW


@case(small(3, 4), constants=(np.array([[0.5, -1.0, 2.0], [1.5, 0.3, -0.2]]), np.array([1, 3]), 0.1))
def softmax_loss_by_loops(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(X)):
        f = X[i].dot(W)
        f -= np.max(f)
        p = np.exp(f) / np.sum(np.exp(f))
        loss += -np.log(p[y[i]])
        for k in range(W.shape[1]):
            dW[:, k] += (p[k] - (k == y[i])) * X[i]
    return loss / len(X) + reg * np.sum(W**2), dW / len(X) + 2 * reg * W


@case(unit(2, 4), constants=(np.array([[1, 0, 0, 1]]),))
def binary_cross_entropy(AL, Y):
    m = Y.shape[1]
    AL = AL[:1]
    cost = -1 / m * np.sum(np.multiply(np.log(AL), Y) + np.multiply(np.log(1 - AL), 1 - Y))
    dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    return np.squeeze(cost), dAL


@case(real(2, 3, 4), small(4, 5), small(5), real(2, 3, 5))
def temporal_affine(x, w, b, dout):
    N, T, D = x.shape
    M = b.shape[0]
    out = x.reshape(N * T, D).dot(w).reshape(N, T, M) + b
    dx = dout.reshape(N * T, M).dot(w.T).reshape(N, T, D)
    dw = dout.reshape(N * T, M).T.dot(x.reshape(N * T, D)).T
    return out, dx, dw, dout.sum(axis=(0, 1))


@case(real(2, 3, 4), constants=(np.array([[1, 0, 3], [2, 2, 0]]), np.array([[True, True, False], [True, False, True]])))
def temporal_softmax_loss(x, y, mask):
    N, T, V = x.shape
    x_flat, y_flat, mask_flat = x.reshape(N * T, V), y.reshape(N * T), mask.reshape(N * T)
    probs = np.exp(x_flat - np.max(x_flat, axis=1, keepdims=True))
    probs /= np.sum(probs, axis=1, keepdims=True)
    loss = -np.sum(mask_flat * np.log(probs[np.arange(N * T), y_flat])) / N
    dx_flat = probs.copy()
    dx_flat[np.arange(N * T), y_flat] -= 1
    dx_flat /= N
    dx_flat *= mask_flat[:, None]
    return loss, dx_flat.reshape(N, T, V)


@case(real(5), real(5))
def losses_of_regression(pred, y):
    diff = pred - y
    mse, mae = np.mean(diff**2), np.mean(np.abs(diff))
    log_cosh = np.sum(np.log(np.cosh(diff)))
    huber = np.where(np.abs(diff) < 1, 0.5 * diff**2, np.abs(diff) - 0.5).mean()
    return mse, mae, log_cosh, huber, 2 * diff / diff.size, np.sign(diff) / len(diff)


@case(real(3, 4), real(3, 4))
def cosine_similarity(a, b):
    dot = np.sum(a * b, axis=1)
    return dot / (np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1))


@case(real(3, 4), real(3, 4), real(3, 4))
def triplet_loss(anchor, pos, neg):
    ap = np.sum((anchor - pos) ** 2, axis=-1)
    an = np.sum((anchor - neg) ** 2, axis=-1)
    return np.mean(np.maximum(ap - an + 6.0, 0)), np.sum((ap < an) * ap)


@case(unit(3, 4), unit(3, 4))
def divergences(p, q):
    p = p / p.sum(axis=1, keepdims=True)
    q = q / np.sum(q, axis=1)[:, None]
    m = (p + q) / 2
    kl = np.sum(p * np.log(p / q), axis=1)
    return kl, 0.5 * np.sum(p * np.log(p / m)) + 0.5 * np.sum(q * np.log(q / m)), -np.sum(p * np.log(q), axis=1).mean()
