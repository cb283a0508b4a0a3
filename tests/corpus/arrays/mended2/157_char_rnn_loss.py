# right
import numpy as np


def char_loss(params, inputs, targets):
    """inputs, targets: one index per time step."""
    Wxh, Whh, Why = params["Wxh"], params["Whh"], params["Why"]
    bh, by = params["bh"], params["by"]
    hs = {-1: np.zeros(len(bh))}
    ps = {}
    loss = 0.0
    for t, ix in enumerate(inputs):
        hs[t] = np.tanh(Wxh[:, ix] + Whh @ hs[t - 1] + bh)
        o = Why @ hs[t] + by
        ps[t] = np.exp(o - o.max()) / np.sum(np.exp(o - o.max()))
        loss -= np.log(ps[t][targets[t]])

    grads = {k: np.zeros_like(v) for k, v in params.items()}
    dhnext = np.zeros(len(bh))
    for t in reversed(range(len(inputs))):
        do = ps[t].copy()
        do[targets[t]] -= 1
        grads["Why"] += np.outer(do, hs[t])
        grads["by"] += do
        dh = Why.T @ do + dhnext
        draw = (1 - hs[t] ** 2) * dh
        grads["bh"] += draw
        grads["Wxh"][:, inputs[t]] += draw
        grads["Whh"] += np.outer(draw, hs[t - 1])
        dhnext = Whh.T @ draw
    return loss, grads


def cases():
    rng = np.random.default_rng(0)
    params = {
        "Wxh": rng.normal(size=(3, 5)), "Whh": rng.normal(size=(3, 3)), "Why": rng.normal(size=(5, 3)),
        "bh": rng.normal(size=3), "by": rng.normal(size=5),
    }
    return {"char_loss": (params, np.array([0, 3, 3, 1]), np.array([3, 3, 1, 4]))}
