"""Whole networks: with params dicts, classes, losses that compute their own gradients, attention."""

# The code is as people write it.
# ruff: noqa: N803, N806, RUF007, RUF059, UP031

from __future__ import annotations

import numpy as np

from tests.tracing.constructs.case import case, positive, real, small

X4 = np.array([[0.5, -1.2, 0.3], [1.1, 0.4, -0.7], [-0.6, 0.9, 1.5], [0.2, -0.3, -1.4]])
Y4 = np.array([0, 2, 1, 1])


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax_loss(x, y):
    probs = np.exp(x - np.max(x, axis=1, keepdims=True))
    probs /= np.sum(probs, axis=1, keepdims=True)
    n = x.shape[0]
    loss = -np.sum(np.log(probs[np.arange(n), y])) / n
    dx = probs.copy()
    dx[np.arange(n), y] -= 1
    dx /= n
    return loss, dx


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, std=0.3, reg=0.1):
        rng = np.random.RandomState(1)
        self.reg = reg
        self.params = {}
        self.params["W1"] = std * rng.randn(input_size, hidden_size)
        self.params["b1"] = np.zeros(hidden_size) + 0.1
        self.params["W2"] = std * rng.randn(hidden_size, output_size)
        self.params["b2"] = np.zeros(output_size)

    def loss(self, X, y=None):
        W1, b1 = self.params["W1"], self.params["b1"]
        W2, b2 = self.params["W2"], self.params["b2"]
        N, D = X.shape
        hidden = np.maximum(0, X.dot(W1) + b1)
        scores = hidden.dot(W2) + b2
        if y is None:
            return scores
        loss, dscores = softmax_loss(scores, y)
        loss += 0.5 * self.reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
        grads = {}
        grads["W2"] = hidden.T.dot(dscores) + self.reg * W2
        grads["b2"] = np.sum(dscores, axis=0)
        dhidden = dscores.dot(W2.T)
        dhidden[hidden <= 0] = 0
        grads["W1"] = X.T.dot(dhidden) + self.reg * W1
        grads["b1"] = np.sum(dhidden, axis=0)
        return loss, grads


class FullyConnectedNet:
    def __init__(self, dims, normalization=None, dropout=1.0, reg=0.0, seed=0):
        rng = np.random.default_rng(seed)
        self.num_layers = len(dims) - 1
        self.normalization, self.reg = normalization, reg
        self.use_dropout = dropout != 1
        self.params = {}
        for i, (n_in, n_out) in enumerate(zip(dims[:-1], dims[1:], strict=True), 1):
            self.params[f"W{i}"] = rng.normal(0, 0.5, (n_in, n_out))
            self.params["b" + str(i)] = np.full(n_out, 0.05)
            if normalization and i < self.num_layers:
                self.params["gamma%d" % i] = np.ones(n_out)
                self.params["beta%d" % i] = np.zeros(n_out)
        self.dropout_param = {"mode": "train", "p": dropout, "seed": 5} if self.use_dropout else {}
        self.bn_params = [{"mode": "train"} for _ in range(self.num_layers - 1)] if normalization else []

    def loss(self, X, y):
        caches, out = [], X
        for i in range(1, self.num_layers):
            z = out @ self.params[f"W{i}"] + self.params[f"b{i}"]
            norm_cache = None
            if self.normalization:
                mu, var = z.mean(axis=0), z.var(axis=0)
                bn = self.bn_params[i - 1]
                bn["mean"] = 0.9 * bn.get("mean", np.zeros(z.shape[1])) + 0.1 * mu
                std = np.sqrt(var + 1e-5)
                xhat = (z - mu) / std
                z = self.params[f"gamma{i}"] * xhat + self.params[f"beta{i}"]
                norm_cache = (xhat, std)
            a = np.maximum(0, z)
            mask = None
            if self.use_dropout:
                np.random.seed(self.dropout_param["seed"])
                mask = (np.random.rand(*a.shape) < self.dropout_param["p"]) / self.dropout_param["p"]
                a = a * mask
            caches.append((out, z, norm_cache, mask))
            out = a
        L = self.num_layers
        scores = out @ self.params[f"W{L}"] + self.params[f"b{L}"]
        loss, dout = softmax_loss(scores, y)
        loss += 0.5 * self.reg * sum(np.sum(self.params[f"W{i}"] ** 2) for i in range(1, L + 1))
        grads = {f"W{L}": out.T @ dout + self.reg * self.params[f"W{L}"], f"b{L}": dout.sum(axis=0)}
        dout = dout @ self.params[f"W{L}"].T
        for i in range(L - 1, 0, -1):
            x, z, norm_cache, mask = caches.pop()
            if mask is not None:
                dout = dout * mask
            dz = dout * (z > 0)
            if norm_cache is not None:
                xhat, std = norm_cache
                grads[f"gamma{i}"], grads[f"beta{i}"] = (dz * xhat).sum(0), dz.sum(0)
                dxhat = dz * self.params[f"gamma{i}"]
                dz = (dxhat - dxhat.mean(0) - xhat * (dxhat * xhat).mean(0)) / std
            grads[f"W{i}"] = x.T @ dz + self.reg * self.params[f"W{i}"]
            grads[f"b{i}"] = dz.sum(axis=0)
            dout = dz @ self.params[f"W{i}"].T
        return loss, grads


