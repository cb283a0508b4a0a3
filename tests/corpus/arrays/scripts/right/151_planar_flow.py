"""Stack of planar flows fitted to a 2-D target density by reverse KL."""
import numpy as np

rng = np.random.default_rng(32)

def neg_log_target(z):
    return .5 * ((np.hypot(z[:, 0], z[:, 1]) - 2) / .5) ** 2

def d_neg_log_target(z):
    r = np.hypot(z[:, 0], z[:, 1])[:, None]
    return (r - 2) / .25 * z / r

n_flows = 4
flow = [dict(w=rng.normal(size=2) * .5, u=rng.normal(size=2) * .2, b=rng.normal() * .1) for _ in range(n_flows)]

def kl_and_grads(flow, z0):
    n = len(z0)
    z, tape, logdet = z0, [], 0.0
    for f in flow:
        t = np.tanh(z @ f['w'] + f['b'])
        s = 1 - t ** 2
        c = f['w'] @ f['u']
        det = 1 + s * c
        logdet = logdet + np.log(np.abs(det))
        tape.append((z, t, s, c, det))
        z = z + np.outer(t, f['u'])
    kl = np.mean(neg_log_target(z) - logdet)
    gz = d_neg_log_target(z) / n
    grads = []
    for f, (zi, t, s, c, det) in zip(flow[::-1], tape[::-1]):
        gdet = -1 / (n * det)
        gt = gz @ f['u'] + gdet * c * (-2 * t)
        ga = gt * s
        gc = (gdet * s).sum()
        grads.append(dict(w=zi.T @ ga + gc * f['u'], u=t @ gz + gc * f['w'], b=ga.sum()))
        gz = gz + np.outer(ga, f['w'])
    return kl, grads[::-1]

ema = [dict(f) for f in flow]
for it in range(300):
    z0 = rng.normal(size=(100, 2))
    kl, grads = kl_and_grads(flow, z0)
    for f, g, e in zip(flow, grads, ema):
        for k in f:
            f[k] = f[k] - .01 * g[k]
            e[k] = .98 * e[k] + .02 * f[k]
    if it % 60 == 0:
        print(it, kl)
print('with averaged weights:', kl_and_grads(ema, rng.normal(size=(500, 2)))[0])
