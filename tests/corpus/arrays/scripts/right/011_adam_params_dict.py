import numpy as np

np.random.seed(21)
X = np.random.uniform(-2, 2, (32, 1))
Y = X ** 2 - 1 + 0.05 * np.random.randn(32, 1)

params = {
    'W1': np.random.randn(1, 12) * 0.7,
    'b1': np.zeros((1, 12)),
    'W2': np.random.randn(12, 1) * 0.3,
    'b2': np.zeros((1, 1)),
}
m = {k: np.zeros_like(v) for k, v in params.items()}
v = {k: np.zeros_like(p) for k, p in params.items()}
beta1, beta2, eps, alpha = 0.9, 0.999, 1e-8, 0.01

for t in range(1, 301):
    a1 = X @ params['W1'] + params['b1']
    h1 = np.log1p(np.exp(a1))          # softplus
    out = h1 @ params['W2'] + params['b2']
    loss = np.mean((out - Y) ** 2)

    grads = {}
    dout = 2.0 / len(X) * (out - Y)
    grads['W2'] = h1.T @ dout
    grads['b2'] = dout.sum(axis=0, keepdims=True)
    dh1 = dout @ params['W2'].T
    da1 = dh1 / (1 + np.exp(-a1))
    grads['W1'] = X.T @ da1
    grads['b1'] = da1.sum(axis=0, keepdims=True)

    for k in params:
        m[k] = beta1 * m[k] + (1 - beta1) * grads[k]
        v[k] = beta2 * v[k] + (1 - beta2) * grads[k] ** 2
        m_hat = m[k] / (1 - beta1 ** t)
        v_hat = v[k] / (1 - beta2 ** t)
        params[k] -= alpha * m_hat / (np.sqrt(v_hat) + eps)
    if t % 100 == 0:
        print(f"step {t}: {loss:.5f}")
