# Linear regression, gradients accumulated over micro-batches so that one step sees 40 rows
import numpy as np

rs = np.random.RandomState(88)
X = rs.randn(160, 3); t = X @ np.array([2., -1., .5]) + 4 + .2 * rs.randn(160)
w = np.zeros(3); w0 = 0.
batch, micro_n = 40, 10
for epoch in range(15):
    order = rs.permutation(160)
    for s in range(0, 160, batch):
        big = order[s:s + batch]
        gw = np.zeros(3); g_b = 0.
        for micro in range(0, batch, micro_n):
            ix = big[micro:micro + micro_n]
            xb, yb = X[ix], t[ix]
            pred = xb @ w + w0
            g = -(yb - pred) @ xb / batch     # mean over the whole batch, not the micro batch
            g0 = -(yb - pred).sum() / batch
            gw += g
            g_b += g0
        w -= 0.3 * gw
        w0 -= 0.3 * g_b
    if epoch % 5 == 0:
        print(epoch, np.mean((X @ w + w0 - t) ** 2) / 2)
print(w, w0)