@case(small(3, 5), small(5), small(5, 3), small(3))
def two_layer_net_in_one_function(W1, b1, W2, b2):
    X, y, reg = X4, Y4, 0.05
    N = X.shape[0]
    h1 = np.maximum(0, np.dot(X, W1) + b1)
    scores = np.dot(h1, W2) + b2
    exp_scores = np.exp(scores)
    probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
    data_loss = np.sum(-np.log(probs[range(N), y])) / N
    loss = data_loss + 0.5 * reg * np.sum(W1 * W1) + 0.5 * reg * np.sum(W2 * W2)
    dscores = probs
    dscores[range(N), y] -= 1
    dscores /= N
    dW2 = np.dot(h1.T, dscores) + reg * W2
    db2 = np.sum(dscores, axis=0, keepdims=True)
    dhidden = np.dot(dscores, W2.T)
    dhidden[h1 <= 0] = 0
    dW1 = np.dot(X.T, dhidden) + reg * W1
    db1 = np.sum(dhidden, axis=0, keepdims=True)
    return loss, (dW1, db1, dW2, db2)


@case(real(4, 3), factory=True)
def class_with_loss_and_gradients():
    net = TwoLayerNet(3, 5, 3)
    return lambda X: net.loss(X, Y4)


@case({"W1": small(3, 5), "b1": small(5), "W2": small(5, 3), "b2": small(3)}, factory=True)
def class_by_its_parameters():
    net = TwoLayerNet(3, 5, 3)

    def loss(params):
        for name in params:
            net.params[name] = params[name]
        value, _ = net.loss(X4, Y4)
        return value

    return loss


@case(small(3, 5), factory=True)
def class_by_one_of_its_parameters():
    net = TwoLayerNet(3, 5, 3)

    def f(W):
        net.params["W1"] = W
        return net.loss(X4, Y4)[0]

    return f


@case({"W1": small(3, 5), "b1": small(5), "W2": small(5, 3), "b2": small(3)})
def class_made_inside(params):
    net = TwoLayerNet(3, 5, 3, reg=0.01)
    net.params.update(params)
    return net.loss(X4), net.loss(X4, Y4)


@case(small(4, 3), factory=True)
def deep_net():
    net = FullyConnectedNet([3, 5, 4, 3], reg=0.1, seed=1)
    return lambda X: net.loss(X, Y4)


@case(real(4, 3), factory=True)
def deep_net_with_batchnorm_and_dropout():
    net = FullyConnectedNet([3, 5, 4, 3], normalization="batchnorm", dropout=0.7, reg=0.1, seed=2)
    return lambda X: net.loss(X, Y4)


