import numpy as np
from collections import Counter

text = ("the quick brown fox jumps over the lazy dog the dog sleeps while "
        "the fox runs and the quick dog barks at the brown fox").split()
vocab = sorted(set(text))
w2i = {w: i for i, w in enumerate(vocab)}
ids = [w2i[w] for w in text]
cnt = Counter(ids)
p_neg = np.array([cnt[i] for i in range(len(vocab))]) ** 0.75
p_neg /= p_neg.sum()

np.random.seed(3)
V, d, K = len(vocab), 10, 4
W_in = (np.random.rand(V, d) - 0.5)
W_out = (np.random.rand(V, d) - 0.5)
sig = lambda s: 1 / (1 + np.exp(-s))

def neg_loss_and_grad(center, outside, negs):
    vc = W_in[center]
    uo = W_out[outside]
    un = W_out[negs]                       # K x d
    s_pos = sig(uo @ vc)
    s_neg = sig(-un @ vc)
    loss = -np.log(s_pos) - np.sum(np.log(s_neg))
    d_vc = (s_pos - 1) * uo + (1 - s_neg) @ un
    d_uo = (s_pos - 1) * vc
    d_un = np.outer(1 - s_neg, vc)
    return loss, d_vc, d_uo, d_un

lr, window = 0.05, 2
for epoch in range(30):
    total = 0
    for pos, c in enumerate(ids):
        for o in ids[max(0, pos - window):pos] + ids[pos + 1:pos + 1 + window]:
            negs = np.random.choice(V, K, p=p_neg)
            loss, d_vc, d_uo, d_un = neg_loss_and_grad(c, o, negs)
            total += loss
            W_in[c] -= lr * d_vc
            W_out[o] -= lr * d_uo
            np.subtract.at(W_out, negs, lr * d_un)
    if epoch % 10 == 0:
        print(f'epoch {epoch} loss {total / len(ids):.4f}')
