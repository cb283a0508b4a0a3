import numpy as np


def sig(v):
    return 1.0 / (1.0 + np.exp(-v))


def lstm_loss(params, xs, target):
    """Squared error of the last hidden state. xs: (T, D, 1) columns, target: (H, 1)."""
    p = params
    H = target.shape[0]
    h, c = np.zeros((H, 1)), np.zeros((H, 1))
    tape = []
    for x in xs:
        z = np.vstack((h, x))
        gate = {
            "f": sig(p["Wf"] @ z + p["bf"]),
            "i": sig(p["Wi"] @ z + p["bi"]),
            "o": sig(p["Wo"] @ z + p["bo"]),
            "c": np.tanh(p["Wc"] @ z + p["bc"]),
        }
        c_old = c
        c = gate["f"] * c_old + gate["i"] * gate["c"]
        h = gate["o"] * np.tanh(c)
        tape.append((z, gate, c_old, c))

    diff = h - target
    loss = 0.5 * np.sum(diff**2)

    grads = {}
    for name in params:
        grads[name] = np.zeros_like(params[name])
    dh, dc = diff, np.zeros((H, 1))
    for z, gate, c_old, c_new in tape[::-1]:
        th = np.tanh(c_new)
        dc = dc + dh * gate["o"] * (1 - th * th)
        d_pre = {
            "o": dh * th * gate["o"] * (1 - gate["o"]),
            "f": dc * c_old * gate["f"] * (1 - gate["f"]),
            "i": dc * gate["c"] * gate["i"] * (1 - gate["i"]),
            "c": dc * gate["i"] * (1 - gate["c"] ** 2),
        }
        dz = np.zeros_like(z)
        for k in "fioc":
            grads["W" + k] += d_pre[k] @ z.T
            grads["b" + k] += d_pre[k]
            dz += p["W" + k].T @ d_pre[k]
        dh = dz[:H, :]
        dc = dc * gate["f"]
    return loss, grads


def cases():
    rng = np.random.default_rng(109)
    T, D, H = 4, 2, 3
    params = {}
    for k in "fioc":
        params["W" + k] = rng.normal(size=(H, H + D))
        params["b" + k] = rng.normal(size=(H, 1))
    return {"lstm_loss": (params, rng.normal(size=(T, D, 1)), rng.normal(size=(H, 1)))}
