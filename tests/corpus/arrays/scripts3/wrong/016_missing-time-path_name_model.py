# expect: 30 missing-time-path
# character model for invented names
import numpy as np

names = ["ada.", "adele.", "dale.", "della.", "lea.", "ella.", "ala."]
letters = sorted(set("".join(names)))
code = {ch: i for i, ch in enumerate(letters)}
V, H = len(letters), 10
rng = np.random.RandomState(2)
Wxh, Whh, Why = rng.randn(V, H) * .3, rng.randn(H, H) * .3, rng.randn(H, V) * .3
avg = None
for step in range(150):
    word = names[step % len(names)]
    ids = [code[ch] for ch in word]
    h = {-1: np.zeros(H)}
    p = {}
    loss = 0.
    for t in range(len(ids) - 1):
        h[t] = np.tanh(Wxh[ids[t]] + h[t - 1] @ Whh)
        o = h[t] @ Why
        p[t] = np.exp(o - o.max())
        p[t] /= p[t].sum()
        loss -= np.log(p[t][ids[t + 1]])
    g = {"Wxh": np.zeros_like(Wxh), "Whh": np.zeros_like(Whh), "Why": np.zeros_like(Why)}
    dh_next = np.zeros(H)
    for t in reversed(range(len(ids) - 1)):
        do = p[t].copy()
        do[ids[t + 1]] -= 1
        g["Why"] += np.outer(h[t], do)
        dh = Why @ do
        dpre = dh * (1 - h[t] ** 2)
        g["Wxh"][ids[t]] += dpre
        g["Whh"] += np.outer(h[t - 1], dpre)
        dh_next = Whh @ dpre
    for name, P in (("Wxh", Wxh), ("Whh", Whh), ("Why", Why)):
        P -= 0.1 * np.clip(g[name], -2, 2)
    avg = loss if avg is None else 0.95 * avg + 0.05 * loss
    if step % 50 == 0:
        print(step, avg)
