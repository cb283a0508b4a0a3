import numpy as np

rng = np.random.default_rng(40)
X = rng.normal(size=(200, 8))
Y = np.tanh(X @ rng.normal(size=(8, 2))) + 0.05 * rng.normal(size=(200, 2))

def forward_backward(p):
    """returns mse and gradient for p = [W1, b1, W2, b2]"""
    W1, b1, W2, b2 = p
    H = np.tanh(X @ W1 + b1)
    out = H @ W2 + b2
    diff = out - Y
    mse = (diff ** 2).sum(axis=1).mean()
    d_out = 2 * diff / X.shape[0]
    d_H = (d_out @ W2.T) * (1 - H * H)
    return mse, [X.T @ d_H, d_H.sum(0), H.T @ d_out, d_out.sum(0)]

theta = [rng.normal(scale=0.3, size=s) for s in ((8, 10), (10,), (10, 2), (2,))]
vel = [np.zeros_like(q) for q in theta]
momentum, lr = 0.9, 0.05
for epoch in range(150):
    ahead = [q + momentum * v for q, v in zip(theta, vel)]
    mse, grads = forward_backward(ahead)
    vel = [momentum * v - lr * g for v, g in zip(vel, grads)]
    theta = [q + v for q, v in zip(theta, vel)]
    if epoch % 30 == 0:
        print("epoch", epoch, "mse at lookahead", mse, "mse", forward_backward(theta)[0])
