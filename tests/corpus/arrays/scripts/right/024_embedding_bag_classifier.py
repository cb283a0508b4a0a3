import numpy as np

np.random.seed(77)
vocab_size, emb_dim, num_classes = 15, 5, 2
docs = np.random.randint(0, vocab_size, size=(16, 6))
labels = (np.sum(docs < 5, axis=1) >= 2).astype(int)

E = np.random.randn(vocab_size, emb_dim) * 0.2
U = np.random.randn(emb_dim, num_classes) * 0.2
c = np.zeros(num_classes)
lr = 1

for epoch in range(80):
    emb = E[docs]                     # (B, L, emb_dim)
    feats = emb.mean(axis=1)
    logits = feats @ U + c
    logits -= np.max(logits, axis=1, keepdims=True)
    probs = np.exp(logits) / np.sum(np.exp(logits), axis=1, keepdims=True)
    onehot = np.eye(num_classes)[labels]
    loss = -np.sum(onehot * np.log(probs)) / len(docs)
    acc = (probs.argmax(axis=1) == labels).mean()

    dlogits = (probs - onehot) / len(docs)
    dU = feats.T @ dlogits
    dc = dlogits.sum(axis=0)
    dfeats = dlogits @ U.T
    demb = np.repeat(dfeats[:, None, :], docs.shape[1], axis=1) / docs.shape[1]
    dE = np.zeros_like(E)
    np.add.at(dE, docs, demb)

    E -= lr * dE
    U -= lr * dU
    c -= lr * dc
    if epoch % 20 == 0:
        print(f"{epoch:3d} loss={loss:.4f} acc={acc:.2f}")
