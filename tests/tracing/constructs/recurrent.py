"""Recurrent networks: forward through time and back, with lists, dicts, slices written in place."""

# The code is as people write it.
# ruff: noqa: N803, N806, PLW2901, RUF059

from __future__ import annotations

import numpy as np

from tests.tracing.constructs.case import case, real, small


def sigmoid(x):
    pos_mask = x >= 0
    neg_mask = x < 0
    z = np.zeros_like(x)
    z[pos_mask] = np.exp(-x[pos_mask])
    z[neg_mask] = np.exp(x[neg_mask])
    top = np.ones_like(x)
    top[neg_mask] = z[neg_mask]
    return top / (1 + z)


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    next_h = np.tanh(x.dot(Wx) + prev_h.dot(Wh) + b)
    return next_h, (x, prev_h, Wx, Wh, next_h)


def rnn_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, next_h = cache
    da = dnext_h * (1 - next_h**2)
    return da.dot(Wx.T), da.dot(Wh.T), x.T.dot(da), prev_h.T.dot(da), da.sum(axis=0)


def rnn_forward(x, h0, Wx, Wh, b):
    N, T, D = x.shape
    H = h0.shape[1]
    h, cache = np.zeros((N, T, H)), []
    prev_h = h0
    for t in range(T):
        prev_h, step_cache = rnn_step_forward(x[:, t, :], prev_h, Wx, Wh, b)
        h[:, t, :] = prev_h
        cache.append(step_cache)
    return h, cache


@case(small(4, 4))
def stable_sigmoid(x):
    return sigmoid(x)


@case(real(2, 3, 2), real(2, 4), small(2, 4), small(4, 4), small(4))
def vanilla(x, h0, Wx, Wh, b):
    return rnn_forward(x, h0, Wx, Wh, b)[0]


@case(real(2, 3, 4), real(2, 3, 2), real(2, 4), small(2, 4), small(4, 4), small(4))
def vanilla_gradients(dh, x, h0, Wx, Wh, b):
    h, cache = rnn_forward(x, h0, Wx, Wh, b)
    N, T, H = dh.shape
    dx, dh_prev = np.zeros((N, T, x.shape[2])), np.zeros((N, H))
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros(H)
    for t in reversed(range(T)):
        dx[:, t], dh_prev, dWx_t, dWh_t, db_t = rnn_step_backward(dh[:, t] + dh_prev, cache.pop())
        dWx += dWx_t
        dWh += dWh_t
        db += db_t
    return dx, dh_prev, dWx, dWh, db


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    H = prev_h.shape[1]
    a = x.dot(Wx) + prev_h.dot(Wh) + b
    i = sigmoid(a[:, 0:H])
    f = sigmoid(a[:, H : 2 * H])
    o = sigmoid(a[:, 2 * H : 3 * H])
    g = np.tanh(a[:, 3 * H : 4 * H])
    next_c = f * prev_c + i * g
    next_h = o * np.tanh(next_c)
    return next_h, next_c, (x, prev_h, prev_c, Wx, Wh, i, f, o, g, next_c)


