import numpy as np


def affine_forward(x, w, b):
    return x.reshape(x.shape[0], -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    dx = (dout @ w.T).reshape(x.shape)
    dw = x.reshape(x.shape[0], -1).T @ dout
    return dx, dw, dout.sum(axis=0)


def affine_relu_forward(x, w, b):
    a, fc_cache = affine_forward(x, w, b)
    return np.maximum(a, 0), (fc_cache, a)


def affine_relu_backward(dout, cache):
    fc_cache, a = cache
    return affine_backward(dout * (a > 0), fc_cache)


def softmax_loss(x, y):
    z = x - x.max(axis=1, keepdims=True)
    log_probs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    n = x.shape[0]
    dx = np.exp(log_probs)
    dx[np.arange(n), y] -= 1
    return -log_probs[np.arange(n), y].mean(), dx / n


class TwoLayerNet:
    """affine - relu - affine - softmax; the input may have any shape (N, d_1, ...)."""

    def __init__(self, input_dim=6, hidden_dim=5, num_classes=3, weight_scale=0.5, reg=0.0):
        np.random.seed(231)
        self.params = {}
        self.reg = reg
        self.params["W1"] = weight_scale * np.random.randn(input_dim, hidden_dim)
        self.params["b1"] = 0.1 * np.random.randn(hidden_dim)
        self.params["W2"] = weight_scale * np.random.randn(hidden_dim, num_classes)
        self.params["b2"] = np.zeros(num_classes)

    def loss(self, X, y=None):
        hidden, cache1 = affine_relu_forward(X, self.params["W1"], self.params["b1"])
        scores, cache2 = affine_forward(hidden, self.params["W2"], self.params["b2"])
        if y is None:
            return scores
        grads = {}
        loss, dscores = softmax_loss(scores, y)
        dhidden, grads["W2"], grads["b2"] = affine_backward(dscores, cache2)
        _, grads["W1"], grads["b1"] = affine_relu_backward(dhidden, cache1)
        for name in ("W1", "W2"):
            W = self.params[name]
            loss += 0.5 * self.reg * np.sum(W**2)
            grads[name] += self.reg * W
        return loss, grads


def cases():
    rng = np.random.default_rng(23)
    X = rng.normal(size=(4, 2, 3))
    y = np.array([2, 0, 0, 1])
    return {"TwoLayerNet.loss": (TwoLayerNet(reg=0.15), X, y)}
