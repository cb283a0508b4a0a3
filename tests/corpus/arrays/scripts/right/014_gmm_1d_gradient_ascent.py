import numpy as np

rng = np.random.RandomState(4)
data = np.concatenate([rng.normal(-2, 0.7, 15), rng.normal(1.5, 1.0, 20)])
K = 2
mu = np.array([-1.0, 1.0])
log_sigma = np.zeros(K)
logits = np.array([0.1, -0.1])
lr = 0.01

for step in range(300):
    sigma = np.exp(log_sigma)
    pi = np.exp(logits) / np.exp(logits).sum()
    z = (data[:, None] - mu) / sigma
    dens = pi * np.exp(-0.5 * z ** 2) / (np.sqrt(2 * np.pi) * sigma)
    total = dens.sum(axis=1, keepdims=True)
    ll = np.log(total).sum()
    resp = dens / total

    dmu = (resp * z / sigma).sum(axis=0)
    dlog_sigma = (resp * (z ** 2 - 1)).sum(axis=0)
    dlogits = (resp - pi).sum(axis=0)

    mu = mu + lr * dmu
    log_sigma = log_sigma + lr * dlog_sigma
    logits = logits + lr * dlogits
    if step % 100 == 0:
        print(step, ll, mu)
