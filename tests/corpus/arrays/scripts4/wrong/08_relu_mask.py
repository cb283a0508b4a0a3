# expect: 14/15 in-place-damage
import numpy as np

rng = np.random.RandomState(8)
X = rng.randn(30, 3)
t = np.abs(X).sum(axis=1, keepdims=True)
W1 = rng.randn(3, 9) * 0.6
W2 = rng.randn(9, 1) * 0.3
for step in range(100):
    H = np.maximum(X.dot(W1), 0)
    out = H.dot(W2)
    loss = ((out - t) ** 2).mean()
    dout = 2 * (out - t) / len(t)
    slope = H
    slope[slope > 0] = 1
    dW1 = X.T.dot(dout.dot(W2.T) * slope)
    dW2 = H.T.dot(dout)
    W1 -= 0.02 * dW1
    W2 -= 0.02 * dW2
    if step % 25 == 0:
        print(step, loss)
