"""TransE with a soft margin, entities put back on the sphere after every update."""
import numpy as np

rng = np.random.default_rng(43)
n_ent, n_rel, dim = 20, 3, 6
pos3 = rng.normal(size=(n_ent, 3))
moves = rng.normal(size=(n_rel, 3))
triples = np.array([(h, r, np.argmin(((pos3 - pos3[h] - moves[r]) ** 2).sum(1)))
                    for h in range(n_ent) for r in range(n_rel)])

ent = rng.normal(size=(n_ent, dim))
ent /= np.linalg.norm(ent, axis=1, keepdims=True)
rel = rng.normal(size=(n_rel, dim)) * .3
lr_ent, lr_rel, gap = 0.05, 0.02, 1.0

def energy(h, r, t):
    diff = ent[h] + rel[r] - ent[t]
    return diff, (diff ** 2).sum(1)

for epoch in range(60):
    rng.shuffle(triples)
    log = []
    for B in np.array_split(triples, 4):
        h, r, t = B.T
        corrupt = rng.integers(0, n_ent, len(B))
        d_pos, e_pos = energy(h, r, t)
        d_neg, e_neg = energy(h, r, corrupt)
        z = gap + e_pos - e_neg
        L = np.logaddexp(0, z).mean()
        log.append(L)

        s = (1 / (1 + np.exp(-z)) / len(B))[:, None]
        gp, gn = 2 * s * d_pos, -2 * s * d_neg
        g_ent, g_rel = np.zeros_like(ent), np.zeros_like(rel)
        np.add.at(g_ent, h, gp + gn)
        np.add.at(g_ent, t, -gp)
        np.add.at(g_ent, corrupt, -gn)
        np.add.at(g_rel, r, gp + gn)

        ent -= lr_ent * len(B) * g_ent
        rel -= lr_rel * len(B) * g_rel
        ent /= np.linalg.norm(ent, axis=1, keepdims=True)
    if epoch % 15 == 0:
        print(epoch, np.mean(log))
