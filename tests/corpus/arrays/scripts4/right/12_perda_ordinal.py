import numpy as np

# regressão ordinal: P(y > k) = sigmoid(x.w - c_k), cortes livres
rng = np.random.default_rng(11)
X = rng.normal(size=(70, 3))
nota = np.digitize(X @ np.array([1.0, -2, 0.5]) + 0.3 * rng.normal(size=70), [-1.5, 0, 1.5])
K = 3
acima = (nota[:, None] > np.arange(K)).astype(float)
w = np.zeros(3)
c = np.array([-1.0, 0.0, 1.0])

for epoca in range(100):
    s = (X @ w)[:, None] - c
    perda = np.mean(np.logaddexp(0, s) - acima * s)
    ds = (1 / (1 + np.exp(-s)) - acima) / s.size
    gw = X.T @ ds.sum(axis=1)
    gc = -ds.sum(axis=0)
    w -= 2 * gw
    c -= 2 * gc
    if epoca % 25 == 0:
        print(epoca, perda)
print(w, c)
