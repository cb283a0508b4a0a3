import numpy as np

corpus = "the quick brown fox jumps over the lazy dog and the quick cat sleeps over the mat".split()
vocab = sorted(set(corpus))
w2i = {w: i for i, w in enumerate(vocab)}
V, D, n_neg, window = len(vocab), 6, 3, 2
np.random.seed(12)
W_in = np.random.uniform(-0.5, 0.5, (V, D))
W_out = np.random.uniform(-0.5, 0.5, (V, D))

pairs = []
for i, w in enumerate(corpus):
    for j in range(max(0, i - window), min(len(corpus), i + window + 1)):
        if i != j:
            pairs.append((w2i[w], w2i[corpus[j]]))
pairs = np.array(pairs)

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

lr = 0.05
for epoch in range(60):
    center, context = pairs[:, 0], pairs[:, 1]
    neg = np.random.randint(0, V, (len(pairs), n_neg))
    v = W_in[center]                       # (B, D)
    u_pos = W_out[context]                 # (B, D)
    u_neg = W_out[neg]                     # (B, n_neg, D)
    pos = sigmoid(np.sum(v * u_pos, axis=1))
    negs = sigmoid(np.einsum('bd,bnd->bn', v, u_neg))
    loss = -np.sum(np.log(pos)) - np.sum(np.log(1 - negs))

    dpos = pos - 1
    dneg = negs
    dv = dpos[:, None] * u_pos + np.einsum('bn,bnd->bd', dneg, u_neg)
    dW_in = np.zeros_like(W_in)
    dW_out = np.zeros_like(W_out)
    np.add.at(dW_in, center, dv)
    np.add.at(dW_out, context, dpos[:, None] * v)
    np.add.at(dW_out, neg, dneg[:, :, None] * v[:, None, :])
    W_in -= lr * dW_in
    W_out -= lr * dW_out
    if epoch % 20 == 0:
        print(epoch, loss / len(pairs))
