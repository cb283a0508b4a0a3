import numpy as np

np.random.seed(8)
N, Hh, Ww = 6, 6, 6
imgs = np.random.randn(N, Hh, Ww) * 0.3
labels = np.arange(N) % 2
for k in range(N):
    if labels[k]:
        imgs[k, 2, :] += 1.5
    else:
        imgs[k, :, 3] += 1.5

F, K = 2, 3
filters = np.random.randn(F, K, K) * 0.3
fb = np.zeros(F)
out_dim = Hh - K + 1
Wfc = np.random.randn(F * out_dim * out_dim, 2) * 0.1
lr = 0.1

def conv(img, filters, fb):
    out = np.zeros((F, out_dim, out_dim))
    for f in range(F):
        for i in range(out_dim):
            for j in range(out_dim):
                out[f, i, j] = np.sum(img[i:i+K, j:j+K] * filters[f]) + fb[f]
    return out

for epoch in range(6):
    correct = 0
    total_loss = 0
    for n in range(N):
        z = conv(imgs[n], filters, fb)
        a = np.maximum(z, 0)
        flat = a.reshape(-1)
        s = flat @ Wfc
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        loss = -np.log(p[labels[n]])
        total_loss += loss
        correct += int(np.argmax(p) == labels[n])

        ds = p.copy()
        ds[labels[n]] -= 1
        dWfc = np.outer(flat, ds)
        da = (Wfc @ ds).reshape(a.shape)
        dz = da * (z > 0)
        dfilters = np.zeros_like(filters)
        dfb = dz.sum(axis=(1, 2))
        for f in range(F):
            for i in range(out_dim):
                for j in range(out_dim):
                    dfilters[f] += dz[f, i, j] * imgs[n, i:i+K, j:j+K]

        filters -= lr * dfilters
        fb -= lr * dfb
        Wfc -= lr * dWfc
    print('epoch', epoch, 'loss', total_loss / N, 'acc', correct / N)
