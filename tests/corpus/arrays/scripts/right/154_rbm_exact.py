# tiny RBM: the partition function is summed exactly, so is the gradient
import numpy as np
from itertools import product

rng = np.random.RandomState(35)
nv, nh = 6, 3
bars = np.array([[1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 0, 0], [0, 0, 0, 0, 1, 1], [1, 1, 1, 1, 1, 1]], float)
V = bars[rng.randint(0, 4, 80)]
flip = rng.rand(*V.shape) < .05
V = np.abs(V - flip)
all_v = np.array(list(product([0., 1.], repeat=nv)))

W = rng.randn(nv, nh) * .1
bv = np.zeros(nv)
bh = np.zeros(nh)
l2 = 1e-3

def neg_free_energy(v):
    return v @ bv + np.logaddexp(0, v @ W + bh).sum(1)

def hidden(v):
    return 1 / (1 + np.exp(-(v @ W + bh)))

for step in range(300):
    nf = neg_free_energy(all_v)
    logZ = nf.max() + np.log(np.exp(nf - nf.max()).sum())
    q = np.exp(nf - logZ)
    nll = logZ - neg_free_energy(V).mean() + .5 * l2 * (W ** 2).sum()
    H, Hm = hidden(V), hidden(all_v)
    dW = (all_v * q[:, None]).T @ Hm - V.T @ H / len(V) + l2 * W
    dbv = q @ all_v - V.mean(0)
    dbh = q @ Hm - H.mean(0)
    W -= .5 * dW
    bv -= .5 * dbv
    bh -= .5 * dbh
    if step % 100 == 0:
        print(step, nll)
