# conv edges
import numpy as np

np.random.seed(25)
imgs = np.random.randn(5, 7, 7)
true_k = np.array([[1., 0, -1], [2, 0, -2], [1, 0, -1]])

def corr(x, k, stride):
    n = (x.shape[0] - k.shape[0]) // stride + 1
    out = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            r, c = i * stride, j * stride
            out[i, j] = np.sum(x[r:r+3, c:c+3] * k)
    return out

stride = 2
targets = np.array([corr(im, true_k, stride) for im in imgs])
K = np.random.randn(3, 3) * 0.1
bias = 0.2
for epoch in range(40):
    outs = np.array([corr(im, K, stride) for im in imgs]) + bias
    diff = outs - targets
    loss = 0.5 * np.mean(diff ** 2)
    dout = diff / diff.size
    dK = np.zeros_like(K)
    for n in range(len(imgs)):
        for i in range(outs.shape[1]):
            for j in range(outs.shape[2]):
                r, c = i * stride, j * stride
                dK += dout[n, i, j] * imgs[n, r:r+3, c:c+3]
    dbias = dout.sum()
    K -= 0.5 * dK
    bias -= 0.5 * dbias
    if epoch % 10 == 0:
        print(epoch, loss)
