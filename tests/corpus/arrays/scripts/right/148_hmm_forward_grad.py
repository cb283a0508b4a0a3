"""Discrete HMM trained with gradients of log p(x), scaled forward-backward."""
import numpy as np

def rows_softmax(z):
    z = np.exp(z - z.max(-1, keepdims=True))
    return z / z.sum(-1, keepdims=True)

class GradHMM:
    def __init__(self, S, O, seed):
        r = np.random.default_rng(seed)
        self.lpi = np.zeros(S)
        self.lA = r.normal(0, .5, (S, S))
        self.lB = r.normal(0, .5, (S, O))

    def nll_and_grads(self, seq):
        pi, A, B = rows_softmax(self.lpi), rows_softmax(self.lA), rows_softmax(self.lB)
        T, S = len(seq), len(pi)
        al, sc, be = np.zeros((T, S)), np.zeros(T), np.ones((T, S))
        for t, o in enumerate(seq):
            al[t] = (pi if t == 0 else al[t - 1] @ A) * B[:, o]
            sc[t] = al[t].sum()
            al[t] /= sc[t]
        for t in range(T - 2, -1, -1):
            be[t] = A @ (B[:, seq[t + 1]] * be[t + 1]) / sc[t + 1]
        post = al * be
        n_trans = np.zeros((S, S))
        for t in range(T - 1):
            n_trans += A * np.outer(al[t], B[:, seq[t + 1]] * be[t + 1]) / sc[t + 1]
        n_emit = np.zeros_like(B)
        np.add.at(n_emit.T, seq, post)
        # softmax rows: observed counts minus expected share
        g = {'lpi': pi - post[0],
             'lA': A * n_trans.sum(1, keepdims=True) - n_trans,
             'lB': B * n_emit.sum(1, keepdims=True) - n_emit}
        return -np.log(sc).sum(), g

def sample(rng, T=40):
    A = np.array([[.9, .1], [.2, .8]]); B = np.array([[.7, .2, .1], [.05, .15, .8]])
    s, out = 0, []
    for _ in range(T):
        out.append(rng.choice(3, p=B[s]))
        s = rng.choice(2, p=A[s])
    return np.array(out)

rng = np.random.default_rng(0)
seqs = [sample(rng) for _ in range(10)]
hmm = GradHMM(2, 3, seed=1)
for epoch in range(30):
    nll = 0.0
    grad = {k: 0.0 for k in ('lpi', 'lA', 'lB')}
    for s in seqs:
        l, g = hmm.nll_and_grads(s)
        nll += l
        for k in g:
            grad[k] = grad[k] + g[k]
    for k in grad:
        setattr(hmm, k, getattr(hmm, k) - 0.01 * grad[k])
    if epoch % 10 == 0:
        print(epoch, nll)
