# right
# right
import numpy as np


def sig(x):
    return 1 / (1 + np.exp(-x))


def peep_forward(a, c_prev, pf, po):
    """a (N, 4H) preactivations; peepholes from c_prev to f, from c to o."""
    H = c_prev.shape[1]
    f = sig(a[:, :H] + pf * c_prev)
    i = sig(a[:, H:2 * H])
    g = np.tanh(a[:, 2 * H:3 * H])
    c = f * c_prev + i * g
    o = sig(a[:, 3 * H:] + po * c)
    tc = np.tanh(c)
    return o * tc, (c_prev, pf, po, f, i, g, c, o, tc)


def peep_backward(dh, cache):
    c_prev, pf, po, f, i, g, c, o, tc = cache
    dao = dh * tc * o * (1 - o)
    dc = dh * o * (1 - tc ** 2) + dao * po
    daf = dc * c_prev * f * (1 - f)
    dai = dc * g * i * (1 - i)
    dag = dc * i * (1 - g ** 2)
    da = np.concatenate([daf, dai, dag, dao], axis=1)
    dpf = (daf * c_prev).sum(0)
    dpo = (dao * c).sum(0)
    return da, dc * f + daf * pf, dpf, dpo


def cases():
    r = np.random.default_rng(33)
    return {"peep": (r.normal(size=(3, 8)), r.normal(size=(3, 2)), r.normal(size=2), r.normal(size=2))}
