# expect: 26 duplicate-index-lost
import numpy as np

# CBOW with a full softmax; contexts often hold a word twice ("the ... the")
text = "the dog saw the cat and the cat saw the dog and the bird".split()
words = sorted(set(text))
ix = {w: i for i, w in enumerate(words)}
seq = [ix[w] for w in text]
samples = [(np.array([seq[i - 2], seq[i - 1], seq[i + 1], seq[i + 2]]), seq[i]) for i in range(2, len(seq) - 2)]
rng = np.random.default_rng(70)
E = rng.normal(0, .3, (len(words), 5))
O = rng.normal(0, .3, (5, len(words)))
for epoch in range(40):
    total = 0
    for context, centre in samples[1:] + samples[:1]:
        v = E[context].mean(axis=0)
        s = v @ O
        q = np.exp(s - s.max())
        q /= q.sum()
        nll = -np.log(q[centre])
        total += nll
        q[centre] -= 1
        dO = np.outer(v, q)
        dv = O @ q
        dE = np.zeros_like(E)
        np.add.at(dE, context, dv / len(context))
        E -= 0.2 * dE
        O -= 0.2 * dO
    if epoch % 10 == 0:
        print(epoch, total / len(samples))
