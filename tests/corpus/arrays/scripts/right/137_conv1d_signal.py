import numpy as np

rng = np.random.default_rng(16)

def make(n, T=40):
    x = rng.normal(0, 0.4, (n, T))
    y = rng.integers(0, 2, n)
    bump = np.array([0, 1, 2, 1, 0.0])
    for i in range(n):
        s = rng.integers(0, T - 5)
        x[i, s:s + 5] += bump if y[i] else -bump[::-1] * np.array([1, -1, 1, -1, 1])
    return x, y.astype(float)

x, y = make(100)
F, ks = 4, 5
kern = rng.normal(0, .4, (F, ks))
kb = np.zeros(F)
wo = rng.normal(0, .4, F)
bo = np.zeros(1)
win = np.lib.stride_tricks.sliding_window_view(x, ks, axis=1)    # (n, L, ks)
rows = np.arange(len(x))[:, None]
cols = np.arange(F)[None, :]

mom = [np.zeros_like(q) for q in (kern, kb, wo, bo)]
for step in range(150):
    fm = np.tanh(win @ kern.T + kb)           # (n, L, F)
    arg = fm.argmax(1)
    pooled = fm[rows, arg, cols]              # max over time
    z = pooled @ wo + bo[0]
    loss = (np.logaddexp(0, z) - y * z).mean()

    gz = (1 / (1 + np.exp(-z)) - y) / len(y)
    g_wo = pooled.T @ gz
    g_bo = gz.sum(keepdims=True)
    g_pre = gz[:, None] * wo * (1 - pooled ** 2)
    g_kern = np.einsum('nf,nfk->fk', g_pre, win[rows, arg])
    g_kb = g_pre.sum(0)

    for q, g, mo in zip((kern, kb, wo, bo), (g_kern, g_kb, g_wo, g_bo), mom):
        mo[:] = 0.8 * mo + g
        q -= 0.2 * mo
    if step % 50 == 0:
        print(step, loss, ((z > 0) == y).mean())
