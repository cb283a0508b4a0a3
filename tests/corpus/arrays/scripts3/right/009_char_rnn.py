import numpy as np

text = "the cat sat on the mat and the rat sat on the cat. " * 3
chars = sorted(set(text))
V = len(chars)
c2i = {c: i for i, c in enumerate(chars)}
hid, seq = 12, 10
np.random.seed(4)
Wxh = np.random.randn(hid, V) * 0.1
Whh = np.random.randn(hid, hid) * 0.1
Why = np.random.randn(V, hid) * 0.1
bh = np.zeros((hid, 1))
by = np.zeros((V, 1))


def loss_fun(inputs, targets, hprev):
    xs, hs, ps = {}, {}, {}
    hs[-1] = np.copy(hprev)
    loss = 0
    for t in range(len(inputs)):
        xs[t] = np.zeros((V, 1))
        xs[t][inputs[t]] = 1
        hs[t] = np.tanh(Wxh @ xs[t] + Whh @ hs[t - 1] + bh)
        y = Why @ hs[t] + by
        ps[t] = np.exp(y - np.max(y)) / np.sum(np.exp(y - np.max(y)))
        loss += -np.log(ps[t][targets[t], 0])
    dWxh, dWhh, dWhy = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(Why)
    dbh, dby = np.zeros_like(bh), np.zeros_like(by)
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(inputs))):
        dy = np.copy(ps[t])
        dy[targets[t]] -= 1
        dWhy += dy @ hs[t].T
        dby += dy
        dh = Why.T @ dy + dhnext
        draw = (1 - hs[t] * hs[t]) * dh
        dbh += draw
        dWxh += draw @ xs[t].T
        dWhh += draw @ hs[t - 1].T
        dhnext = Whh.T @ draw
    return loss, (dWxh, dWhh, dWhy, dbh, dby), hs[len(inputs) - 1]


mem = [np.zeros_like(p) for p in (Wxh, Whh, Why, bh, by)]
p, hprev = 0, np.zeros((hid, 1))
smooth = -np.log(1.0 / V) * seq
for n in range(120):
    if p + seq + 1 >= len(text):
        hprev = np.zeros((hid, 1))
        p = 0
    inp = [c2i[c] for c in text[p:p + seq]]
    tgt = [c2i[c] for c in text[p + 1:p + seq + 1]]
    loss, grads, hprev = loss_fun(inp, tgt, hprev)
    smooth = smooth * 0.95 + loss * 0.05
    for param, dparam, m in zip((Wxh, Whh, Why, bh, by), grads, mem):
        dparam = np.clip(dparam, -5, 5)
        m += dparam * dparam
        param += -0.1 * dparam / np.sqrt(m + 1e-8)
    p += seq
    if n % 40 == 0:
        print(n, smooth)
