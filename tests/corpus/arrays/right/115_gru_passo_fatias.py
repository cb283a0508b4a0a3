import numpy as np


def gru_passo_forward(x, h_ant, Wx, Wh, b):
    H = h_ant.shape[1]
    a = x @ Wx + b
    a[:, : 2 * H] += h_ant @ Wh[:, : 2 * H]
    portas = 1 / (1 + np.exp(-a[:, : 2 * H]))
    atualiza, reinicia = portas[:, :H], portas[:, H:]
    cand = np.tanh(a[:, 2 * H :] + (reinicia * h_ant) @ Wh[:, 2 * H :])
    h = atualiza * cand + (1 - atualiza) * h_ant
    return h, dict(x=x, h_ant=h_ant, Wx=Wx, Wh=Wh, atualiza=atualiza, reinicia=reinicia, cand=cand)


def gru_passo_backward(dh, m):
    x, h_ant, Wh = m["x"], m["h_ant"], m["Wh"]
    atualiza, reinicia, cand = m["atualiza"], m["reinicia"], m["cand"]
    N, H = h_ant.shape
    da = np.zeros((N, 3 * H))
    da[:, 2 * H :] = dh * atualiza * (1 - cand**2)
    d_filtrado = da[:, 2 * H :] @ Wh[:, 2 * H :].T
    da[:, :H] = dh * (cand - h_ant) * atualiza * (1 - atualiza)
    da[:, H : 2 * H] = d_filtrado * h_ant * reinicia * (1 - reinicia)

    dWh = np.empty_like(Wh)
    dWh[:, : 2 * H] = h_ant.T @ da[:, : 2 * H]
    dWh[:, 2 * H :] = (reinicia * h_ant).T @ da[:, 2 * H :]

    dh_ant = dh * (1 - atualiza)
    dh_ant += d_filtrado * reinicia
    dh_ant += da[:, : 2 * H] @ Wh[:, : 2 * H].T
    return {"dx": da @ m["Wx"].T, "dh_ant": dh_ant, "dWx": x.T @ da, "dWh": dWh, "db": da.sum(axis=0)}


def cases():
    rng = np.random.default_rng(115)
    N, D, H = 5, 4, 2
    x, h_ant = rng.normal(size=(N, D)), rng.normal(size=(N, H))
    Wx, Wh, b = rng.normal(size=(D, 3 * H)), rng.normal(size=(H, 3 * H)), rng.normal(size=3 * H)
    return {"gru_passo": (x, h_ant, Wx, Wh, b)}
