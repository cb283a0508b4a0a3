import numpy as np

rng = np.random.RandomState(9)
x = rng.randn(2, 3, 6, 6)
w = rng.randn(4, 3, 3, 3) * 0.2
b = rng.randn(4) * 0.1
dout = rng.randn(2, 4, 3, 3)

N, C, H, W = x.shape
F, _, HH, WW = w.shape
pad = 1
xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode='constant')
conv = np.zeros((N, F, H, W))
for n in range(N):
    for f in range(F):
        for i in range(H):
            for j in range(W):
                conv[n, f, i, j] = np.sum(xp[n, :, i:i+HH, j:j+WW] * w[f]) + b[f]
pool = np.zeros((N, F, H // 2, W // 2))
for i in range(H // 2):
    for j in range(W // 2):
        pool[:, :, i, j] = conv[:, :, 2*i:2*i+2, 2*j:2*j+2].max(axis=(2, 3))

dconv = np.zeros_like(conv)
for i in range(H // 2):
    for j in range(W // 2):
        win = conv[:, :, 2*i:2*i+2, 2*j:2*j+2]
        mask = win == win.max(axis=(2, 3), keepdims=True)
        dconv[:, :, 2*i:2*i+2, 2*j:2*j+2] += mask * dout[:, :, i, j][:, :, None, None]

dxp = np.zeros_like(xp)
dw = np.zeros_like(w)
db = dconv.sum(axis=(0, 2, 3))
for n in range(N):
    for f in range(F):
        for i in range(H):
            for j in range(W):
                dw[f] += dconv[n, f, i, j] * xp[n, :, i:i+HH, j:j+WW]
                dxp[n, :, i:i+HH, j:j+WW] += dconv[n, f, i, j] * w[f]
dx = dxp[:, :, pad:-pad, pad:-pad]
print(dx.shape, dw.shape, db.shape)
