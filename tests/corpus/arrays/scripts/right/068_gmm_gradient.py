import numpy as np

rng = np.random.RandomState(9)
x = np.concatenate([rng.normal(-2, 0.6, 150), rng.normal(1.5, 1.0, 250)])
K = 2

# unconstrained parameters: logits, means, log standard deviations
a = np.zeros(K)
m = np.array([-0.5, 0.5])
s = np.zeros(K)

def log_joint(a, m, s):
    logpi = a - np.log(np.sum(np.exp(a)))
    z = (x[:, None] - m) / np.exp(s)
    return logpi - 0.5 * z ** 2 - s - 0.5 * np.log(2 * np.pi), z

lr = 0.2
for it in range(300):
    lj, z = log_joint(a, m, s)
    mx = lj.max(axis=1, keepdims=True)
    lse = mx[:, 0] + np.log(np.exp(lj - mx).sum(axis=1))
    loglik = lse.mean()
    resp = np.exp(lj - lse[:, None])

    da = (resp - np.exp(a) / np.exp(a).sum()).mean(axis=0)
    dm = (resp * z / np.exp(s)).mean(axis=0)
    ds = (resp * (z ** 2 - 1)).mean(axis=0)
    # ascent
    a = a + lr * da
    m = m + lr * dm
    s = s + lr * ds
    if it % 60 == 0:
        print("iter %3d  mean log-lik %.5f" % (it, loglik))
print("weights", np.exp(a) / np.exp(a).sum(), "means", m, "stds", np.exp(s))
