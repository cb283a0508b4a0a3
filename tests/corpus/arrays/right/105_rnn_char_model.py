import numpy as np


def loss_fun(params, inputs, targets, hprev):
    """Character model: inputs and targets are lists of integers, hprev is an (H, 1) column."""
    Wxh, Whh, Why = params["Wxh"], params["Whh"], params["Why"]
    bh, by = params["bh"], params["by"]
    vocab_size = Wxh.shape[1]
    xs, hs, ps = {}, {}, {}
    hs[-1] = np.copy(hprev)
    loss = 0.0
    for t in range(len(inputs)):
        xs[t] = np.zeros((vocab_size, 1))
        xs[t][inputs[t]] = 1
        hs[t] = np.tanh(np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t - 1]) + bh)
        y = np.dot(Why, hs[t]) + by
        e = np.exp(y - np.max(y))
        ps[t] = e / np.sum(e)
        loss += -np.log(ps[t][targets[t], 0])

    grads = {"d" + name: np.zeros_like(value) for name, value in params.items()}
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(inputs))):
        dy = np.copy(ps[t])
        dy[targets[t]] -= 1
        grads["dWhy"] += np.dot(dy, hs[t].T)
        grads["dby"] += dy
        dh = np.dot(Why.T, dy) + dhnext
        dhraw = (1 - hs[t] * hs[t]) * dh
        grads["dbh"] += dhraw
        grads["dWxh"] += np.dot(dhraw, xs[t].T)
        grads["dWhh"] += np.dot(dhraw, hs[t - 1].T)
        dhnext = np.dot(Whh.T, dhraw)
    return loss, grads


def cases():
    rng = np.random.default_rng(105)
    V, H = 5, 3
    params = {
        "Wxh": rng.normal(size=(H, V)),
        "Whh": rng.normal(size=(H, H)),
        "Why": rng.normal(size=(V, H)),
        "bh": rng.normal(size=(H, 1)),
        "by": rng.normal(size=(V, 1)),
    }
    inputs = np.array([0, 3, 1, 1])
    targets = np.array([3, 1, 1, 4])
    return {"loss_fun": (params, inputs, targets, rng.normal(size=(H, 1)))}
