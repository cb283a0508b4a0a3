# skip-gram with negative sampling
import numpy as np

corpus = "the king rules the land and the queen rules the castle the man walks the dog and the woman walks the cat".split()
vocab = sorted(set(corpus))
w2i = {w: i for i, w in enumerate(vocab)}
ids_all = [w2i[w] for w in corpus]
counts = np.bincount(ids_all, minlength=len(vocab)) ** 0.75
noise = counts / counts.sum()

rng = np.random.default_rng(7)
dim, window, k_neg, lr = 8, 2, 4, 0.1
Vin = rng.uniform(-.5, .5, (len(vocab), dim)) / dim
Vout = rng.uniform(-.5, .5, (len(vocab), dim)) / dim
pairs = [(ids_all[i], ids_all[j]) for i in range(len(ids_all))
         for j in range(max(0, i - window), min(len(ids_all), i + window + 1)) if i != j]

for epoch in range(12):
    total = 0
    for c, o in pairs:
        ids = np.concatenate(([o], rng.choice(len(vocab), k_neg, p=noise)))
        labels = np.array([1.] + [0.] * k_neg)
        score = Vout[ids] @ Vin[c]
        prob = 1 / (1 + np.exp(-score))
        loss = -np.log(prob[0]) - np.log(1 - prob[1:]).sum()
        total += loss
        err = prob - labels
        grad_center = err @ Vout[ids]
        grad_ctx = np.outer(err, Vin[c])
        np.add.at(Vout, ids, -lr * grad_ctx)   # negatives can repeat
        Vin[c] -= lr * grad_center
    if epoch % 4 == 0:
        print(epoch, total / len(pairs))
