# right
import numpy as np


def deep_loss(params, X, y, reg):
    L = len(params) // 2
    a = X
    acts = [a]
    for l in range(1, L + 1):
        z = a @ params[f"W{l}"] + params[f"b{l}"]
        a = np.tanh(z) if l < L else z
        acts.append(a)
    diff = a - y
    n = X.shape[0]
    loss = np.sum(diff**2) / (2 * n)
    for l in range(1, L + 1):
        loss += 0.5 * reg * np.sum(params[f"W{l}"] ** 2)

    grads = {}
    delta = diff / n
    for l in range(L, 0, -1):
        grads[f"W{l}"] = acts[l - 1].T @ delta + reg * params[f"W{l}"]
        grads[f"b{l}"] = np.sum(delta, axis=0)
        if l > 1:
            delta = (delta @ params[f"W{l}"].T) * (1 - acts[l - 1] ** 2)
    return loss, grads


def cases():
    rng = np.random.default_rng(0)
    sizes = [3, 6, 4, 2]
    params = {}
    for i in range(3):
        params[f"W{i + 1}"] = rng.normal(size=(sizes[i], sizes[i + 1]))
        params[f"b{i + 1}"] = rng.normal(size=sizes[i + 1])
    X = rng.normal(size=(5, 3))
    y = rng.normal(size=(5, 2))
    return {"deep_loss": (params, X, y, 0.3)}
