import numpy as np


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim, num_classes, reg=0.0, weight_scale=0.7):
        np.random.seed(7)
        self.reg = reg
        self.num_layers = 1 + len(hidden_dims)
        self.params = {}
        dims = [input_dim] + list(hidden_dims) + [num_classes]
        for i in range(self.num_layers):
            self.params[f"W{i + 1}"] = np.random.normal(0, weight_scale, (dims[i], dims[i + 1]))
            self.params[f"b{i + 1}"] = np.random.normal(0, 0.1, dims[i + 1])

    def loss(self, X, y):
        L = self.num_layers
        caches = {}
        out = X
        for i in range(1, L + 1):
            W, b = self.params["W%d" % i], self.params["b%d" % i]
            pre = out.dot(W) + b
            caches[i] = (out, pre)
            out = np.maximum(0, pre) if i < L else pre

        N = X.shape[0]
        shifted = out - out.max(axis=1, keepdims=True)
        Z = np.sum(np.exp(shifted), axis=1, keepdims=True)
        log_probs = shifted - np.log(Z)
        loss = -np.sum(log_probs[np.arange(N), y]) / N
        for i in range(1, L + 1):
            loss += 0.5 * self.reg * np.sum(np.square(self.params["W%d" % i]))

        grads = {}
        dout = np.exp(log_probs)
        dout[np.arange(N), y] -= 1
        dout /= N
        for i in range(L, 0, -1):
            inp, pre = caches[i]
            if i < L:
                dout = dout * (pre > 0)
            grads["W%d" % i] = inp.T.dot(dout) + self.reg * self.params["W%d" % i]
            grads["b%d" % i] = dout.sum(axis=0)
            dout = dout.dot(self.params["W%d" % i].T)
        return loss, grads


def cases():
    rng = np.random.default_rng(28)
    X = rng.normal(size=(4, 7))
    y = np.array([1, 2, 2, 0])
    return {"FullyConnectedNet.loss": (FullyConnectedNet([6, 5], 7, 3, reg=0.12), X, y)}
