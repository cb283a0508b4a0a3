"""One causal transformer block (2 heads, rms norm, gelu-free relu^2 ffn) on a copy task."""
import numpy as np

rng = np.random.default_rng(22)
V, T, D, NH = 6, 8, 12, 2
dh = D // NH
init = lambda *s: rng.normal(0, s[0] ** -0.5, s)
p = dict(tok=rng.normal(0, .5, (V, D)), pos=rng.normal(0, .5, (T, D)), g1=np.ones(D), g2=np.ones(D),
         qkv=init(D, 3 * D), proj=init(D, D), up=init(D, 2 * D), down=init(2 * D, D), head=init(D, V))
causal = np.triu(np.full((T, T), -1e9), 1)

def rms(x, g):
    r = 1 / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-6)
    return x * r * g, r

def rms_back(dy, x, g, r):
    dg = (dy * x * r).sum((0, 1))
    t = dy * g
    return r * t - x * r ** 3 * (t * x).mean(-1, keepdims=True), dg

def step(p, ids, tgt):
    B = len(ids)
    x0 = p['tok'][ids] + p['pos']
    n1, r1 = rms(x0, p['g1'])
    q, k, v = np.moveaxis((n1 @ p['qkv']).reshape(B, T, 3, NH, dh), (2, 3), (0, 2))   # each B,NH,T,dh
    att = q @ k.swapaxes(-1, -2) / np.sqrt(dh) + causal
    att = np.exp(att - att.max(-1, keepdims=True)); att /= att.sum(-1, keepdims=True)
    o = (att @ v).transpose(0, 2, 1, 3).reshape(B, T, D)
    x1 = x0 + o @ p['proj']
    n2, r2 = rms(x1, p['g2'])
    f = np.maximum(n2 @ p['up'], 0)
    x2 = x1 + f ** 2 @ p['down']
    s = x2 @ p['head']
    s = s - s.max(-1, keepdims=True)
    lp = s - np.log(np.exp(s).sum(-1, keepdims=True))
    loss = -np.take_along_axis(lp, tgt[..., None], -1).mean()

    G = {}
    ds = (np.exp(lp) - np.eye(V)[tgt]) / tgt.size
    G['head'] = np.einsum('btd,btv->dv', x2, ds)
    dx2 = ds @ p['head'].T
    G['down'] = np.einsum('btf,btd->fd', f ** 2, dx2)
    dpre = dx2 @ p['down'].T * 2 * f
    G['up'] = np.einsum('btd,btf->df', n2, dpre)
    dx1, G['g2'] = rms_back(dpre @ p['up'].T, x1, p['g2'], r2)
    dx1 += dx2
    G['proj'] = np.einsum('bti,btj->ij', o, dx1)
    do = (dx1 @ p['proj'].T).reshape(B, T, NH, dh).transpose(0, 2, 1, 3)
    dv = att.swapaxes(-1, -2) @ do
    datt = do @ v.swapaxes(-1, -2)
    dlog = att * (datt - (datt * att).sum(-1, keepdims=True)) / np.sqrt(dh)
    dqkv = np.moveaxis(np.stack([dlog @ k, dlog.swapaxes(-1, -2) @ q, dv]), (0, 2), (2, 3)).reshape(B, T, 3 * D)
    G['qkv'] = np.einsum('bti,btj->ij', n1, dqkv)
    dx0, G['g1'] = rms_back(dqkv @ p['qkv'].T, x0, p['g1'], r1)
    dx0 += dx1
    G['pos'] = dx0.sum(0)
    G['tok'] = np.zeros_like(p['tok'])
    np.add.at(G['tok'], ids, dx0)
    return loss, G

mom = {k: np.zeros_like(v) for k, v in p.items()}
for it in range(120):
    half = rng.integers(0, V, (16, T // 2))
    ids = np.hstack([half, half])
    loss, G = step(p, ids, np.roll(ids, -1, axis=1))
    for k in p:                       # Lion
        p[k] -= 3e-3 * np.sign(.9 * mom[k] + .1 * G[k])
        mom[k] = .99 * mom[k] + .01 * G[k]
    if it % 30 == 0:
        print(it, loss)
