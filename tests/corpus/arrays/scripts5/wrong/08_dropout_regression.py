# expect: 17 wrong-variable, mask-scale
import numpy as np

rng = np.random.default_rng(7)
X = rng.normal(size=(24, 5))
t = np.abs(X[:, :1]) + X[:, 1:2]
params = {"W1": rng.normal(size=(5, 8)) * .5, "W2": rng.normal(size=(8, 1)) * .5}
keep = 0.8
for epoch in range(60):
    z = X @ params["W1"]
    a = np.where(z > 0, z, 0.2 * z)
    mask = (rng.random(a.shape) < keep) / keep
    ad = a * mask
    out = ad @ params["W2"]
    loss = np.mean((out - t) ** 2)
    dout = 2 * (out - t) / t.size
    grads = {"W2": a.T @ dout}
    da = (dout @ params["W2"].T) * mask
    dz = da * np.where(z > 0, 1, 0.2)
    grads["W1"] = X.T @ dz
    for k, g in grads.items():
        params[k] -= 0.05 * g
print(f"{loss:.4f}")