def lstm_step_backward(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, i, f, o, g, next_c = cache
    N, H = dnext_h.shape
    tc = np.tanh(next_c)
    dc = dnext_c + dnext_h * o * (1 - tc**2)
    da = np.zeros((N, 4 * H))
    da[:, 0:H] = dc * g * i * (1 - i)
    da[:, H : 2 * H] = dc * prev_c * f * (1 - f)
    da[:, 2 * H : 3 * H] = dnext_h * tc * o * (1 - o)
    da[:, 3 * H :] = dc * i * (1 - g**2)
    return da @ Wx.T, da @ Wh.T, dc * f, x.T @ da, prev_h.T @ da, np.sum(da, axis=0)


def lstm_forward(x, h0, Wx, Wh, b):
    N, T, _ = x.shape
    H = h0.shape[1]
    h = np.zeros((N, T, H))
    cache = {}
    prev_h, prev_c = h0, np.zeros((N, H))
    for t in range(T):
        prev_h, prev_c, cache[t] = lstm_step_forward(x[:, t], prev_h, prev_c, Wx, Wh, b)
        h[:, t] = prev_h
    return h, cache


@case(real(2, 3, 2), real(2, 3), small(2, 12), small(3, 12), small(12))
def lstm(x, h0, Wx, Wh, b):
    h, _ = lstm_forward(x, h0, Wx, Wh, b)
    return h


@case(real(2, 3, 3), real(2, 3, 2), real(2, 3), small(2, 12), small(3, 12), small(12))
def lstm_gradients(dh, x, h0, Wx, Wh, b):
    _, cache = lstm_forward(x, h0, Wx, Wh, b)
    N, T, H = dh.shape
    dx = np.empty(x.shape)
    dprev_h, dprev_c = np.zeros((N, H)), np.zeros((N, H))
    grads = {"Wx": np.zeros(Wx.shape), "Wh": np.zeros(Wh.shape), "b": np.zeros(b.shape)}
    for t in range(T - 1, -1, -1):
        dx[:, t, :], dprev_h, dprev_c, dWx, dWh, db = lstm_step_backward(dh[:, t, :] + dprev_h, dprev_c, cache[t])
        for name, grad in zip(("Wx", "Wh", "b"), (dWx, dWh, db), strict=True):
            grads[name] += grad
    return dx, dprev_h, grads


@case(real(2, 3, 2), small(5, 9), small(9))
def lstm_with_one_matrix_and_split(x, W, b):
    N, T, _ = x.shape
    h, c = np.zeros((N, 3)), np.zeros((N, 3))
    hs = []
    for t in range(T):
        z = np.hstack([h, x[:, t]]) @ W + b
        i, o, g = np.split(z, 3, axis=1)
        i, o, g = 1 / (1 + np.exp(-i)), 1 / (1 + np.exp(-o)), np.tanh(g)
        c = (1 - i) * c + i * g
        h = o * np.tanh(c)
        hs.append(h)
    return np.stack(hs, axis=1), c


@case(real(3, 2), small(4, 6), small(4, 6), small(4, 6))
def gru(xs, Wz, Wr, Wh):
    h = np.zeros((4, 1))
    for x in xs:
        x = x.reshape(-1, 1)
        concat = np.vstack((h, x))
        z = sigmoid(Wz @ concat)
        r = sigmoid(Wr @ concat)
        candidate = np.tanh(Wh @ np.concatenate((r * h, x)))
        h = (1 - z) * h + z * candidate
    return h.ravel()


@case(small(4, 3), small(4, 4), small(3, 4), small(4, 1), small(3, 1), constants=([0, 2, 1, 1], [2, 1, 1, 0]))
def character_model_with_its_gradients(Wxh, Whh, Why, bh, by, inputs, targets):
    xs, hs, ys, ps = {}, {}, {}, {}
    hs[-1] = np.zeros((4, 1))
    loss = 0
    for t in range(len(inputs)):
        xs[t] = np.zeros((3, 1))
        xs[t][inputs[t]] = 1
        hs[t] = np.tanh(np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t - 1]) + bh)
        ys[t] = np.dot(Why, hs[t]) + by
        ps[t] = np.exp(ys[t]) / np.sum(np.exp(ys[t]))
        loss += -np.log(ps[t][targets[t], 0])
    dWxh, dWhh, dWhy = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(Why)
    dbh, dby = np.zeros_like(bh), np.zeros_like(by)
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(inputs))):
        dy = np.copy(ps[t])
        dy[targets[t]] -= 1
        dWhy += np.dot(dy, hs[t].T)
        dby += dy
        dh = np.dot(Why.T, dy) + dhnext
        dhraw = (1 - hs[t] * hs[t]) * dh
        dbh += dhraw
        dWxh += np.dot(dhraw, xs[t].T)
        dWhh += np.dot(dhraw, hs[t - 1].T)
        dhnext = np.dot(Whh.T, dhraw)
    for dparam in [dWxh, dWhh, dWhy, dbh, dby]:
        np.clip(dparam, -5, 5, out=dparam)
    return loss, dWxh, dWhh, dWhy, dbh, dby, hs[len(inputs) - 1]


@case(real(3, 4), small(2, 3), small(2, 2), small(1, 2))
def states_in_columns(X, U, V, w):
    T = X.shape[1]
    S = np.zeros((2, T + 1))
    y = np.zeros((1, T))
    for t in range(1, T + 1):
        S[:, t] = np.tanh(U @ X[:, t - 1] + V @ S[:, t - 1])
        y[:, t - 1 : t] = w @ S[:, t : t + 1]
    return y, S[:, 1:]


@case(real(2, 3, 2), small(2, 3), small(3, 3), small(2, 3), small(3, 3))
def bidirectional(x, Wf, Uf, Wb, Ub):
    N, T, _ = x.shape
    forward, backward = np.zeros((N, T, 3)), np.zeros((N, T, 3))
    h = np.zeros((N, 3))
    for t in range(T):
        h = np.tanh(x[:, t] @ Wf + h @ Uf)
        forward[:, t] = h
    h = np.zeros((N, 3))
    for t in range(T)[::-1]:
        h = np.tanh(x[:, t] @ Wb + h @ Ub)
        backward[:, t] = h
    return np.concatenate([forward, backward], axis=-1)


@case(real(2, 3), small(4, 2), small(2, 3), small(3, 3), small(3, 4), constants=(np.array([[0, 1, 3], [2, 2, 0]]),))
def captioning_loss(features, W_embed, Wx, Wh, Wv, captions):
    captions_in, captions_out = captions[:, :-1], captions[:, 1:]
    mask = captions_out != 0
    h, _ = rnn_forward(W_embed[captions_in], features, Wx, Wh, 0.1)
    scores = h @ Wv
    scores = scores - scores.max(axis=2, keepdims=True)
    log_p = scores - np.log(np.exp(scores).sum(axis=2, keepdims=True))
    N, T = captions_out.shape
    return -np.sum(mask * log_p[np.arange(N)[:, None], np.arange(T), captions_out]) / N


@case(small(3, 3), real(3))
def unrolled_with_a_list_of_states(W, h):
    states = [h]
    for _ in range(4):
        states.append(np.tanh(W @ states[-1]))
    grads = np.zeros_like(W)
    dh = np.ones(3)
    for t in range(4, 0, -1):
        dz = dh * (1 - states[t] ** 2)
        grads += np.outer(dz, states[t - 1])
        dh = W.T @ dz
    return states[-1], grads, dh
