import numpy as np


def make_trainer(vocab, dim, n_neg, seed):
    rng = np.random.RandomState(seed)
    center = (rng.rand(vocab, dim) - .5) / dim
    context = np.zeros((vocab, dim))

    def forward_backward(c, pos, negs):
        targets = np.concatenate(([pos], negs))
        sign = np.ones(len(targets)); sign[1:] = -1
        v = center[c]
        U = context[targets]
        score = sign * U.dot(v)
        loss = np.logaddexp(0, -score).sum()
        coef = -sign / (1 + np.exp(score))
        return loss, targets, coef @ U, np.outer(coef, v)

    def step(c, pos, lr):
        negs = rng.randint(vocab, size=n_neg)
        loss, targets, grad_center, grad_context = forward_backward(c, pos, negs)
        center[c] -= lr * grad_center
        np.subtract.at(context, targets, lr * grad_context)
        return loss

    return step, center


def corpus(rng, n):
    # two topics of 8 words each, sentences stay within a topic
    out = []
    for _ in range(n):
        out.append(8 * rng.randint(2) + rng.randint(8, size=6))
    return out


def main():
    rng = np.random.RandomState(0)
    step, vecs = make_trainer(16, 5, 4, 1)
    sents = corpus(rng, 50)
    for epoch in range(4):
        running, n = 0., 0
        for s in sents:
            for i, w in enumerate(s):
                for j in range(max(0, i - 2), min(len(s), i + 3)):
                    if j != i:
                        running += step(w, s[j], 0.1)
                        n += 1
        print(epoch, running / n)
    nv = vecs / np.linalg.norm(vecs, axis=1, keepdims=True)
    print('within', (nv[:8] @ nv[:8].T).mean(), 'across', (nv[:8] @ nv[8:].T).mean())


main()
