import numpy as np

rng = np.random.default_rng(2)
N, D, U, K = 160, 2, 8, 3        # U maxout units with K pieces each
X = rng.uniform(-2, 2, (N, D))
target = np.abs(X[:, 0]) - 0.5 * np.maximum(X[:, 1], 0)

W = rng.normal(0, 0.6, (K, D, U))
c = np.zeros((K, U))
v = rng.normal(0, 0.4, U)
sW = np.zeros_like(W); sc = np.zeros_like(c); sv = np.zeros_like(v)
rho, lr = 0.95, 0.01

def rms(p, g, s):
    s *= rho
    s += (1 - rho) * g * g
    p -= lr * g / np.sqrt(s + 1e-6)

for it in range(250):
    pieces = np.einsum('nd,kdu->knu', X, W) + c[:, None, :]
    win = pieces.argmax(axis=0)
    h = np.take_along_axis(pieces, win[None], axis=0)[0]
    res = h @ v - target
    loss = 0.5 * (res ** 2).mean()

    g_v = h.T @ res / N
    g_h = np.outer(res, v) / N
    g_pieces = (np.arange(K)[:, None, None] == win) * g_h
    g_W = np.einsum('nd,knu->kdu', X, g_pieces)
    g_c = g_pieces.sum(axis=1)

    rms(W, g_W, sW); rms(c, g_c, sc); rms(v, g_v, sv)
    if it % 50 == 0:
        print(f'{it:4d} {loss:.5f}')
