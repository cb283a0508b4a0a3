"""Tied-weight autoencoder: decoder uses W.T"""
import numpy as np

rng = np.random.RandomState(0)
latent = rng.randn(200, 2)
X = np.tanh(latent.dot(rng.randn(2, 8)))

n_in, n_hid = 8, 3
W = rng.uniform(-0.5, 0.5, size=(n_in, n_hid))
bh = np.zeros(n_hid)
bv = np.zeros(n_in)
lr = 0.05
batch = 20

for epoch in range(60):
    costs = []
    for i in range(0, X.shape[0], batch):
        x = X[i:i + batch]
        h = np.tanh(x.dot(W) + bh)
        z = h.dot(W.T) + bv
        diff = z - x
        cost = (diff ** 2).sum() / x.shape[0]
        costs.append(cost)

        gz = 2.0 * diff / x.shape[0]
        gh = gz.dot(W) * (1 - h ** 2)
        gW = x.T.dot(gh) + gz.T.dot(h)      # encoder part + decoder part
        gbh = gh.sum(axis=0)
        gbv = gz.sum(axis=0)

        W -= lr * gW
        bh -= lr * gbh
        bv -= lr * gbv
    if epoch % 10 == 0:
        print('Training epoch %d, cost %.5f' % (epoch, np.mean(costs)))