@case(small(3, 5), small(4), factory=True)
def deep_net_with_batchnorm_by_two_parameters():
    net = FullyConnectedNet([3, 5, 4, 3], normalization="batchnorm", seed=3)

    def loss(W1, beta2):
        net.params["W1"], net.params["beta2"] = W1, beta2
        return net.loss(X4, Y4)[0]

    return loss


@case({"W1": small(4, 3), "b1": small(4, 1), "W2": small(1, 4), "b2": small(1, 1)})
def columns_as_examples(parameters):
    X, Y = X4.T, np.array([[1, 0, 1, 1]])
    m = X.shape[1]
    L = len(parameters) // 2
    A, caches = X, []
    for l in range(1, L + 1):  # noqa: E741
        A_prev = A
        Z = np.dot(parameters["W" + str(l)], A_prev) + parameters["b" + str(l)]
        A = np.maximum(0, Z) if l < L else sigmoid(Z)
        caches.append(((A_prev, parameters["W" + str(l)]), Z))
    cost = np.squeeze(-(np.dot(Y, np.log(A).T) + np.dot(1 - Y, np.log(1 - A).T)) / m)
    assert cost.shape == ()
    grads = {}
    dA = -(np.divide(Y, A) - np.divide(1 - Y, 1 - A))
    for l in reversed(range(L)):  # noqa: E741
        (A_prev, W), Z = caches[l]
        if l == L - 1:
            s = 1 / (1 + np.exp(-Z))
            dZ = dA * s * (1 - s)
        else:
            dZ = np.array(dA, copy=True)
            dZ[Z <= 0] = 0
        grads["dW" + str(l + 1)] = 1.0 / m * np.dot(dZ, A_prev.T)
        grads["db" + str(l + 1)] = 1.0 / m * np.sum(dZ, axis=1, keepdims=True)
        dA = np.dot(W.T, dZ)
    return cost, grads


@case([small(4, 3), small(2, 4)], [small(4, 1), small(2, 1)])
def lists_of_weights_and_biases(weights, biases):
    activation = X4[0].reshape(-1, 1)
    y = np.array([[1.0], [0.0]])
    activations, zs = [activation], []
    for b, w in zip(biases, weights, strict=True):
        z = np.dot(w, activation) + b
        zs.append(z)
        activation = sigmoid(z)
        activations.append(activation)
    nabla_b = [np.zeros(b.shape) for b in biases]
    nabla_w = [np.zeros(w.shape) for w in weights]
    delta = (activations[-1] - y) * sigmoid(zs[-1]) * (1 - sigmoid(zs[-1]))
    nabla_b[-1] = delta
    nabla_w[-1] = np.dot(delta, activations[-2].transpose())
    for k in range(2, 3):
        sp = sigmoid(zs[-k]) * (1 - sigmoid(zs[-k]))
        delta = np.dot(weights[-k + 1].transpose(), delta) * sp
        nabla_b[-k] = delta
        nabla_w[-k] = np.dot(delta, activations[-k - 1].transpose())
    return 0.5 * np.sum((activations[-1] - y) ** 2), nabla_b, nabla_w


@case(small(3, 4), small(4, 1))
def xor_in_two_lines(syn0, syn1):
    X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    y = np.array([[0, 1, 1, 0]]).T
    for _ in range(3):
        l1 = 1 / (1 + np.exp(-(np.dot(X, syn0))))
        l2 = 1 / (1 + np.exp(-(np.dot(l1, syn1))))
        l2_delta = (y - l2) * (l2 * (1 - l2))
        l1_delta = l2_delta.dot(syn1.T) * (l1 * (1 - l1))
        syn1 += l1.T.dot(l2_delta)
        syn0 += X.T.dot(l1_delta)
    return np.mean(np.abs(y - l2))


