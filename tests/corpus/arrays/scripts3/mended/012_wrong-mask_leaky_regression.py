# expect: 20 wrong-mask
import numpy as np

rng = np.random.default_rng(50)
X = rng.normal(size=(70, 3))
T = np.maximum(X[:, :1], X[:, 1:2]) - 0.5 * X[:, 2:]
P = {'A': rng.normal(size=(3, 9)) * .7, 'a': rng.normal(size=9) * .2, 'B': rng.normal(size=(9, 1)) * .3, 'b': np.zeros(1)}
S = {k: np.zeros_like(v) for k, v in P.items()}
slope = 0.05
for epoch in range(200):
    z = X @ P['A'] + P['a']
    h = np.where(z > 0, z, slope * z)
    out = h @ P['B'] + P['b']
    loss = np.mean(np.square(out - T))

    G = {}
    dout = 2 * (out - T) / T.size
    G['B'], G['b'] = h.T @ dout, dout.sum(0)
    dh = dout @ P['B'].T
    dz = np.where(z > 0, dh, slope * dh)
    G['A'], G['a'] = X.T @ dz, dz.sum(0)
    for k in P:
        S[k] += G[k] ** 2
        P[k] -= 0.1 * G[k] / (np.sqrt(S[k]) + 1e-8)
    if epoch % 50 == 0:
        print(epoch, loss)
