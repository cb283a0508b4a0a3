# maxpool pass
import numpy as np

rng = np.random.RandomState(2)
x = rng.randint(0, 4, size=(2, 1, 4, 6)).astype(float)
dout = rng.randn(2, 1, 2, 3)

x += 0.001 * rng.randn(*x.shape)
N, C, H, W = x.shape
out = np.zeros((N, C, H // 2, W // 2))
for i in range(H // 2):
    for j in range(W // 2):
        out[:, :, i, j] = x[:, :, 2*i:2*i+2, 2*j:2*j+2].max(axis=(2, 3))

dx = np.zeros_like(x)
for n in range(N):
    for i in range(H // 2):
        for j in range(W // 2):
            window = x[n, 0, 2*i:2*i+2, 2*j:2*j+2]
            mask = (window == np.max(window))
            dx[n, 0, 2*i:2*i+2, 2*j:2*j+2] = mask * dout[n, 0, i, j]
print(dx.sum(), dout.sum())