@case(real(2, 3, 4), small(4, 4), small(4, 4), small(4, 4))
def attention(x, Wq, Wk, Wv):
    q, k, v = x @ Wq, x @ Wk, x @ Wv
    scores = q @ k.transpose(0, 2, 1) / np.sqrt(q.shape[-1])
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = weights / weights.sum(axis=-1, keepdims=True)
    return weights @ v, weights


@case(real(2, 3, 4), real(2, 3, 4), real(2, 3, 4), real(2, 3, 4))
def attention_gradients(dout, q, k, v):
    d = q.shape[-1]
    s = np.matmul(q, np.swapaxes(k, 1, 2)) / np.sqrt(d)
    p = np.exp(s) / np.exp(s).sum(-1, keepdims=True)
    dv = np.swapaxes(p, 1, 2) @ dout
    dp = dout @ v.transpose(0, 2, 1)
    ds = p * (dp - np.sum(dp * p, axis=-1, keepdims=True))
    return ds @ k / np.sqrt(d), np.einsum("bqk,bqd->bkd", ds, q) / np.sqrt(d), dv


@case(real(2, 4, 6), small(6, 18), small(6, 6))
def causal_self_attention_with_heads(x, W_qkv, W_out):
    B, T, D = x.shape
    H = 2
    q, k, v = np.split(x @ W_qkv, 3, axis=-1)
    q, k, v = [a.reshape(B, T, H, D // H).transpose(0, 2, 1, 3) for a in (q, k, v)]
    att = q @ k.swapaxes(-2, -1) / np.sqrt(D // H)
    mask = np.triu(np.ones((T, T), dtype=bool), k=1)
    att = np.where(mask, -1e9, att)
    att = np.exp(att - att.max(-1, keepdims=True))
    att /= att.sum(-1, keepdims=True)
    out = (att @ v).transpose(0, 2, 1, 3).reshape(B, T, D)
    return out @ W_out


@case(real(3, 4), positive(4), real(4), small(4, 8), small(8, 4))
def transformer_block(x, g, b, W1, W2):
    def layer_norm(h, gain=None, bias=None):
        h = (h - h.mean(-1, keepdims=True)) / np.sqrt(h.var(-1, keepdims=True) + 1e-5)
        return h if gain is None else gain * h + bias

    position = np.array([[np.sin(t / 10 ** (i / 4)) if i % 2 == 0 else np.cos(t / 10 ** (i / 4)) for i in range(4)] for t in range(3)])
    x = x + position
    s = x @ x.T / 2.0
    s[np.triu_indices(3, 1)] = -np.inf
    p = np.exp(s - s.max(axis=-1, keepdims=True))
    p = p / np.sum(p, axis=-1, keepdims=True)
    h = layer_norm(x + p @ x, g, b)
    z = h @ W1
    gelu = 0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3)))
    return layer_norm(h + gelu @ W2)


@case(real(4, 3), small(3, 2), small(2, 3))
def autoencoder(x, enc, dec):
    code = np.tanh(x @ enc)
    back = code @ dec
    d_back = 2 * (back - x) / x.size
    d_dec = code.T @ d_back
    d_enc = x.T @ (d_back @ dec.T * (1 - code**2))
    return np.mean((back - x) ** 2), d_enc, d_dec


@case(real(4, 3), small(3, 4), small(2, 3))
def variational_autoencoder(x, enc, dec):
    np.random.seed(0)
    h = x @ enc
    mu, logvar = h[:, :2], h[:, 2:]
    eps = np.random.randn(*mu.shape)
    z = mu + np.exp(0.5 * logvar) * eps
    recon = sigmoid(z @ dec)
    kl = -0.5 * np.sum(1 + logvar - mu**2 - np.exp(logvar), axis=1)
    return np.mean(np.sum((recon - x) ** 2, axis=1) + kl)


@case(real(3, 4), small(4, 4), small(4, 4))
def residual_and_gated(x, W, V):
    h = x + np.maximum(x @ W, 0)
    gate = sigmoid(h @ V)
    skip = h * gate + (1 - gate) * x
    return skip * sigmoid(skip)
