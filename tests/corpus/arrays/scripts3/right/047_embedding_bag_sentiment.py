# sentiment from averaged word embeddings, one document at a time
import numpy as np

docs = [("good good film", 1), ("bad bad plot bad", 0), ("great film great cast", 1), ("awful plot", 0),
        ("good plot", 1), ("awful awful awful film", 0), ("great", 1), ("bad cast", 0)]
vocab = {}
for text, _ in docs:
    for tok in text.split():
        vocab.setdefault(tok, len(vocab))
train = [([vocab[t] for t in text.split()], lab) for text, lab in docs]

np.random.seed(6)
emb = np.random.randn(len(vocab), 4) * 0.1
u = np.random.randn(4) * 0.1
bias = 0.0
lr = 0.5
for epoch in range(30):
    total = 0.0
    for doc, lab in train:
        avg = emb[doc].mean(axis=0)
        score = avg @ u + bias
        loss = np.log1p(np.exp(score)) - lab * score
        total += loss
        g = 1 / (1 + np.exp(-score)) - lab
        gu = g * avg
        gb = g
        full = np.zeros_like(emb)
        for tok in doc:
            full[tok] += g * u / len(doc)
        u -= lr * gu
        bias -= lr * gb
        emb -= lr * full
    if epoch % 10 == 0:
        print('epoch', epoch, 'loss', total / len(train))
