import numpy as np

# mixture of two Gaussians in one dimension, by gradient descent
rng = np.random.default_rng(7)
data = np.concatenate([rng.normal(-1, .5, 30), rng.normal(2, .8, 20)])
m = np.array([-0.5, 0.5])
ls = np.zeros(2)
logit = np.zeros(2)
for it in range(150):
    pi = np.exp(logit) / np.exp(logit).sum()
    t = (data[:, None] - m) / np.exp(ls)
    logp = np.log(pi) - 0.5 * t ** 2 - ls - 0.5 * np.log(2 * np.pi)
    top = logp.max(1, keepdims=True)
    ll = top[:, 0] + np.log(np.exp(logp - top).sum(1))
    nll = -ll.mean()
    resp = np.exp(logp - ll[:, None]) / len(data)
    gm = -(resp * t).sum(0) / np.exp(ls)
    gls = (resp * (1 - t ** 2)).sum(0)
    glogit = pi - resp.sum(0)
    m = m - 0.2 * gm
    ls = ls - 0.2 * gls
    logit = logit - 0.2 * glogit
print(m, np.exp(ls), pi)
