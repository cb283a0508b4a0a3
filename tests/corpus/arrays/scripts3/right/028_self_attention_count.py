# one attention head learns to copy the marked token
import numpy as np
rng = np.random.default_rng(61)
B, T, D, A = 20, 5, 6, 4
Wq, Wk, Wv = (rng.normal(0, .4, (D, A)) for _ in range(3))
Wo = rng.normal(0, .4, (A, 3))

def make_batch():
    x = rng.normal(0, 1, (B, T, D))
    x[:, :, -1] = 0
    where = rng.integers(0, T, B)
    x[np.arange(B), where, -1] = 3
    return x, x[np.arange(B), where, :3].copy()

for step in range(150):
    x, y = make_batch()
    q, k, v = x @ Wq, x @ Wk, x @ Wv
    s = q @ k.transpose(0, 2, 1) / np.sqrt(A)
    s = s - s.max(-1, keepdims=True)
    a = np.exp(s)
    a /= a.sum(-1, keepdims=True)
    ctx = a @ v
    pooled = ctx.mean(axis=1)
    out = pooled @ Wo
    loss = np.square(out - y).sum() / B

    dout = 2 * (out - y) / B
    go = pooled.T @ dout
    dctx = np.repeat((dout @ Wo.T)[:, None, :], T, axis=1) / T
    da = dctx @ v.transpose(0, 2, 1)
    dv = a.transpose(0, 2, 1) @ dctx
    ds = a * (da - (da * a).sum(-1, keepdims=True)) / np.sqrt(A)
    dq = ds @ k
    dk = ds.transpose(0, 2, 1) @ q
    gq = np.einsum('btd,bta->da', x, dq)
    gk = np.einsum('btd,bta->da', x, dk)
    gv = np.einsum('btd,bta->da', x, dv)
    for w, g in ((Wq, gq), (Wk, gk), (Wv, gv), (Wo, go)):
        w -= 0.1 * g
    if step % 50 == 0:
        print(f'{step:3d} {loss:.4f}')
