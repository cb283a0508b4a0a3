import numpy as np

text = "hello world, held well; yellow owl low " * 4
chars = sorted(set(text))
V = len(chars)
stoi = {c: i for i, c in enumerate(chars)}
ids = np.array([stoi[c] for c in text])
H, T = 20, 12
rng = np.random.RandomState(0)
Wx = rng.randn(V, H) * .1
Wh = np.linalg.qr(rng.randn(H, H))[0] * .9
bh = np.zeros(H)
Wy = rng.randn(H, V) * .1
by = np.zeros(V)

def lossfun(xs, ys, h0):
    hs, ps, loss = [h0], [], 0
    for x, y in zip(xs, ys):
        h = np.tanh(Wx[x] + hs[-1] @ Wh + bh)
        s = h @ Wy + by
        p = np.exp(s - s.max())
        p /= p.sum()
        loss -= np.log(p[y])
        hs.append(h)
        ps.append(p)
    dWx, dWh, dbh, dWy, dby = [np.zeros_like(q) for q in (Wx, Wh, bh, Wy, by)]
    dh = np.zeros(H)
    for t in range(len(xs) - 1, -1, -1):
        ds = ps[t].copy()
        ds[ys[t]] -= 1
        dWy += np.outer(hs[t + 1], ds)
        dby += ds
        da = (Wy @ ds + dh) * (1 - hs[t + 1] ** 2)
        dWx[xs[t]] += da
        dWh += np.outer(hs[t], da)
        dbh += da
        dh = Wh @ da
    return loss, [dWx, dWh, dbh, dWy, dby], hs[-1]

mem = [np.zeros_like(q) for q in (Wx, Wh, bh, Wy, by)]
pos, h = 0, np.zeros(H)
smooth = np.log(V) * T
for it in range(400):
    if pos + T + 1 >= len(ids):
        pos, h = 0, np.zeros(H)
    loss, grads, h = lossfun(ids[pos:pos + T], ids[pos + 1:pos + T + 1], h)
    smooth = .98 * smooth + .02 * loss
    # global norm clipping, on fresh arrays
    total = np.sqrt(sum((g ** 2).sum() for g in grads))
    clipped = [g * min(1, 5 / total) for g in grads]
    for q, g, m in zip((Wx, Wh, bh, Wy, by), clipped, mem):
        m += g * g
        q -= .1 * g / np.sqrt(m + 1e-8)
    pos += T
    if it % 100 == 0:
        print(it, smooth)
