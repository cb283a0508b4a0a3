import numpy as np

# mixture of three 1-d gaussians fitted by plain gradient descent (no EM)
np.random.seed(17)
data = np.concatenate([np.random.normal(m, s, 60) for m, s in [(-3, .6), (0, 1.), (4, .8)]])
n = len(data)
K = 3
logits = np.zeros(K)
mu = np.array([-1., 0.2, 1.])
log_s = np.zeros(K)
lr = 0.05
for step in range(400):
    e = np.exp(logits - logits.max())
    pi = e / e.sum()
    s = np.exp(log_s)
    u = (data[:, None] - mu) / s
    logjoint = np.log(pi) - log_s - 0.5 * u ** 2 - 0.5 * np.log(2 * np.pi)
    mx = logjoint.max(1, keepdims=True)
    logp = mx[:, 0] + np.log(np.exp(logjoint - mx).sum(1))
    nll = -logp.mean()
    resp = np.exp(logjoint - logp[:, None])      # responsibilities
    d_logits = pi - resp.mean(0)
    d_mu = -(resp * u / s).mean(0)
    d_log_s = -(resp * (u ** 2 - 1)).mean(0)
    logits -= lr * d_logits
    mu -= 4 * lr * d_mu
    log_s -= lr * d_log_s
    if step % 100 == 0:
        print('%4d %.4f' % (step, nll), mu.round(2))
