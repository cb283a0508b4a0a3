# 1-D gaussian mixture, gradient ASCENT on the mean log likelihood (no EM)
import numpy as np

rng = np.random.RandomState(28)
x = np.concatenate([rng.normal(-2, .5, 150), rng.normal(1, 1., 250), rng.normal(5, .4, 100)])
K = 3
a = np.zeros(K)                     # mixing logits
m = np.array([-1., 0., 2.])
ls = np.zeros(K)                    # log std

def logsumexp(t, axis):
    mx = t.max(axis=axis, keepdims=True)
    return np.squeeze(mx, axis) + np.log(np.exp(t - mx).sum(axis))

ll_trace = []
for it in range(300):
    pi = np.exp(a - logsumexp(a, 0))
    u = (x[:, None] - m) / np.exp(ls)
    comp = np.log(pi) - ls - 0.5 * np.log(2 * np.pi) - 0.5 * u ** 2
    ll = logsumexp(comp, 1)
    mean_ll = ll.mean()
    ll_trace.append(mean_ll)
    resp = np.exp(comp - ll[:, None])
    g_a = resp.mean(0) - pi
    g_m = (resp * u).mean(0) / np.exp(ls)
    g_ls = (resp * (u ** 2 - 1)).mean(0)
    a += 0.5 * g_a
    m += 0.3 * g_m
    ls += 0.3 * g_ls
    if it % 75 == 0:
        print(it, mean_ll)
print(pi, m, np.exp(ls))
