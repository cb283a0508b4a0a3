"""Linear-chain CRF on a toy tagging task: negative log likelihood, forward-backward marginals."""
import numpy as np


def logsumexp(a, axis):
    m = a.max(axis=axis, keepdims=True)
    return np.squeeze(m, axis) + np.log(np.exp(a - m).sum(axis=axis))


def marginals(unary, trans):
    n, k = unary.shape
    f = np.zeros((n, k))
    b = np.zeros((n, k))
    f[0] = unary[0]
    for i in range(1, n):
        f[i] = unary[i] + logsumexp(f[i - 1][:, None] + trans, 0)
    for i in range(n - 2, -1, -1):
        b[i] = logsumexp(trans + (unary[i + 1] + b[i + 1])[None], 1)
    logZ = logsumexp(f[-1], 0)
    node = np.exp(f + b - logZ)
    edge = np.zeros_like(trans)
    for i in range(n - 1):
        edge += np.exp(f[i][:, None] + trans + (unary[i + 1] + b[i + 1])[None] - logZ)
    return logZ, node, edge


rng = np.random.RandomState(5)
n_word, n_tag, lam = 8, 3, 0.05
data = []
for _ in range(12):
    tags = [rng.randint(n_tag)]
    for _ in range(5):
        tags.append((tags[-1] + (rng.rand() < .8)) % n_tag)
    words = [(2 * t + rng.randint(3)) % n_word for t in tags]
    data.append((np.array(words), np.array(tags)))
E = np.zeros((n_word, n_tag))
T = np.zeros((n_tag, n_tag))
for epoch in range(30):
    gE, gT = lam * E, lam * T
    total = 0.5 * lam * ((E ** 2).sum() + (T ** 2).sum())
    for words, tags in data:
        logZ, node, edge = marginals(E[words], T)
        total += logZ - E[words, tags].sum() - T[tags[:-1], tags[1:]].sum()
        np.add.at(gE, words, node)
        np.add.at(gE, (words, tags), -1)
        gT += edge
        np.add.at(gT, (tags[:-1], tags[1:]), -1)
    E -= 0.1 * gE
    T -= 0.1 * gT
    if epoch % 10 == 0:
        print(epoch, total)
