"""LSTM that reads a sequence of numbers and predicts their discounted sum."""
import numpy as np

rng = np.random.RandomState(51)
T, B, D, H = 7, 16, 1, 6
p = {'Wx': rng.randn(D, 4 * H) * .4, 'Wh': rng.randn(H, 4 * H) * .3, 'b': np.zeros(4 * H),
     'Wy': rng.randn(H, 1) * .4, 'by': np.zeros(1)}
p['b'][H:2 * H] = 1.0   # forget bias


def sigm(v):
    return 1 / (1 + np.exp(-v))


for it in range(80):
    x = rng.uniform(-1, 1, (T, B, D))
    target = (x[:, :, 0] * (0.8 ** np.arange(T)[::-1])[:, None]).sum(0)[:, None]
    h, c = np.zeros((B, H)), np.zeros((B, H))
    tape = []
    for t in range(T):
        z = x[t] @ p['Wx'] + h @ p['Wh'] + p['b']
        i, f, o = sigm(z[:, :H]), sigm(z[:, H:2 * H]), sigm(z[:, 2 * H:3 * H])
        g = np.tanh(z[:, 3 * H:])
        c_new = f * c + i * g
        tc = np.tanh(c_new)
        h_new = o * tc
        tape.append((x[t], h, c, i, f, o, g, tc))
        h, c = h_new, c_new
    pred = h @ p['Wy'] + p['by']
    loss = 0.5 * ((pred - target) ** 2).mean()

    d = {k: np.zeros_like(v) for k, v in p.items()}
    dpred = (pred - target) / B
    d['Wy'] = h.T @ dpred
    d['by'] = dpred.sum(0)
    dh = dpred @ p['Wy'].T
    dc = np.zeros((B, H))
    for xt, hp, cp, i, f, o, g, tc in reversed(tape):
        do = dh * tc
        dc = dc + dh * o * (1 - tc ** 2)
        di, df, dg = dc * g, dc * cp, dc * i
        dz = np.hstack([di * i * (1 - i), df * f * (1 - f), do * o * (1 - o), dg * (1 - g ** 2)])
        d['Wx'] += xt.T @ dz
        d['Wh'] += hp.T @ dz
        d['b'] += dz.sum(0)
        dh = dz @ p['Wh'].T
        dc = dc * f
    norm = np.sqrt(sum((v ** 2).sum() for v in d.values()))
    scale = min(1.0, 1.0 / (norm + 1e-12))
    for k in p:
        p[k] -= 0.3 * scale * d[k]
    if it % 20 == 0:
        print(it, float(loss), 'grad norm', float(norm))
