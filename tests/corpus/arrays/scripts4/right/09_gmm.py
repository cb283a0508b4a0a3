import numpy as np

# one-dimensional Gaussian mixture by gradient descent (not EM)
rng = np.random.RandomState(8)
x = np.concatenate([rng.normal(-2, 0.5, 30), rng.normal(1, 0.8, 50)])
N, K = len(x), 2
mu = np.array([-1.0, 0.5])
logs = np.zeros(K)
a = np.zeros(K)

for it in range(200):
    pi = np.exp(a) / np.exp(a).sum()
    z = (x[:, None] - mu) / np.exp(logs)
    logc = np.log(pi) - logs - 0.5 * z ** 2 - 0.5 * np.log(2 * np.pi)
    top = logc.max(axis=1, keepdims=True)
    logp = top[:, 0] + np.log(np.exp(logc - top).sum(axis=1))
    nll = -logp.mean()
    resp = np.exp(logc - logp[:, None])
    dmu = -(resp * z / np.exp(logs)).mean(axis=0)
    dlogs = -(resp * (z ** 2 - 1)).mean(axis=0)
    da = pi - resp.mean(axis=0)
    mu = mu - 0.3 * dmu
    logs = logs - 0.3 * dlogs
    a = a - 0.3 * da
    if it % 50 == 0:
        print(it, nll)
print(mu, np.exp(logs), pi)
