import numpy as np


def sigmoid(a):
    return 1.0 / (1.0 + np.exp(-a))


def gru_step_forward(x, h_prev, Wz, Uz, Wr, Ur, Wn, Un):
    z = sigmoid(x @ Wz + h_prev @ Uz)
    r = sigmoid(x @ Wr + h_prev @ Ur)
    rh = r * h_prev
    n = np.tanh(x @ Wn + rh @ Un)
    keep = z * h_prev
    new = (1 - z) * n
    h = keep + new
    cache = (x, h_prev, Wz, Uz, Wr, Ur, Wn, Un, z, r, rh, n)
    return h, cache


def gru_step_backward(dh, cache):
    x, h_prev, Wz, Uz, Wr, Ur, Wn, Un, z, r, rh, n = cache
    # h = keep + new
    dkeep = dh
    dnew = dh
    # new = (1 - z) * n
    dz = -dnew * n
    dn = dnew * (1 - z)
    # keep = z * h_prev
    dz = dz + dkeep * h_prev
    dh_prev = dkeep * z
    # n = tanh(an), an = x Wn + rh Un
    dan = dn * (1 - n**2)
    dx = dan @ Wn.T
    dWn = x.T @ dan
    drh = dan @ Un.T
    dUn = rh.T @ dan
    # rh = r * h_prev
    dr = drh * h_prev
    dh_prev = dh_prev + drh * r
    # r = sigmoid(ar)
    dar = dr * r * (1 - r)
    dx = dx + dar @ Wr.T
    dWr = x.T @ dar
    dh_prev = dh_prev + dar @ Ur.T
    dUr = h_prev.T @ dar
    # z = sigmoid(az)
    daz = dz * z * (1 - z)
    dx = dx + daz @ Wz.T
    dWz = x.T @ daz
    dh_prev = dh_prev + daz @ Uz.T
    dUz = h_prev.T @ daz
    return dx, dh_prev, dWz, dUz, dWr, dUr, dWn, dUn


def cases():
    rng = np.random.default_rng(112)
    N, D, H = 4, 5, 3
    weights = []
    for _ in range(3):
        weights.append(rng.normal(size=(D, H)))
        weights.append(rng.normal(size=(H, H)))
    return {"gru_step": (rng.normal(size=(N, D)), rng.normal(size=(N, H)), *weights)}
