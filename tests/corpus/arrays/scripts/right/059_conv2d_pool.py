import numpy as np
rng = np.random.RandomState(21)

# toy: horizontal vs vertical bars, 8x8
def sample(n):
    imgs = 0.3 * rng.randn(n, 8, 8)
    lab = rng.randint(0, 2, n)
    for k in range(n):
        pos = rng.randint(8)
        if lab[k]: imgs[k, pos, :] += 1.5
        else:      imgs[k, :, pos] += 1.5
    return imgs, lab

def conv_forward(x, F, b):
    out = np.empty((len(x), len(F), 6, 6))
    for i in range(6):
        for j in range(6):
            out[:, :, i, j] = np.tensordot(x[:, i:i+3, j:j+3], F, axes=([1, 2], [1, 2])) + b
    return out

def conv_backward(dout, x, F):
    dF = np.zeros_like(F)
    for i in range(6):
        for j in range(6):
            dF += np.tensordot(dout[:, :, i, j], x[:, i:i+3, j:j+3], axes=(0, 0))
    return dF, dout.sum(axis=(0, 2, 3))

F, b = rng.randn(4, 3, 3) * 0.3, np.zeros(4)
W, c = rng.randn(4 * 9, 2) * 0.1, np.zeros(2)
X, Y = sample(64)
for epoch in range(60):
    a = conv_forward(X, F, b)
    r = np.maximum(a, 0)
    blocks = r.reshape(64, 4, 3, 2, 3, 2).transpose(0, 1, 2, 4, 3, 5).reshape(64, 4, 3, 3, 4)
    win = blocks.argmax(axis=-1)
    pooled = blocks.max(axis=-1).reshape(64, -1)
    logits = pooled @ W + c
    e = np.exp(logits - logits.max(1, keepdims=True))
    prob = e / e.sum(1, keepdims=True)
    loss = -np.mean(np.log(prob[np.arange(64), Y]))
    acc = np.mean(prob.argmax(1) == Y)

    dlogits = (prob - np.eye(2)[Y]) / 64
    dW, dc = pooled.T @ dlogits, dlogits.sum(0)
    dpool = (dlogits @ W.T).reshape(64, 4, 3, 3)
    dblocks = np.eye(4)[win] * dpool[..., None]
    dr = dblocks.reshape(64, 4, 3, 3, 2, 2).transpose(0, 1, 2, 4, 3, 5).reshape(64, 4, 6, 6)
    dF, db = conv_backward(dr * (a > 0), X, F)
    F -= 0.5 * dF; b -= 0.5 * db
    W -= 0.5 * dW; c -= 0.5 * dc
    if epoch % 10 == 0:
        print(f"{epoch:3d} loss={loss:.4f} acc={acc:.2f}")
